import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { AuditLogPage } from '../../contract/index.ts';
import { appendAuditEvent } from '../../database-service/index.ts';

let server: TestServer;
let tenant: { readonly id: string; readonly key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
  for (const actor of ['ann', 'bob', 'ann']) {
    const event = { action: 'preferences.changed', actor, target: 'tenant', details: { count: 2, forced: true } };
    await server.database.asTenant(tenant.id, (tx) => appendAuditEvent(tx, event));
  }
});
afterAll(() => server.close());

const listed = async (query: string): Promise<number[]> => {
  const { body } = await server.get(`/api/v1/audit-log${query}`, { key: tenant.key });
  return body.items.map(({ seq }: { seq: number }) => seq);
};

it('200: newest first, beginning with the tenant and its first key', async () => {
  const { status, body } = await server.get('/api/v1/audit-log', { key: tenant.key });
  expect(status).toBe(200);
  expect(Compile(AuditLogPage).Check(body)).toBe(true);
  expect(body.items.map(({ seq, action }: { seq: number; action: string }) => [seq, action])).toEqual([
    [5, 'preferences.changed'],
    [4, 'preferences.changed'],
    [3, 'preferences.changed'],
    [2, 'api-key.created'],
    [1, 'tenant.created'],
  ]);
  expect(body.items[0]).toMatchObject({ actor: 'ann', target: 'tenant', details: { count: 2, forced: true } });
});

it('200: filtered', async () => {
  expect(await listed('?actor=ann')).toEqual([5, 3]);
  expect(await listed('?action=api-key.created')).toEqual([2]);
  expect(await listed('?action=preferences.*&actor=bob')).toEqual([4]);
  expect(await listed(`?target=${tenant.id}`)).toEqual([1]);
  expect(await listed('?since=2999-01-01')).toEqual([]);
  expect(await listed('?until=2999-01-01')).toHaveLength(5);
});

it('200: in pages that follow each other', async () => {
  const { body } = await server.get('/api/v1/audit-log?limit=3', { key: tenant.key });
  expect(body.items).toHaveLength(3);
  expect(await listed(`?limit=3&cursor=${body.next_cursor}`)).toEqual([2, 1]);
});

it("200: the platform's own log says who made a tenant, the tenant's does not", async () => {
  const { body } = await server.get(`/api/v1/audit-log?target=${tenant.id}`);
  expect(body.items).toMatchObject([{ action: 'tenant.created', actor: expect.any(String) }]);
  const own = await server.get(`/api/v1/audit-log?target=${tenant.id}`, { key: tenant.key });
  expect(own.body.items).toMatchObject([{ action: 'tenant.created', actor: null }]);
});

it.each(['?limit=0', '?cursor=nothing', '?since=yesterday', '?colour=red'])('400: %s', async (query) => {
  const { status, body } = await server.get(`/api/v1/audit-log${query}`);
  expect([status, body.errors[0].path]).toEqual([400, `/${query.slice(1, query.indexOf('='))}`]);
});

it('403: for a developer', async () => {
  const key = await server.createKey(tenant.id, 'developer');
  expect((await server.get('/api/v1/audit-log', { key })).body.code).toBe('forbidden');
});
