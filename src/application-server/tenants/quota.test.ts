import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { listAuditEvents } from '../../database-service/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

const put = (path: string, quota: object, key?: string) =>
  server.send('PUT', path, {
    ...(key !== undefined && { key }),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(quota),
  });
const quotaOf = (requests: number | null, content: number | null = null) => ({
  requests_per_minute: requests,
  content_mb_per_hour: content,
});
const policy = async (key: string) =>
  (await server.get('/api/v1/model/status', { key })).headers.get('ratelimit-policy');
const tenantPath = (id: string) => `/api/v1/tenants/${id}/quota`;

describe('PUT /api/v1/tenants/{tenant_id}/quota', () => {
  it('200: holds at once here, for all credentials of the tenant, and is taken back by null', async () => {
    const tenant = await server.createTenant();
    const [first, second] = [
      await server.createKey(tenant.id, 'developer'),
      await server.createKey(tenant.id, 'admin'),
    ];
    expect(await policy(first)).toContain('"tenant";q=60000;');
    const answer = await put(tenantPath(tenant.id), quotaOf(3, 2));
    expect([answer.status, answer.body]).toEqual([200, quotaOf(3, 2)]);
    expect(await policy(first)).toMatch(/"tenant";q=3;w=60.*"tenant-content";q=2097152;/);
    await policy(second);
    const refused = await server.get('/api/v1/model/status', { key: first });
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([429, expect.stringContaining('"tenant";r=0;')]);
    expect((await put(tenantPath(tenant.id), quotaOf(null))).status).toBe(200);
    expect((await server.get(tenantPath(tenant.id), { key: tenant.key })).body).toEqual(quotaOf(null));
    const { events } = await server.database.asTenant(tenant.id, (tx) =>
      listAuditEvents(tx, { action: 'tenant.quota-changed' }),
    );
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { actor: null, details: quotaOf(null) },
      { actor: null, details: quotaOf(3, 2) },
    ]);
  });

  it('403 and 404: a tenant does not raise its own, and sees no other', async () => {
    const [tenant, other] = [await server.createTenant(), await server.createTenant()];
    expect((await put(tenantPath(tenant.id), quotaOf(1_000_000), tenant.key)).status).toBe(403);
    expect((await server.get(tenantPath(other.id), { key: tenant.key })).status).toBe(404);
    expect((await put(tenantPath('01900000-0000-7000-8000-00000000ffff'), quotaOf(1))).status).toBe(404);
    const nobody = await server.get(tenantPath('01950000-0000-7000-8000-00000000beef'));
    expect([nobody.status, nobody.body.code]).toEqual([404, 'not_found']);
  });

  it.each([[quotaOf(0)], [quotaOf(1.5)], [{ requests_per_minute: 5 }], [{ ...quotaOf(1), x: 1 }]])(
    '400: %j',
    async (quota) => {
      const tenant = await server.createTenant();
      expect((await put(tenantPath(tenant.id), quota)).status).toBe(400);
    },
  );
});

describe('PUT /api/v1/api-keys/{api_key_id}/quota', () => {
  const make = async (key: string) =>
    (await server.post('/api/v1/api-keys', { name: 'k', role: 'developer' }, { key })).body;

  it('200: holds for the key and its tokens, is shown, and goes on to its successor', async () => {
    const tenant = await server.createTenant();
    const { key, api_key: made } = await make(tenant.key);
    expect(made.quota).toEqual(quotaOf(null));
    const path = `/api/v1/api-keys/${made.api_key_id}`;
    const answer = await put(`${path}/quota`, quotaOf(5, 7), tenant.key);
    expect([answer.status, answer.body.quota]).toEqual([200, quotaOf(5, 7)]);
    expect(await policy(key)).toMatch(/^"default";q=5;.*"content";q=7340032;/);
    const { body } = await server.post('/api/v1/tokens', {}, { key });
    const asked = [];
    for (let count = 0; count < 4; count++) {
      asked.push((await server.get('/api/v1/model/status', { key: body.access_token })).status);
    }
    expect(asked).toEqual([200, 200, 200, 429]);
    const rotated = await server.post(`${path}/rotate`, {}, { key: tenant.key });
    expect(rotated.body.api_key.quota).toEqual(quotaOf(5, 7));
    expect(await policy(rotated.body.key)).toMatch(/^"default";q=5;/);
    expect((await server.get(path, { key: tenant.key })).body.quota).toEqual(quotaOf(5, 7));
  });

  it('403 and 404: not by whoever has only their own keys, and not for keys of another tenant or the bootstrap key', async () => {
    const [tenant, other] = [await server.createTenant(), await server.createTenant()];
    const developer = await server.createKey(tenant.id, 'developer');
    const { api_key: own } = await make(developer);
    expect((await put(`/api/v1/api-keys/${own.api_key_id}/quota`, quotaOf(9), developer)).status).toBe(403);
    expect((await put(`/api/v1/api-keys/${own.api_key_id}/quota`, quotaOf(9), other.key)).status).toBe(404);
    const admin = await server.createKey(tenant.id, 'admin');
    const { items } = (await server.get('/api/v1/api-keys', { key: tenant.key })).body;
    const owners = items.find(({ role }: { role: string }) => role === 'owner');
    expect((await put(`/api/v1/api-keys/${owners.api_key_id}/quota`, quotaOf(9), admin)).status).toBe(403);
  });
});
