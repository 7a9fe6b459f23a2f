import { describe, expect, it } from 'vitest';
import { canonicalParameters, parametersDigest, readParameters, writeParameters } from './parameter-file.ts';
import { BUILT_IN_PARAMETERS } from './parameters.ts';

describe('parameters in a file', () => {
  it('are the same bytes for the same parameters, and others for others', () => {
    const file = writeParameters(BUILT_IN_PARAMETERS);
    expect(Buffer.from(writeParameters(readParameters(file))).equals(Buffer.from(file))).toBe(true);
    expect(parametersDigest(canonicalParameters(BUILT_IN_PARAMETERS))).toBe(parametersDigest(BUILT_IN_PARAMETERS));
    const shifted = { ...BUILT_IN_PARAMETERS, shifts: { 'rule:weak-hash': -0.5 } };
    expect(parametersDigest(shifted)).not.toBe(parametersDigest(BUILT_IN_PARAMETERS));
    expect(readParameters(writeParameters(shifted)).shifts).toEqual(shifted.shifts);
  });

  it.each([
    ['a doubt beyond everything', { doubt: 101 }, 'doubt'],
    ['a shift that is no number', { shifts: { 'rule:weak-hash': Number.NaN } }, 'shift'],
    ['no candidates', { candidates: [] }, 'candidates'],
  ])('are refused with %s', (_, change, named) => {
    expect(() => readParameters(writeParameters({ ...BUILT_IN_PARAMETERS, ...change }))).toThrow(named);
  });

  it('are refused when the file is cut off or is another', () => {
    const file = writeParameters(BUILT_IN_PARAMETERS);
    for (const length of [0, 7, 100, file.length - 1]) {
      expect(() => readParameters(file.subarray(0, length))).toThrow(Error);
    }
    expect(() => readParameters(Buffer.from('no tensors at all, but long enough'))).toThrow(Error);
  });
});
