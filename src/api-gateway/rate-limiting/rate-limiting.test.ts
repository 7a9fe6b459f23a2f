import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RedisServer, redisMissing, startRedis } from '../../../tests/services/redis.ts';
import type { Caller } from '../../application-server/index.ts';
import { NO_QUOTA, type Quota } from '../../database-service/index.ts';
import { createMemoryQuotas } from './memory-quotas.ts';
import type { QuotaStore } from './quota-store.ts';
import { createRateLimiter, type Quotas } from './rate-limiting.ts';
import { openRedisQuotas } from './redis-quotas.ts';

const caller = (id: string, { tenantId = 't', isBootstrap = false } = {}): Caller => ({
  tenantId,
  actor: id,
  credential: { kind: 'api-key', id },
  userId: null,
  permissions: { role: 'owner', scopes: [], isBootstrap },
});
const QUOTAS: Quotas = {
  requests: 2,
  bootstrapRequests: 5,
  tenantRequests: 3,
  addressRequests: 2,
  contentBytes: 1000,
  bootstrapContentBytes: 10 * 1024 ** 3,
  tenantContentBytes: 1500,
};
const limiterOf = (quotas: Partial<Quotas> = {}) =>
  createRateLimiter({ ...QUOTAS, ...quotas }, createMemoryQuotas(), () => NO_QUOTA);

/** In these tests no time passes: what is left of a window is the whole of it. */
function standStill(): void {
  beforeEach(() => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    return () => now.mockRestore();
  });
}

describe('requests', () => {
  standStill();

  it('are counted for each key, and the header fields say what is left', async () => {
    const limiter = limiterOf({ tenantRequests: 100 });
    expect(await limiter.countRequest(caller('a'))).toEqual({
      policy:
        '"default";q=2;w=60, "tenant";q=100;w=60, ' +
        '"content";q=1000;qu="content-bytes";w=3600, "tenant-content";q=1500;qu="content-bytes";w=3600',
      limit: '"default";r=1;t=60, "tenant";r=99;t=60',
      violated: [],
      retryAfter: 1,
    });
    await limiter.countRequest(caller('a'));
    const third = await limiter.countRequest(caller('a'));
    expect(third).toMatchObject({ limit: '"default";r=0;t=60, "tenant";r=98;t=60', violated: ['default'] });
    expect(third.retryAfter).toBe(60);
    expect((await limiter.countRequest(caller('b'))).violated).toEqual([]);
  });

  it('of all keys of a tenant are counted together, but not those of the bootstrap key', async () => {
    const limiter = limiterOf();
    for (const id of ['a', 'b', 'c']) expect((await limiter.countRequest(caller(id))).violated).toEqual([]);
    expect((await limiter.countRequest(caller('d'))).violated).toEqual(['tenant']);
    expect((await limiter.countRequest(caller('d', { tenantId: 'other' }))).violated).toEqual([]);
    const bootstrap = await limiter.countRequest(caller('z', { isBootstrap: true }));
    expect(bootstrap).toMatchObject({
      policy: '"default";q=5;w=60, "content";q=10737418240;qu="content-bytes";w=3600',
      limit: '"default";r=4;t=60',
      violated: [],
    });
  });

  it('without a credential are counted for each address, or /64 of IPv6', async () => {
    const limiter = limiterOf();
    await limiter.countAddress('2001:db8::1');
    const second = await limiter.countAddress('2001:db8::2');
    expect(second).toMatchObject({ policy: '"address";q=2;w=60', limit: '"address";r=0;t=60', violated: [] });
    expect((await limiter.countAddress('2001:db8::3')).violated).toEqual(['address']);
    expect((await limiter.countAddress('2001:db8:0:1::3')).violated).toEqual([]);
    expect((await limiter.countAddress('192.0.2.1')).violated).toEqual([]);
  });
});

