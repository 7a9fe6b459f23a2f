import { describe, expect, it } from 'vitest';
import { type DefectIdentity, recognise } from './recognition.ts';

const BASE = 'a'.repeat(32);
const defect = (within: string, path = 'a.py', fingerprint = BASE): DefectIdentity => ({ fingerprint, within, path });

/** which of the known ones each found one is, by index */
const matches = (found: readonly DefectIdentity[], known: readonly DefectIdentity[]) =>
  recognise(found, known).map((match) => (match === null ? null : known.indexOf(match)));

describe('recognise', () => {
  it.each([
    ['where it was', [defect('pay')], [defect('pay')], [0]],
    ['in a renamed file', [defect('pay', 'b.py')], [defect('pay')], [0]],
    ['in a renamed function', [defect('settle')], [defect('pay')], [0]],
    ['not in another function of another file', [defect('settle', 'b.py')], [defect('pay')], [null]],
    ['not with another fingerprint', [defect('pay', 'a.py', 'b'.repeat(32))], [defect('pay')], [null]],
    ['before its copy', [defect('copy'), defect('pay')], [defect('pay')], [null, 0]],
    ['once in its own function', [defect('pay'), defect('pay')], [defect('pay')], [0, null]],
    ['with its copy, when both are known', [defect('b'), defect('a')], [defect('a'), defect('b')], [1, 0]],
    ['beside a known copy that is gone', [defect('a')], [defect('b'), defect('a')], [1]],
  ] as const)('%s', (_, found, known, expected) => {
    expect(matches(found, known)).toEqual(expected);
  });

  it('knows a defect again that has become one of several', () => {
    const several = [defect('copy', 'a.py', `${BASE}-00000001`), defect('pay', 'a.py', `${BASE}-00000002`)];
    expect(matches(several, [defect('pay')])).toEqual([null, 0]);
  });

  it('prefers the same one of several in a function', () => {
    const [first, second] = [defect('pay', 'a.py', `${BASE}-0`), defect('pay', 'a.py', `${BASE}-0.2`)];
    expect(matches([first, second], [second])).toEqual([null, 0]);
  });
});
