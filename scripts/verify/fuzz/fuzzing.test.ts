import { describe, expect, it } from 'vitest';
import { FRONT_ENDS } from '../../../src/analysis-engine/lowering/front-ends.ts';
import { createFuzzer } from './fuzzing.ts';

const INPUTS = 150;

describe('mutated inputs', () => {
  it.each([...FRONT_ENDS.keys()])('do not break the engine: %s', async (language) => {
    const fuzzer = await createFuzzer(language, 11);
    const failures = [];
    for (let index = 0; index < INPUTS; index++) {
      const failure = await fuzzer.run(index);
      if (failure !== null) failures.push([failure.index, failure.problem, failure.detail]);
    }
    fuzzer.close();
    expect(failures).toEqual([]);
  });

  it('are the same for the same seed, and differ from each other', async () => {
    const [a, b] = [await createFuzzer('python', 3), await createFuzzer('python', 3)];
    // `b` makes its inputs in another order: they do not depend on what was made before.
    const later = [4, 3, 2, 1, 0].map((index) => b.inputOf(index)).reverse();
    const inputs = [0, 1, 2, 3, 4].map((index) => a.inputOf(index));
    expect(inputs).toEqual(later);
    expect(new Set(inputs).size).toBe(5);
    a.close();
    b.close();
  });
});
