import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import {
  type ClaimResult,
  claimIdempotencyKey,
  completeIdempotencyKey,
  deleteExpiredIdempotencyKeys,
  type IdempotencyClaim,
  releaseIdempotencyKey,
  renewIdempotencyKey,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

const RESPONSE = { status: 201, headers: { etag: '"1"' }, body: '{"b":1,"a":"\\u0000"}' };

forEachBackend((backend) => {
  let tenant = '';
  beforeAll(async () => {
    tenant = await sampleTenant(backend.database());
  });

  const fresh = (changes: Partial<IdempotencyClaim> = {}) => ({
    keyHash: randomBytes(32),
    requestHash: randomBytes(32),
    ...changes,
  });
  const claim = (request: IdempotencyClaim): Promise<ClaimResult> =>
    backend.database().asTenant(tenant, (tx) => claimIdempotencyKey(tx, request));
  const claimId = (result: ClaimResult) => (result.state === 'claimed' ? result.claimId : '');
  const complete = (request: IdempotencyClaim, id: string, keepSeconds?: number) =>
    backend.database().asTenant(tenant, (tx) => completeIdempotencyKey(tx, request.keyHash, id, RESPONSE, keepSeconds));
  const expireAll = () =>
    backend
      .database()
      .asTenant(tenant, (tx) =>
        sql`update idempotency_records set expires_at = now() - interval '1 second'`.execute(tx),
      );

  it('goes from claimed over in flight to a replay, word for word', async () => {
    const request = fresh();
    const first = await claim(request);
    expect(first.state).toBe('claimed');
    expect(await claim(request)).toEqual({ state: 'in_flight' });
    expect(await complete(request, claimId(first))).toBe(true);
    expect(await claim(request)).toEqual({ state: 'replay', response: RESPONSE });
  });

  it('tells another body with the same key, in flight and done', async () => {
    const request = fresh();
    const other = { ...request, requestHash: randomBytes(32) };
    const first = await claim(request);
    expect(await claim(other)).toEqual({ state: 'mismatch' });
    await complete(request, claimId(first));
    expect(await claim(other)).toEqual({ state: 'mismatch' });
  });

  it('lets exactly one of many at once have the key', async () => {
    const request = fresh();
    const results = await Promise.all(Array.from({ length: 10 }, () => claim(request)));
    expect(results.filter(({ state }) => state === 'claimed').length).toBe(1);
    expect(results.filter(({ state }) => state === 'in_flight').length).toBe(9);
  });

  it('can be claimed again once released, but only by who held it', async () => {
    const request = fresh();
    const first = await claim(request);
    const release = (id: string) =>
      backend.database().asTenant(tenant, (tx) => releaseIdempotencyKey(tx, request.keyHash, id));
    await release('00000000-0000-4000-8000-000000000000');
    expect((await claim(request)).state).toBe('in_flight');
    await release(claimId(first));
    expect((await claim(request)).state).toBe('claimed');
  });

  it('gives a crashed process’s claim to the next, and no longer lets the first complete it', async () => {
    const request = fresh();
    const crashed = await claim(request);
    await expireAll();
    const next = await claim(request);
    expect(next.state).toBe('claimed');
    expect(await complete(request, claimId(crashed))).toBe(false);
    expect(await complete(request, claimId(next))).toBe(true);
  });

  it('stays claimed while its holder says that it is at work', async () => {
    const request = fresh();
    const working = await claim(request);
    await expireAll();
    await backend.database().asTenant(tenant, (tx) => renewIdempotencyKey(tx, request.keyHash, claimId(working)));
    expect((await claim(request)).state).toBe('in_flight');
    expect(await complete(request, claimId(working))).toBe(true);
  });

  it('forgets an answer when its time is over', async () => {
    const request = fresh();
    await complete(request, claimId(await claim(request)));
    await expireAll();
    expect(await backend.database().asTenant(tenant, (tx) => deleteExpiredIdempotencyKeys(tx, 1))).toBe(1);
    expect((await claim(request)).state).toBe('claimed');
  });

  it('means another key in another tenant', async () => {
    const request = fresh();
    await claim(request);
    const other = await sampleTenant(backend.database());
    const result = await backend.database().asTenant(other, (tx) => claimIdempotencyKey(tx, request));
    expect(result.state).toBe('claimed');
  });
});
