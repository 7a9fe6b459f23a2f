import { expect, it } from 'vitest';
import { createMemoryBudget } from './memory-budget.ts';

const { signal } = new AbortController();
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets in what there is room for, in the order of asking, and what is larger than all alone', async () => {
  const budget = createMemoryBudget(10);
  const begun: string[] = [];
  const ask = (name: string, bytes: number, until = signal) =>
    budget.take(bytes, until).then((release) => {
      begun.push(name);
      return release;
    });
  const releaseSmall = await ask('small', 6);
  const large = ask('large', 99);
  const other = ask('other', 1);
  await settled();
  expect(begun).toEqual(['small']);
  releaseSmall();
  const releaseLarge = await large;
  await settled();
  expect(begun).toEqual(['small', 'large']);
  releaseLarge();
  releaseLarge();
  await other;
  expect(begun).toEqual(['small', 'large', 'other']);
});

it('forgets who waits no longer, and lets the next one in', async () => {
  const budget = createMemoryBudget(10);
  const release = await budget.take(5, signal);
  const stopped = new AbortController();
  const first = budget.take(8, stopped.signal);
  const second = budget.take(5, signal);
  stopped.abort(new Error('stopped'));
  await expect(first).rejects.toThrow('stopped');
  (await second)();
  release();
  (await budget.take(10, signal))();
});
