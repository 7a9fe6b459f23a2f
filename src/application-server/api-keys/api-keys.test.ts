import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOOTSTRAP_KEY, type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { HOME_TENANT_ID } from '../../database-service/index.ts';
import { parseApiKey } from '../../security/index.ts';

let server: TestServer;
let tenant: { id: string; key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const create = (body: object, key = tenant.key) => server.post('/api/v1/api-keys', { name: 'k', ...body }, { key });
const revoke = (id: string, key = tenant.key) => server.send('DELETE', `/api/v1/api-keys/${id}`, { key });
const rotate = (id: string, body: object = {}, key = tenant.key) =>
  server.post(`/api/v1/api-keys/${id}/rotate`, body, { key });
const works = async (key: string) => (await server.get('/api/v1/model/status', { key })).status === 200;
const own = async (key: string): Promise<string> => (await server.get('/api/v1/users/me', { key })).body.credential.id;

async function serviceAccount(role = 'service') {
  const { body } = await server.post('/api/v1/users', { kind: 'service', name: 'CI', role }, tenant);
  const { body: made } = await create({ user_id: body.user_id });
  return { id: body.user_id as string, key: made.key as string, keyId: made.api_key.api_key_id as string };
}

describe('POST /api/v1/api-keys', () => {
  it('201: a key that works at once and is shown this once', async () => {
    const { status, headers, body } = await create({ role: 'reviewer', name: 'Laptop' });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(parseApiKey(body.key)?.environment).toBe('live');
    expect(body.api_key).toMatchObject({
      name: 'Laptop',
      role: 'reviewer',
      scopes: [],
      created_by: await own(tenant.key),
    });
    expect(await works(body.key)).toBe(true);
    const list = await server.get('/api/v1/api-keys', tenant);
    expect(list.text).not.toContain(body.key);
    expect(list.body.items[0]).toMatchObject({ api_key_id: body.api_key.api_key_id, prefix: body.key.slice(0, 13) });
  });

  it('201: scoped, of a service account, and its uses are noted', async () => {
    const robot = await serviceAccount();
    expect(await works(robot.key)).toBe(true);
    const scoped = await create({ user_id: robot.id, scopes: ['analyses:read'] });
    expect(await works(scoped.body.key)).toBe(false);
    expect((await server.get('/api/v1/analyses', { key: scoped.body.key })).status).toBe(200);
    const listed = await server.get(`/api/v1/api-keys?user_id=${robot.id}`, tenant);
    expect(listed.body.items.map((key: Json) => key.user_id)).toEqual([robot.id, robot.id]);
    await expect
      .poll(async () => (await server.get(`/api/v1/api-keys/${robot.keyId}`, tenant)).body.last_used_at)
      .not.toBeNull();
  });

  it('201: restricted to a project, it analyses for that, and works with nothing else', async () => {
    const project = await server.post('/api/v1/projects', { slug: 'shop', name: 'Shop' }, tenant);
    const { body } = await create({ role: 'service', project_id: project.body.project_id });
    const analyze = (context: object) => server.post('/api/v1/analyze', { code: 'x = 1', context }, { key: body.key });
    const done = await analyze({});
    expect(done.status).toBe(200);
    const stored = await server.get(`/api/v1/analyses/${done.body.analysis_id}`, tenant);
    expect(stored.body.project).toBe('shop');
    expect((await analyze({ project: 'shop', path: 'a.py' })).status).toBe(200);
    expect((await analyze({ project: 'bakery' })).body.code).toBe('beyond_own_rights');
    expect((await server.get('/api/v1/issues', { key: body.key })).body.code).toBe('forbidden');
    await server.send('DELETE', `/api/v1/projects/${project.body.project_id}`, tenant);
    expect(await works(body.key)).toBe(false);
  });

  it('200: restricted to a project, it reads and judges the analyses of that, and others are not there', async () => {
    const project = await server.post('/api/v1/projects', { slug: 'mill', name: 'Mill' }, tenant);
    const { key } = (await create({ role: 'reviewer', project_id: project.body.project_id })).body;
    const code = 'import os\nos.system(input())\n';
    const analyze = async (name: string, by: string) =>
      (await server.post('/api/v1/analyze', { code, context: { project: name, store: 'full' } }, { key: by })).body;
    const [own, others] = [await analyze('mill', key), await analyze('harbour', tenant.key)];
    const unnamed = (await server.post('/api/v1/analyze', { code }, tenant)).body;
    expect(new Set([own.analysis_id, others.analysis_id, unnamed.analysis_id]).size).toBe(3);
    const list = async (query: string) => await server.get(`/api/v1/analyses${query}`, { key });
    expect((await list('')).body.items.map((one: Json) => one.analysis_id)).toEqual([own.analysis_id]);
    expect((await list('?project=mill')).body.items).toHaveLength(1);
    expect((await list('?project=harbour')).body.code).toBe('beyond_own_rights');
    const read = await server.get(`/api/v1/analyses/${own.analysis_id}?include=code`, { key });
    expect([read.status, read.body.code]).toEqual([200, code]);
    const judge = async ({ analysis_id, issues }: Json, feedback: object = {}) =>
      await server.post(
        '/api/v1/feedback',
        { analysis_id, feedback: { issue_id: issues[0].id, verdict: 'true_positive', ...feedback } },
        { key },
      );
    expect((await judge(own)).status).toBe(201);
    const missed = { issue_id: undefined, verdict: 'missed', cwe: 'CWE-89', location: own.issues[0].location };
    expect((await judge(own, missed)).status).toBe(201);
    const nowhere = { ...others, analysis_id: '01900000-0000-7000-8000-00000000ffff' };
    const unknown = await judge(nowhere);
    for (const foreign of [others, unnamed]) {
      const answer = await server.get(`/api/v1/analyses/${foreign.analysis_id}?include=code`, { key });
      expect(answer.status).toBe(404);
      const refused = await judge(foreign);
      expect([refused.status, refused.body.detail]).toEqual([404, unknown.body.detail]);
      expect((await judge(foreign, missed)).status).toBe(404);
    }
    const { body } = await server.get(`/api/v1/analyses/${others.analysis_id}`, tenant);
    expect(body.issues[0].state).toBe('new');
  });

  it('403: never wider than its maker', async () => {
    const admin = (await create({ role: 'admin' })).body.key;
    expect((await create({ role: 'owner' }, admin)).body.code).toBe('beyond_own_rights');
    const narrow = (await create({ role: 'owner', scopes: ['keys:own', 'keys:manage', 'analyses:read'] })).body.key;
    expect((await create({ role: 'developer' }, narrow)).body.code).toBe('beyond_own_rights');
    expect((await create({ role: 'owner', scopes: ['users:manage'] }, narrow)).body.code).toBe('beyond_own_rights');
    expect((await create({ role: 'owner', scopes: ['analyses:read'] }, narrow)).status).toBe(201);
    expect((await create({}, narrow)).body.api_key.scopes.sort()).toEqual(['analyses:read', 'keys:manage', 'keys:own']);
    const developer = (await create({ role: 'developer' })).body.key;
    expect((await create({ role: 'service' }, developer)).body.code).toBe('beyond_own_rights');
    expect((await create({ user_id: (await serviceAccount()).id }, developer)).body.code).toBe('beyond_own_rights');
  });

  it('403: never longer than its maker', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const { key } = (await create({ expires_at: soon })).body;
    expect((await create({ expires_at: later }, key)).body.code).toBe('beyond_own_rights');
    expect((await create({}, key)).body.api_key.expires_at).toBe(soon);
    expect((await rotate(await own(key), {}, key)).body.api_key.expires_at).toBe(soon);
  });

  it('400: for scopes that the role does not have, and for times past', async () => {
    expect((await create({ role: 'developer', scopes: ['users:manage'] })).body.errors[0].path).toBe('/scopes/0');
    expect((await create({ scopes: ['tenants:create'] })).status).toBe(400);
    expect((await create({ expires_at: '2020-01-01' })).body.errors[0].path).toBe('/expires_at');
  });

  it('404: for users and projects of another tenant', async () => {
    const other = await server.createTenant();
    const robot = await serviceAccount();
    expect((await create({ user_id: robot.id }, other.key)).status).toBe(404);
    const project = await server.post('/api/v1/projects', { slug: 'x', name: 'X' }, tenant);
    expect((await create({ project_id: project.body.project_id }, other.key)).status).toBe(404);
  });

  it('401: from the moment at which it expires', async () => {
    const { now } = Date;
    const { key } = (await create({ expires_at: new Date(now() + 3_600_000).toISOString() })).body;
    expect(await works(key)).toBe(true);
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    try {
      expect((await server.get('/api/v1/model/status', { key })).status).toBe(401);
    } finally {
      clock.mockRestore();
    }
  });
});

