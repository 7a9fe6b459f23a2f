import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RedisServer, redisMissing, startRedis } from '../../tests/services/redis.ts';
import { type Cache, openCache } from './index.ts';

/** What every backend promises. */
function keepsThePromise(open: () => Cache): void {
  let cache: Cache;
  beforeAll(async () => {
    cache = open();
    await vi.waitFor(() => cache.ping(), { timeout: 60_000 });
  });
  afterAll(() => cache.close());

  it('gives strings and bytes back as they were, and null for what it does not have', async () => {
    const values = ['', 'text', '\0ü😀', '{"a":1}', Buffer.alloc(0), Buffer.from([0, 255, 0x73, 0x62])];
    for (const [index, value] of values.entries()) await cache.set(`value-${index}`, value, 60);
    for (const [index, value] of values.entries()) expect(await cache.get(`value-${index}`)).toEqual(value);
    expect(await cache.get('nothing')).toBeNull();
  });

  it('replaces a value', async () => {
    await cache.set('replaced', 'old', 60);
    await cache.set('replaced', 'new', 60);
    expect(await cache.get('replaced')).toBe('new');
  });

  it('forgets after the given seconds', async () => {
    const stored = async () => {
      await cache.set('brief', 'x', 1);
      return await cache.get('brief');
    };
    // On a busy machine the second may be over already.
    await expect.poll(stored).toBe('x');
    await expect.poll(() => cache.get('brief'), { timeout: 60_000, interval: 200 }).toBeNull();
  });

  it('counts hits and misses', async () => {
    const before = cache.statistics().memory;
    await cache.set('counted', 'x', 60);
    await cache.get('counted');
    await cache.get('not there');
    const { hits = 0, misses = 0, failures } = cache.statistics().memory ?? {};
    expect([hits - (before?.hits ?? 0), misses - (before?.misses ?? 0), failures]).toEqual([1, 1, 0]);
  });

  it('gives a claim to who asks first, and to the next when it is released', async () => {
    const claim = await cache.claim('claimed');
    expect(claim.isMine).toBe(true);
    if (claim.isMine) await claim.release();
    const next = await cache.claim('claimed');
    expect(next.isMine).toBe(true);
    if (next.isMine) await next.release();
  });

  it('holds many values under many hands', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => `many-${index}`);
    await Promise.all(keys.map((key) => cache.set(key, key, 60)));
    expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual(keys);
  });
}

describe('the cache in this process', () => {
  keepsThePromise(() => openCache({ url: null }));

  it('stays within its bytes, and drops what was used least', async () => {
    const cache = openCache({ url: null, maxBytes: 1_000_000 });
    for (let index = 0; index < 100; index++) {
      await cache.set(`big-${index}`, Buffer.alloc(50_000), 60);
      await cache.get('big-0');
    }
    const found = await Promise.all(Array.from({ length: 100 }, (_, index) => cache.get(`big-${index}`)));
    const kept = found.filter((value) => value !== null).length;
    expect(kept).toBeLessThanOrEqual(20);
    expect(kept).toBeGreaterThan(10);
    expect([found[0] !== null, found[1], found[99] !== null]).toEqual([true, null, true]);
  });

  it('does not give up everything for one value that is too large', async () => {
    const cache = openCache({ url: null, maxBytes: 1_000_000 });
    await cache.set('small', 'x', 60);
    await cache.set('huge', Buffer.alloc(900_000), 60);
    expect([await cache.get('small'), await cache.get('huge')]).toEqual(['x', null]);
  });
});

