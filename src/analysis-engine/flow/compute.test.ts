import { describe, expect, it } from 'vitest';
import { COMPUTE_NAMES, compute } from './compute.ts';
import { constantOf, constantsValue, constantValue } from './value.ts';

describe('compute', () => {
  it('folds what is constant', () => {
    expect(constantOf(compute('string.equalsIgnoreCase', [constantValue('a'), constantValue('A')]))).toBe(true);
    expect(
      constantOf(
        compute(
          'string.replace',
          ['aba', 'a', 'c'].map((each) => constantValue(each)),
        ),
      ),
    ).toBe('cbc');
  });

  it.each(COMPUTE_NAMES)('takes any number of inputs of any kind: %s', (name) => {
    for (const constant of ['a', 1, true, null] as const) {
      for (const count of [0, 1, 2, 4]) {
        const inputs = Array.from({ length: count }, () => constantsValue([constant]));
        expect(() => compute(name, inputs)).not.toThrow();
      }
    }
  });
});
