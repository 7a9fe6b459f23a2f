import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { DRIFTED, stabilityIndex } from './stability-index.ts';

/** Draws so many of kinds with these weights. */
function drawn(weights: readonly number[], count: number, seed: number): Record<string, number> {
  const random = seededRandom(seed);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts: Record<string, number> = {};
  for (let number = 0; number < count; number++) {
    let left = random() * total;
    const kind = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const ZIPF = Array.from({ length: 60 }, (_, rank) => 1 / (rank + 1));

describe('stabilityIndex', () => {
  it('is the sum over kinds of the difference times its logarithm', () => {
    const index = stabilityIndex({ a: 50_000, b: 50_000 }, { a: 80_000, b: 20_000 });
    expect(index).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) - 0.3 * Math.log(0.2 / 0.5), 3);
  });

  it('says nothing where there is too little', () => {
    expect(stabilityIndex({ a: 99 }, { a: 500 })).toBeNull();
    expect(stabilityIndex({ a: 500 }, {})).toBeNull();
  });

  it('does not take chance for drift, however many kinds there are and however few of them were seen', () => {
    for (const seen of [100, 300, 3000]) {
      const drifted = Array.from({ length: 200 }, (_, seed) =>
        stabilityIndex(drawn(ZIPF, 400, seed), drawn(ZIPF, seen, seed + 1000)),
      ).filter((index) => (index ?? 0) > DRIFTED);
      expect(drifted.length).toBeLessThanOrEqual(2);
    }
  });

  it('sees a kind that is new, one that has gone, and many rare ones that have come together', () => {
    const before = { python: 700, go: 300 };
    expect(stabilityIndex(before, { python: 400, go: 150, java: 300 })).toBeGreaterThan(DRIFTED);
    expect(stabilityIndex(before, { python: 900 })).toBeGreaterThan(DRIFTED);
    const rare = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`rule-${number}`, 8]));
    expect(stabilityIndex(before, { python: 420, go: 180, ...rare })).toBeGreaterThan(DRIFTED);
  });
});
