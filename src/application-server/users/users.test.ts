import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
let tenant: { id: string; key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
});
afterAll(() => server.close());

let count = 0;
const person = (role: string, more: object = {}) => ({ email: `p${++count}@example.org`, name: 'P', role, ...more });
const create = (body: object, key = tenant.key) => server.post('/api/v1/users', body, { key });
const change = (id: string, body: object, key = tenant.key) =>
  server.send('PATCH', `/api/v1/users/${id}`, {
    key,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const remove = (id: string, key = tenant.key) => server.send('DELETE', `/api/v1/users/${id}`, { key });

/** A key of the user, as the user would make it: here through a service account or by the owner's right hand. */
async function keyOf(role: 'owner' | 'admin' | 'reviewer' | 'developer', tenantId = tenant.id) {
  return await server.createKey(tenantId, role);
}

describe('POST /api/v1/users', () => {
  it('201: makes persons and service accounts, and the list shows them', async () => {
    const made = await create(person('developer', { email: 'Ada@Example.org', name: 'Ada' }));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: 'person', email: 'ada@example.org', role: 'developer', state: 'active' });
    expect(made.headers.get('location')).toBe(`/api/v1/users/${made.body.user_id}`);
    const robot = await create({ kind: 'service', name: 'CI', role: 'service' });
    expect(robot.body).toMatchObject({ kind: 'service', email: null, role: 'service', has_password: false });
    const found = await server.get(`/api/v1/users/${made.body.user_id}`, tenant);
    expect(found.body).toEqual(made.body);
    const { body } = await server.get('/api/v1/users?kind=service', tenant);
    expect(body.items.map((user: { name: string }) => user.name)).toEqual(['CI']);
  });

  it('200: pages through them', async () => {
    const { key, id } = await server.createTenant();
    for (let index = 0; index < 3; index++) await create(person('developer'), key);
    const first = await server.get('/api/v1/users?limit=2', { key });
    const second = await server.get(`/api/v1/users?limit=2&cursor=${first.body.next_cursor}`, { key });
    expect([first.body.items.length, second.body.items.length, second.body.next_cursor]).toEqual([2, 1, null]);
    expect(id).not.toBe(tenant.id);
  });

  it.each([
    [{ name: 'x', role: 'developer' }, '/email'],
    [{ kind: 'service', name: 'x', role: 'owner' }, '/role'],
    [{ email: 'a@b', name: 'x', role: 'service' }, '/role'],
    [{ email: 'a@b', name: 'x', role: 'developer', issuer: 'https://idp' }, '/subject'],
    [{ kind: 'service', email: 'a@b', name: 'x', role: 'service' }, '/email'],
    [{ email: 'no address', name: 'x', role: 'developer' }, '/email'],
  ])('400: %o', async (body, path) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('403: nobody gives more than they hold', async () => {
    const admin = await keyOf('admin');
    expect((await create(person('admin'), admin)).status).toBe(201);
    expect((await create(person('owner'), admin)).body.code).toBe('beyond_own_rights');
    expect((await create(person('developer'), await keyOf('reviewer'))).body.code).toBe('forbidden');
  });

  it('409: an e-mail address is one user, in any case', async () => {
    await create(person('developer', { email: 'twice@example.org' }));
    expect((await create(person('developer', { email: 'TWICE@example.org' }))).body.code).toBe('already_exists');
    const other = await server.createTenant();
    expect((await create(person('developer', { email: 'twice@example.org' }), other.key)).status).toBe(201);
  });
});

describe('PATCH and DELETE /api/v1/users/{user_id}', () => {
  it('200: changes a role, and audits it', async () => {
    const { body: user } = await create(person('developer'));
    const { body } = await change(user.user_id, { role: 'reviewer', name: 'Grace' });
    expect(body).toMatchObject({ role: 'reviewer', name: 'Grace' });
    const events = await server.get(`/api/v1/audit-log?target=${user.user_id}`, tenant);
    expect(events.body.items.map((event: { action: string }) => event.action)).toEqual([
      'user.renamed',
      'user.role-changed',
      'user.created',
    ]);
    expect(events.body.items[1].details).toEqual({ from: 'developer', to: 'reviewer' });
  });

  it('403: an admin touches no owner', async () => {
    const { body: owner } = await create(person('owner'));
    const admin = await keyOf('admin');
    for (const answer of [
      await change(owner.user_id, { state: 'disabled' }, admin),
      await remove(owner.user_id, admin),
    ]) {
      expect(answer.body.code).toBe('beyond_own_rights');
    }
    const { body: developer } = await create(person('developer'));
    expect((await change(developer.user_id, { role: 'owner' }, admin)).body.code).toBe('beyond_own_rights');
  });

  it('409: the last owner stays, also when two owners go at once', async () => {
    const { key } = await server.createTenant();
    const owners = [
      (await create(person('owner'), key)).body.user_id,
      (await create(person('owner'), key)).body.user_id,
    ];
    const answers = await Promise.all(owners.map((id) => change(id, { role: 'admin' }, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body } = await server.get('/api/v1/users', { key });
    const [last] = body.items.filter((user: { role: string }) => user.role === 'owner');
    for (const answer of [
      await change(last.user_id, { role: 'admin' }, key),
      await change(last.user_id, { state: 'disabled' }, key),
      await remove(last.user_id, key),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'last_owner']);
    }
    expect((await change(last.user_id, { name: 'Still here' }, key)).status).toBe(200);
  });

  it('404: for another tenant and for what is no id', async () => {
    const { body: user } = await create(person('developer'));
    const other = await server.createTenant();
    for (const id of [user.user_id, 'x']) {
      expect((await server.get(`/api/v1/users/${id}`, other)).status).toBe(404);
      expect((await change(id, { name: 'y' }, other.key)).status).toBe(404);
      expect((await remove(id, other.key)).status).toBe(404);
    }
    expect((await remove(user.user_id)).status).toBe(204);
    expect((await server.get(`/api/v1/users/${user.user_id}`, tenant)).status).toBe(404);
  });
});

describe('GET /api/v1/users/me', () => {
  it('200: tells a key without a user what it may do', async () => {
    const { body } = await server.get('/api/v1/users/me', { key: await keyOf('reviewer') });
    expect(body).toMatchObject({ tenant_id: tenant.id, user: null, role: 'reviewer', project: null });
    expect(body.actions).toContain('feedback:dismiss-high');
    expect(body.actions).not.toContain('users:manage');
  });
});