const skipped = redisMissing === null ? '' : ` (skipped: ${redisMissing})`;
describe.skipIf(redisMissing !== null)(`the cache in Redis${skipped}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  describe('that answers', () => keepsThePromise(() => openCache({ url: redis.url, answerMs: 10_000 })));

  describe('in trouble', () => {
    let troubles: string[] = [];
    beforeEach(() => {
      troubles = [];
    });
    const open = async (url: string, answerMs = 3000) => {
      const cache = openCache({ url, answerMs, onTrouble: (message) => troubles.push(message) });
      await vi.waitFor(() => cache.ping(), { timeout: 60_000 });
      return cache;
    };

    it('is claimed by one process of two; the other one gets what that makes', async () => {
      const [first, second] = await Promise.all([open(redis.url), open(redis.url)]);
      const signal = AbortSignal.timeout(120_000);
      const [mine, theirs] = [await first.claim('work'), await second.claim('work')];
      if (!mine.isMine || theirs.isMine) throw new Error('not claimed by the first alone');
      const settled = theirs.settled(signal);
      await first.set('work', 'done', 60);
      await mine.release();
      expect(await settled).toBe('done');
      // Its own memory has it now, and whoever is late to claim it is told at once.
      redis.pause();
      expect(await second.get('work')).toBe('done');
      redis.resume();
      await vi.waitFor(() => second.ping(), { timeout: 60_000 });
      const late = await second.claim('work');
      expect(late.isMine ? null : await late.settled(signal)).toBe('done');
      await Promise.all([first.close(), second.close()]);
    });

    it('a claim passes on when its owner gives up or dies, and is kept while its owner works', async () => {
      const [first, second] = await Promise.all([open(redis.url), open(redis.url)]);
      const signal = AbortSignal.timeout(120_000);
      const taken = async (cache: Cache) => {
        const claim = await cache.claim('fragile');
        return claim.isMine ? claim : null;
      };
      const waiting = async (cache: Cache) => {
        const claim = await cache.claim('fragile');
        if (claim.isMine) throw new Error('it is free');
        return { settled: claim.settled(signal) };
      };
      const given = await taken(first);
      // It has to have asked before the claim is given up.
      const whenGiven = await waiting(second);
      await given?.release();
      expect(await whenGiven.settled).toBeNull();
      expect(await taken(first)).not.toBeNull();
      // Longer than a claim lasts by itself.
      await new Promise((resolve) => setTimeout(resolve, 3500));
      const whenDead = await waiting(second);
      await first.close();
      expect(await whenDead.settled).toBeNull();
      expect(await taken(second)).not.toBeNull();
      await second.close();
    });

    it('everyone works for himself while it is away, also who waits already', async () => {
      const [first, second] = await Promise.all([open(redis.url), open(redis.url)]);
      await first.claim('lonely');
      const other = await second.claim('lonely');
      redis.pause();
      expect(other.isMine ? 'mine' : await other.settled(AbortSignal.timeout(120_000))).toBeNull();
      expect((await second.claim('lonely')).isMine).toBe(true);
      redis.resume();
      await Promise.all([first.close(), second.close()]);
    });

    it('whoever waits can go', async () => {
      const [first, second] = await Promise.all([open(redis.url), open(redis.url)]);
      await first.claim('boring');
      const other = await second.claim('boring');
      if (other.isMine) throw new Error('it is free');
      const leaving = new AbortController();
      const settled = other.settled(leaving.signal);
      leaving.abort(new Error('gone'));
      await expect(settled).rejects.toThrow('gone');
      await Promise.all([first.close(), second.close()]);
    });

    it('misses quickly while the server hangs, says so once, and hits again afterwards', async () => {
      const cache = await open(redis.url, 1000);
      const writer = await open(redis.url);
      await writer.set('kept', 'x', 60);
      await writer.close();
      redis.pause();
      // It answers again only afterwards: whoever waited for it would wait for ever.
      const found = await Promise.all([cache.get('kept'), cache.get('kept'), cache.set('new', 'y', 60)]);
      redis.resume();
      expect(found).toEqual([null, null, undefined]);
      expect(cache.statistics().redis).toMatchObject({ misses: 2, failures: 3 });
      expect(troubles.length).toBe(1);
      await expect.poll(() => cache.get('kept')).toBe('x');
      await cache.close();
    });

    it('misses while the server is gone, and connects again by itself', async () => {
      const cache = await open(redis.url);
      await redis.stop();
      for (let count = 0; count < 20; count++) expect(await cache.get('any')).toBeNull();
      await expect(cache.ping()).rejects.toThrow();
      await redis.start();
      await vi.waitFor(() => cache.ping(), { timeout: 60_000 });
      await cache.set('again', 'x', 60);
      expect(await cache.get('again')).toBe('x');
      await cache.close();
    });

    it('never was there: requests go on, each a miss', async () => {
      const cache = openCache({ url: 'redis://127.0.0.1:1', onTrouble: (message) => troubles.push(message) });
      expect(await cache.get('any')).toBeNull();
      await cache.set('any', 'x', 60);
      await expect.poll(() => troubles.length).toBe(1);
      expect(cache.statistics().redis).toEqual({ hits: 0, misses: 1, failures: 2 });
      await cache.close();
    });
  });
});
