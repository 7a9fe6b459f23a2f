// Random choices that are the same for the same seed, so that a run can be repeated.

export interface SeededRandom {
  /** 0 ≤ n < 1 */
  next(): number;
  /** 0 ≤ n < bound */
  below(bound: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32: small, and random enough for choosing edits. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { next, below, chance: (probability) => next() < probability, pick: (items) => items[below(items.length)] };
}
