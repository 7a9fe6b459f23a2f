// Erasure through the real gateway, with a Redis where one is installed: nothing of the tenant is left, in no cache.
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical } from '../../../tests/server/samples.ts';
import { type RedisServer, redisMissing, startRedis } from '../../../tests/services/redis.ts';
import {
  appendAuditEvent,
  eraseTenant,
  findAuditHead,
  HOME_TENANT_ID,
  readAuditChain,
  saveAnalysis,
} from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from '../../database-service/testing/samples.ts';

describe('a tenant and its keys', () => {
  let redis: RedisServer | null = null;
  let server: TestServer;
  beforeAll(async () => {
    redis = redisMissing === null ? await startRedis() : null;
    server = await startTestServer({ environment: redis === null ? {} : { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await server?.close();
    await redis?.stop();
  });

  const erase = (id: string, name: string, key?: string) =>
    server.send(
      'DELETE',
      `/api/v1/tenants/${id}?confirm=${encodeURIComponent(name)}`,
      key === undefined ? {} : { key },
    );

  it('204: the key is refused at once, and neither database nor cache gives anything any more', async () => {
    const { id, key } = await server.createTenant('Bakery & Sons');
    const submission = { code: critical('canary_in_cache'), context: { path: 'app.py' } };
    const first = await server.post('/api/v1/analyze', submission, { key });
    expect((await server.post('/api/v1/analyze', submission, { key })).body.cached).toBe(true);
    expect((await erase(id, 'Bakery & Sons', key)).status).toBe(204);
    expect((await server.post('/api/v1/analyze', submission, { key })).status).toBe(401);
    // A new key for the same id, as an attacker with the database might make one, opens nothing either.
    const rows = await server.database.asTenant(id, (tx) =>
      sql`select 1 from tenants union all select 1 from analyses union all select 1 from tenant_keys`.execute(tx),
    );
    expect(rows.rows).toEqual([]);
    const again = await server.get(`/api/v1/analyses/${first.body.analysis_id}`, { key });
    expect(again.status).toBe(401);
  });

  it.skipIf(redisMissing !== null)('keeps nothing readable in Redis', async () => {
    const { key } = await server.createTenant();
    const code = `${critical('canary_in_redis')}`;
    await server.post('/api/v1/analyze', { code, context: { path: 'canary_path.py' } }, { key });
    const client = new Redis(redis?.url ?? '');
    const names = await client.keys('assay:*');
    const values = await Promise.all(names.map((name) => client.getBuffer(name)));
    client.disconnect();
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value?.toString('latin1') ?? '').not.toMatch(/canary|sql-injection|app\.py/);
  });

  it('404: for a foreign tenant, whoever asks but the owner of the platform', async () => {
    const [left, right] = [await server.createTenant('left'), await server.createTenant('right')];
    expect((await erase(left.id, 'left', right.key)).body.code).toBe('not_found');
    expect((await erase(left.id, 'left')).status).toBe(204);
    expect((await erase(left.id, 'left')).status).toBe(404);
    expect((await erase('no-id', 'x')).status).toBe(404);
  });

  it('400: without its name, word for word; 403: for an admin, and for the tenant of the installation', async () => {
    const { id, key } = await server.createTenant('Bakery');
    expect((await erase(id, 'bakery', key)).body).toMatchObject({ errors: [{ path: '/confirm' }] });
    expect((await server.send('DELETE', `/api/v1/tenants/${id}`, { key })).status).toBe(400);
    const admin = await server.createKey(id, 'admin');
    expect((await erase(id, 'Bakery', admin)).status).toBe(403);
    expect((await erase(HOME_TENANT_ID, 'Home')).body.code).toBe('forbidden');
  });

  it('201: a new data key, for its admin, and code of before is still readable; 404 for another tenant', async () => {
    const [{ id, key }, other] = [await server.createTenant(), await server.createTenant()];
    const { body } = await server.post('/api/v1/analyze', { code: 'x = 1\n' }, { key });
    const rotated = await server.post(`/api/v1/tenants/${id}/key-rotations`, { replace_older: false }, { key });
    expect([rotated.status, rotated.body]).toEqual([201, { version: 2, replaces_older: false }]);
    const stored = await server.get(`/api/v1/analyses/${body.analysis_id}?include=code`, { key });
    expect(stored.body.code).toBe('x = 1\n');
    expect((await server.post(`/api/v1/tenants/${id}/key-rotations`, {}, { key: other.key })).status).toBe(404);
  });

  it('200: the master key is exchanged while the server runs; 403 for whoever has no bootstrap key', async () => {
    const { key } = await server.createTenant();
    const { body } = await server.post('/api/v1/analyze', { code: 'y = 1\n' }, { key });
    const path = '/api/v1/platform/master-key-rotations';
    expect((await server.post(path, undefined, { key })).status).toBe(403);
    const rotated = await server.send('POST', path);
    expect(rotated.body).toMatchObject({ resumed: false });
    expect(rotated.body.rewrapped).toBeGreaterThanOrEqual(2);
    const stored = await server.get(`/api/v1/analyses/${body.analysis_id}?include=code`, { key });
    expect(stored.body.code).toBe('y = 1\n');
    const token = await server.post('/api/v1/tokens', {}, { key });
    expect(token.status).toBe(201);
    expect((await server.send('POST', path)).status).toBe(200);
    const asked = await server.get('/api/v1/analyses', { key: token.body.access_token });
    expect(asked.status).toBe(200);
    const made = await server.createTenant();
    expect((await server.post('/api/v1/analyze', { code: 'z = 1\n' }, { key: made.key })).status).toBe(200);
  });
});

forEachBackend((backend) => {
  it('erases many rows in batches and leaves a chain of hashes, a tombstone, and what was erased', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    for (let part = 0; part < 6; part++) {
      await database.asTenant(tenant, async (tx) => {
        for (let index = 0; index < 100; index++) {
          await saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] }));
          await appendAuditEvent(tx, { action: 'x.happened', actor: 'somebody', target: null, details: { index } });
        }
      });
    }
    const head = await database.asTenant(tenant, findAuditHead);
    expect(await eraseTenant(database, tenant, 'the owner')).toBe(true);
    const chain = await database.asTenant(tenant, (tx) => readAuditChain(tx, 0, 1000));
    const [erased, kept] = [chain.slice(0, head?.seq), chain.slice(head?.seq)];
    expect(erased.length).toBe(head?.seq);
    expect(erased.every(({ payload, salt }) => payload === null && salt === null)).toBe(true);
    expect(kept[0]?.payload).toMatchObject({ action: 'tenant.erased', actor: 'the owner', target: tenant });
    expect(kept.slice(1).map(({ payload }) => payload?.details.events)).toEqual(['1-500', `501-${head?.seq}`]);
    for (const [index, { previousHash }] of chain.entries()) {
      if (index > 0) expect(previousHash).toEqual(chain[index - 1]?.hash);
    }
    const left = await database.asTenant(tenant, (tx) =>
      sql`select 1 from analyses union all select 1 from issues union all select 1 from code_objects union all
        select 1 from tenant_keys union all select 1 from api_keys union all select 1 from tenants`.execute(tx),
    );
    expect(left.rows).toEqual([]);
    expect(await eraseTenant(database, tenant)).toBe(false);
  });
});
