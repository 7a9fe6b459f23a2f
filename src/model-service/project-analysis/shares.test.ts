// Every file is handed out once, those that lie together to one thread.
import { describe, expect, it } from 'vitest';
import { createShares } from './shares.ts';

describe('shares of threads', () => {
  it('give each thread files that lie together', () => {
    const shares = createShares(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'], 2);
    expect([0, 1, 0, 1, 0, 1].map((lane) => shares.next(lane))).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(shares.next(0)).toBeUndefined();
  });

  it('who is done takes from the end of the largest that is left', () => {
    const shares = createShares([1, 2, 3, 4, 5, 6], 2);
    expect([0, 0, 0, 0, 1, 0].map((lane) => shares.next(lane))).toEqual([1, 2, 3, 6, 4, 5]);
    expect(shares.next(1)).toBeUndefined();
  });

  it.each([
    [0, 3],
    [1, 3],
    [7, 3],
    [8, 1],
  ])('hand out each of %i once to %i threads', (count, lanes) => {
    const items = Array.from({ length: count }, (_, index) => index);
    const shares = createShares(items, lanes);
    const given: number[] = [];
    for (let turn = 0; ; turn++) {
      const item = shares.next(turn);
      if (item === undefined) break;
      given.push(item);
    }
    expect(given.sort((a, b) => a - b)).toEqual(items);
  });
});
