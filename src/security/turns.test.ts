import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('carries out so many at a time, all of them, whether they succeed or not', async () => {
  const turns = createTurns({ atOnce: 2 });
  let running = 0;
  let most = 0;
  const work = async (number: number) => {
    most = Math.max(most, ++running);
    await delay(5);
    running--;
    if (number % 3 === 0) throw new Error(`no ${number}`);
    return number;
  };
  const ended = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => turns.take(() => work(index))));
  expect(most).toBe(2);
  expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : null))).toEqual([
    null,
    1,
    2,
    null,
    4,
    5,
    null,
    7,
    8,
  ]);
  expect(await turns.take(async () => 'free')).toBe('free');
});

it('refuses who would have to wait behind too many, and nobody after them', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 });
  const ended = await Promise.allSettled([1, 2, 3].map((number) => turns.take(async () => number)));
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(ended[2]).toMatchObject({ reason: { code: 'overloaded', retryAfter: 2 } });
  expect(await turns.take(async () => 4)).toBe(4);
});
