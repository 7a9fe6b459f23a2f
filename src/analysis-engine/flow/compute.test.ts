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

  it.each([
    ['0700', 8, 0o700],
    ['ff', 16, 255],
    ['42', 10, 42],
    ['9', 8, undefined],
    ['x', 99, undefined],
  ])('reads %s with the radix %s', (digits, radix, number) => {
    expect(constantOf(compute('number.parse', [constantValue(digits), constantValue(radix)]))).toBe(number);
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
