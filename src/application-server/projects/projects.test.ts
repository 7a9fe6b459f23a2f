import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
let tenant: { id: string; key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const create = (body: object, key = tenant.key) => server.post('/api/v1/projects', body, { key });

describe('/api/v1/projects', () => {
  it('201, 200, 204: a project from its making to its end', async () => {
    const made = await create({ slug: 'shop', name: 'The shop' });
    expect(made.status).toBe(201);
    const path = `/api/v1/projects/${made.body.project_id}`;
    expect(made.headers.get('location')).toBe(path);
    const changed = await server.send('PATCH', path, { ...tenant, headers: json, body: '{"description":"sells"}' });
    expect(changed.body).toEqual({ ...made.body, description: 'sells' });
    expect((await server.get(path, tenant)).body).toEqual(changed.body);
    expect((await server.get('/api/v1/projects', tenant)).body.items).toEqual([changed.body]);
    expect((await server.send('DELETE', path, tenant)).status).toBe(204);
    expect((await server.get(path, tenant)).status).toBe(404);
    const { body } = await server.get(`/api/v1/audit-log?target=${made.body.project_id}`, tenant);
    const actions = body.items.map((event: { action: string }) => event.action);
    expect(actions).toEqual(['project.deleted', 'project.changed', 'project.created']);
  });

  it('400: for a slug that does not fit', async () => {
    for (const slug of ['', 'Shop', '-x', 'a b', 'x'.repeat(101)]) {
      expect((await create({ slug, name: 'x' })).status).toBe(400);
    }
  });

  it('409: a slug is one project of a tenant', async () => {
    await create({ slug: 'twice', name: 'x' });
    expect((await create({ slug: 'twice', name: 'y' })).body.code).toBe('already_exists');
    expect((await create({ slug: 'twice', name: 'y' }, (await server.createTenant()).key)).status).toBe(201);
  });

  it('404: for another tenant', async () => {
    const { body } = await create({ slug: 'mine', name: 'x' });
    const other = await server.createTenant();
    const path = `/api/v1/projects/${body.project_id}`;
    expect((await server.get(path, other)).status).toBe(404);
    expect((await server.send('PATCH', path, { ...other, headers: json, body: '{"name":"theirs"}' })).status).toBe(404);
    expect((await server.send('DELETE', path, other)).status).toBe(404);
    expect((await server.get('/api/v1/projects', other)).body.items).toEqual([]);
  });
});