describe('content bytes', () => {
  standStill();

  it('are counted for the key and for its tenant', async () => {
    const limiter = limiterOf();
    const request = await limiter.countRequest(caller('a'));
    const content = await limiter.countContent(caller('a'), 900, request);
    expect(content.limit).toBe(
      '"default";r=1;t=60, "tenant";r=2;t=60, "content";r=100;t=3600, "tenant-content";r=600;t=3600',
    );
    expect((await limiter.countContent(caller('a'), 101, request)).violated).toEqual(['content']);
    expect((await limiter.countContent(caller('b'), 700, request)).violated).toEqual(['tenant-content']);
    // What was refused has used up nothing.
    expect((await limiter.countContent(caller('a'), 100, request)).violated).toEqual([]);
    expect((await limiter.countContent(caller('b'), 500, request)).violated).toEqual([]);
  });
});

let tenants = 0;

function countsOwnQuotas(open: () => QuotaStore) {
  let store: QuotaStore;
  beforeAll(() => {
    store = open();
  });
  afterAll(() => store.close());
  const own = (id: string, tenantId: string, quota: Partial<Quota>): Caller => {
    const { credential, ...rest } = caller(id, { tenantId });
    return { ...rest, credential: { ...credential, quota: { ...NO_QUOTA, ...quota } } };
  };

  it('a key with a quota of its own is counted by that, together with its tokens, and the header fields show it', async () => {
    const tenantId = `own ${tenants++}`;
    const limiter = createRateLimiter({ ...QUOTAS, tenantRequests: 100 }, store, () => NO_QUOTA);
    const key = own('a', tenantId, { requestsPerMinute: 4 });
    const token = { ...key, credential: { ...key.credential, kind: 'token' as const } };
    const states = [];
    for (const one of [key, token, key, token, key]) states.push(await limiter.countRequest(one));
    expect(states.map(({ violated }) => violated)).toEqual([[], [], [], [], ['default']]);
    expect(states[3]?.policy).toMatch(/^"default";q=4;w=60, "tenant";q=100;w=60, "content";q=1000;/);
    expect(states[3]?.limit).toMatch(/^"default";r=0;t=\d+, "tenant";r=96;/);
    const others = [
      await limiter.countRequest(own('b', tenantId, {})),
      await limiter.countRequest(own('b', tenantId, {})),
    ];
    expect(others.map(({ violated }) => violated)).toEqual([[], []]);
    expect((await limiter.countRequest(own('b', tenantId, {}))).violated).toEqual(['default']);
  });

  it('a tenant with a quota of its own is counted by that, and a new one counts what was used before', async () => {
    const tenantId = `own ${tenants++}`;
    let quota: Quota = { requestsPerMinute: 2, contentMbPerHour: 1 };
    const limiter = createRateLimiter({ ...QUOTAS, requests: 100, contentBytes: 10 ** 9 }, store, async () => quota);
    const request = () => limiter.countRequest(caller('a', { tenantId }));
    expect((await request()).policy).toBe(
      '"default";q=100;w=60, "tenant";q=2;w=60, ' +
        '"content";q=1000000000;qu="content-bytes";w=3600, "tenant-content";q=1048576;qu="content-bytes";w=3600',
    );
    expect([(await request()).violated, (await request()).violated]).toEqual([[], ['tenant']]);
    const content = (bytes: number) => limiter.countContent(caller('a', { tenantId }), bytes, null);
    expect([(await content(1_048_576)).violated, (await content(1)).violated]).toEqual([[], ['tenant-content']]);
    quota = { requestsPerMinute: 3, contentMbPerHour: 2 };
    expect([(await request()).violated, (await request()).violated]).toEqual([[], ['tenant']]);
    expect((await content(1_048_576)).violated).toEqual([]);
  });

  it('under 200 at once, a quota of its own lets exactly so many in', async () => {
    const tenantId = `own ${tenants++}`;
    const limiter = createRateLimiter({ ...QUOTAS, tenantRequests: 1000 }, store, () => NO_QUOTA);
    const key = own('a', tenantId, { requestsPerMinute: 70 });
    const states = await Promise.all(Array.from({ length: 200 }, () => limiter.countRequest(key)));
    expect(states.filter(({ violated }) => violated.length === 0)).toHaveLength(70);
  });
}

describe('quotas of their own, in this process', () => countsOwnQuotas(createMemoryQuotas));

describe.skipIf(redisMissing !== null)('quotas of their own, in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  countsOwnQuotas(() => openRedisQuotas(redis.url, () => {}, 60_000));
});
