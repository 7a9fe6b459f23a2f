import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RedisServer, redisMissing, startRedis } from '../../../tests/services/redis.ts';
import { createMemoryQuotas } from './memory-quotas.ts';
import type { Charge, QuotaStore } from './quota-store.ts';
import { openRedisQuotas } from './redis-quotas.ts';

let names = 0;
/** a counter that no other test uses */
const fresh = () => `{t}:${names++}`;
const charge = (key: string, points: number, limit = 10, windowMs = 60_000): Charge => ({
  key,
  points,
  limit,
  windowMs,
});
const fitting = async (store: QuotaStore, key: string, times: number, limit: number) => {
  const asked = Array.from({ length: times }, () => store.charge([charge(key, 1, limit)]));
  return (await Promise.all(asked)).filter(([count]) => count?.exceeded === false).length;
};

/** Until one store sees what the other counts: both are connected. */
async function shared(one: QuotaStore, other: QuotaStore): Promise<void> {
  const isShared = async () => {
    const key = fresh();
    await one.charge([charge(key, 1)]);
    expect(await other.charge([charge(key, 0)])).toMatchObject([{ used: 1 }]);
  };
  await vi.waitFor(isShared, { timeout: 60_000 });
}

function keepsThePromise(open: () => QuotaStore | Promise<QuotaStore>) {
  let store: QuotaStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('charges until the limit, and says what is used and when it ends', async () => {
    const key = fresh();
    const [first] = await store.charge([charge(key, 4)]);
    expect(first).toMatchObject({ used: 4, exceeded: false });
    expect(first?.msLeft).toBeGreaterThan(50_000);
    expect(first?.msLeft).toBeLessThanOrEqual(60_000);
    expect(await store.charge([charge(key, 7)])).toMatchObject([{ used: 4, exceeded: true }]);
    expect(await store.charge([charge(key, 6)])).toMatchObject([{ used: 10, exceeded: false }]);
    expect(await store.charge([charge(key, 1)])).toMatchObject([{ used: 10, exceeded: true }]);
  });

  it('charges all counters or none', async () => {
    const [wide, narrow] = [fresh(), fresh()];
    const both = () => store.charge([charge(wide, 1), charge(narrow, 1, 1)]);
    expect(await both()).toMatchObject([
      { used: 1, exceeded: false },
      { used: 1, exceeded: false },
    ]);
    expect(await both()).toMatchObject([
      { used: 1, exceeded: false },
      { used: 1, exceeded: true },
    ]);
  });

  it('begins anew when the window has passed', async () => {
    const key = fresh();
    await store.charge([charge(key, 10, 10, 50)]);
    await expect.poll(async () => (await store.charge([charge(key, 10, 10, 50)]))[0]?.exceeded).toBe(false);
  });

  it('is exact under concurrency', async () => {
    expect(await fitting(store, fresh(), 500, 123)).toBe(123);
  });
}

describe('in this process', () => {
  keepsThePromise(createMemoryQuotas);

  it('never says that a window lasts longer than it does', async () => {
    const beginning = 20_000.1;
    expect(beginning + 60_000 - beginning).toBeGreaterThan(60_000);
    const now = vi.spyOn(performance, 'now').mockReturnValue(beginning);
    try {
      expect(await createMemoryQuotas().charge([charge(fresh(), 1)])).toMatchObject([{ msLeft: 60_000 }]);
    } finally {
      now.mockRestore();
    }
  });
});

describe.skipIf(redisMissing !== null)(`in Redis${redisMissing === null ? '' : ` (skipped: ${redisMissing})`}`, () => {
  let redis: RedisServer;
  const troubles: string[] = [];
  /** A busy machine may be slow to answer. */
  const open = (answerMs = 60_000) => openRedisQuotas(redis.url, (message) => troubles.push(message), answerMs);
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  describe('while it answers', () =>
    keepsThePromise(async () => {
      const [store, other] = [open(), open()];
      await shared(store, other);
      await other.close();
      return store;
    }));

  it('counts for all processes together', async () => {
    const [one, other] = [open(), open()];
    const key = fresh();
    await shared(one, other);
    const counts = await Promise.all([fitting(one, key, 100, 100), fitting(other, key, 100, 100)]);
    expect(counts[0] + counts[1]).toBe(100);
    await Promise.all([one.close(), other.close()]);
  });

  // The last test of this server.
  it('goes on in this process from what was used when Redis hangs or is gone, and returns to it', async () => {
    const store = open(3000);
    const key = fresh();
    const other = open();
    await shared(store, other);
    await store.charge([charge(key, 6)]);
    troubles.length = 0;
    redis.pause();
    expect(await store.charge([charge(key, 3)])).toMatchObject([{ used: 9, exceeded: false }]);
    expect(await fitting(store, key, 50, 10)).toBe(1);
    expect(troubles).toEqual([expect.stringContaining('Redis does not answer')]);
    await redis.stop();
    expect(await fitting(store, key, 50, 10)).toBe(0);
    await redis.start();
    await expect.poll(async () => (await store.charge([charge(key, 0)]))[0]?.used).toBe(0);
    await Promise.all([store.close(), other.close()]);
  });
});
