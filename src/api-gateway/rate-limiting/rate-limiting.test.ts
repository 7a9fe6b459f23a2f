import { describe, expect, it } from 'vitest';
import type { Caller } from '../../application-server/index.ts';
import { createRateLimiter } from './rate-limiting.ts';

const caller = (id: string, isBootstrap = false): Caller => ({
  tenantId: 't',
  actor: id,
  credential: { kind: 'api-key', id },
  userId: null,
  permissions: { role: 'owner', scopes: [], isBootstrap },
});

describe('createRateLimiter', () => {
  it('counts each key apart and says what is left', async () => {
    const limiter = createRateLimiter({ requests: 2, bootstrapRequests: 5 });
    const first = await limiter.countRequest(caller('a'));
    expect(first).toMatchObject({ policy: '"default";q=2;w=60', limit: '"default";r=1;t=60', violated: [] });
    await limiter.countRequest(caller('a'));
    const third = await limiter.countRequest(caller('a'));
    expect(third).toMatchObject({ limit: '"default";r=0;t=60', violated: ['default'] });
    expect(third.retryAfter).toBeGreaterThanOrEqual(59);
    expect((await limiter.countRequest(caller('b'))).violated).toEqual([]);
  });

  it('gives the bootstrap key its own quotas, content bytes among them', async () => {
    const limiter = createRateLimiter({ requests: 1, bootstrapRequests: 3 });
    const request = await limiter.countRequest(caller('a', true));
    expect(request.policy).toBe('"default";q=3;w=60, "content";q=10737418240;qu="content-bytes";w=3600');
    const content = await limiter.countContent(caller('a', true), 1000, request);
    expect(content.limit).toBe('"default";r=2;t=60, "content";r=10737417240;t=3600');
    const beyond = await limiter.countContent(caller('a', true), 11 * 1024 ** 3, request);
    expect(beyond.violated).toEqual(['content']);
  });

  it('does not count content for other keys', async () => {
    const limiter = createRateLimiter({ requests: 1, bootstrapRequests: 1 });
    const request = await limiter.countRequest(caller('a'));
    expect(await limiter.countContent(caller('a'), 1e12, request)).toBe(request);
  });
});