describe('DELETE /api/v1/api-keys/{api_key_id}', () => {
  it('204: at once, and audited', async () => {
    const { key, api_key } = (await create({ role: 'developer' })).body;
    expect(await works(key)).toBe(true);
    expect((await revoke(api_key.api_key_id)).status).toBe(204);
    expect(await works(key)).toBe(false);
    expect((await revoke(api_key.api_key_id)).status).toBe(204);
    const { body } = await server.get(`/api/v1/audit-log?target=${api_key.api_key_id}`, tenant);
    expect(body.items.map((event: Json) => event.action)).toEqual(['api-key.revoked', 'api-key.created']);
  });

  it('403 and 404: not those that the caller could not have made', async () => {
    const owner = (await create({ role: 'owner' })).body.api_key.api_key_id;
    const admin = (await create({ role: 'admin' })).body.key;
    expect((await revoke(owner, admin)).body.code).toBe('beyond_own_rights');
    const developer = (await create({ role: 'developer' })).body.key;
    expect((await revoke(owner, developer)).status).toBe(404);
    expect((await revoke(owner, (await server.createTenant()).key)).status).toBe(404);
    const mine = (await create({ role: 'developer' }, developer)).body.api_key.api_key_id;
    const { body } = await server.get('/api/v1/api-keys', { key: developer });
    expect(body.items.map((key: Json) => key.api_key_id).sort()).toEqual([mine, await own(developer)].sort());
    expect((await revoke(mine, developer)).status).toBe(204);
  });

  it('403: the bootstrap key, by any other', async () => {
    const id = await own(BOOTSTRAP_KEY);
    const owner = await server.createKey(HOME_TENANT_ID, 'owner');
    expect((await revoke(id, owner)).body.code).toBe('beyond_own_rights');
    expect((await rotate(id, {}, owner)).body.code).toBe('beyond_own_rights');
    expect(await works(BOOTSTRAP_KEY)).toBe(true);
  });
});

describe('POST /api/v1/api-keys/{api_key_id}/rotate', () => {
  it('201: both keys work during the overlap, then the new one alone', async () => {
    const old = (await create({ role: 'reviewer', scopes: ['model:read'], environment: 'test' })).body;
    const { status, body } = await rotate(old.api_key.api_key_id, { overlap_seconds: 600 });
    expect(status).toBe(201);
    expect(body.api_key).toMatchObject({ role: 'reviewer', scopes: ['model:read'], expires_at: null });
    expect(body.key).toMatch(/^asy_test_/);
    expect([await works(old.key), await works(body.key)]).toEqual([true, true]);
    const before = await server.get(`/api/v1/api-keys/${old.api_key.api_key_id}`, tenant);
    expect(before.body).toMatchObject({ replaced_by: body.api_key.api_key_id, expires_at: expect.any(String) });
    const last = await rotate(body.api_key.api_key_id, { overlap_seconds: 0 });
    expect([await works(body.key), await works(last.body.key)]).toEqual([false, true]);
    expect((await rotate(body.api_key.api_key_id)).status).toBe(404);
  });

  it('403: a narrow key does not turn into a wide one', async () => {
    const robot = await serviceAccount('admin');
    const narrow = (await create({ user_id: robot.id, role: 'admin', scopes: ['keys:own'] })).body.key;
    expect((await rotate(robot.keyId, {}, narrow)).body.code).toBe('beyond_own_rights');
  });
});

describe('a key of a user', () => {
  const change = (id: string, body: object) =>
    server.send('PATCH', `/api/v1/users/${id}`, { ...tenant, headers: json, body: JSON.stringify(body) });

  it('may no more than the user may now, at once', async () => {
    const robot = await serviceAccount('admin');
    const users = async () => (await server.get('/api/v1/users', { key: robot.key })).status;
    expect(await users()).toBe(200);
    await change(robot.id, { role: 'developer' });
    expect([await users(), await works(robot.key)]).toEqual([403, true]);
    await change(robot.id, { state: 'disabled' });
    expect(await users()).toBe(401);
    await change(robot.id, { state: 'active', role: 'admin' });
    expect(await users()).toBe(200);
    await server.send('DELETE', `/api/v1/users/${robot.id}`, tenant);
    expect(await users()).toBe(401);
  });

  it('judges as the user: a later verdict by another key of the user replaces the earlier', async () => {
    const robot = await serviceAccount('reviewer');
    const second = (await create({ user_id: robot.id })).body.key;
    const code = 'import hashlib\n\ndef digest(data):\n    return hashlib.md5(data).hexdigest()\n';
    const { body: analysis } = await server.post('/api/v1/analyze', { code }, { key: robot.key });
    const judge = (key: string) =>
      server.post(
        '/api/v1/feedback',
        { analysis_id: analysis.analysis_id, feedback: { issue_id: analysis.issues[0].id, verdict: 'wont_fix' } },
        { key },
      );
    const first = await judge(robot.key);
    expect((await judge(second)).body.feedback_id).toBe(first.body.feedback_id);
  });
});
