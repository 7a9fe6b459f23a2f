import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPerson, openBrowser, type Person } from '../../../tests/server/browser.ts';
import { type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { listAuditEvents } from '../../database-service/index.ts';

const CODE = 'import os\nos.system("rm " + input())  # über\n';
let server: TestServer;
let tenant: { readonly id: string; readonly key: string };
let other: { readonly id: string; readonly key: string };
let person: Person;
let colleague: Person;

beforeAll(async () => {
  server = await startTestServer();
  [tenant, other] = [await server.createTenant('Exporting'), await server.createTenant('Elsewhere')];
  for (const { id, key } of [tenant, other]) {
    const { body } = await server.post(
      '/api/v1/analyze',
      { code: CODE, context: { store: 'full', path: 'a.py' } },
      { key },
    );
    const feedback = { issue_id: body.issues[0].id, verdict: 'true_positive', comment: `seen by ${id}` };
    await server.post('/api/v1/feedback', { analysis_id: body.analysis_id, feedback }, { key });
  }
  [person, colleague] = [await createPerson(server, tenant), await createPerson(server, tenant)];
});
afterAll(() => server?.close());

const exportOf = async (path: string, key: string) => read(await server.send('POST', path, { key }));
function read({ status, text }: { status: number; text: string }) {
  expect(status).toBe(200);
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.slice(0, -1).split('\n');
  const values: Json[] = lines.map((line) => JSON.parse(line));
  const [manifest, summary] = [values[0], values.at(-1)];
  for (const { name, rows, sha256 } of summary.tables) {
    const own = lines.filter((_, index) => values[index].kind === 'row' && values[index].table === name);
    const digest = createHash('sha256')
      .update(own.map((line) => `${line}\n`).join(''))
      .digest('hex');
    expect([name, own.length, digest]).toEqual([name, rows, sha256]);
  }
  const of = (table: string) => values.filter((value) => value.table === table).map(({ row }) => row);
  return { manifest, tables: summary.tables.map(({ name }: Json) => name), of, text };
}

it('200: a tenant with everything that is kept of it, code in the clear, and nothing of another', async () => {
  const found = await exportOf(`/api/v1/tenants/${tenant.id}/export`, tenant.key);
  expect(found.manifest).toMatchObject({ kind: 'manifest', format: 1, tenant_id: tenant.id, user_id: null });
  const [analysis] = found.of('analyses');
  expect(found.of('code')).toEqual([expect.objectContaining({ address: analysis.code_address, code: CODE })]);
  expect(found.of('issues').length).toBeGreaterThan(0);
  expect(found.of('feedback')[0].comment).toBe(`seen by ${tenant.id}`);
  expect(found.of('users')).toHaveLength(2);
  expect(found.text).not.toContain(other.id);
  expect(found.text).not.toContain(`seen by ${other.id}`);
  const { events } = await server.database.asTenant(tenant.id, (tx) =>
    listAuditEvents(tx, { action: 'data.exported' }),
  );
  expect(events[0]?.payload).toMatchObject({ target: tenant.id, details: { kind: 'tenant', by: 'user' } });
});

it('200: with every table that has rows of the tenant, but for those that are left out for a reason', async () => {
  const found = await exportOf(`/api/v1/tenants/${tenant.id}/export`, tenant.key);
  const { rows } = await server.database.asTenant(tenant.id, (tx) =>
    sql<{ name: string }>`select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relkind in ('r', 'p') and not c.relispartition and has_table_privilege(c.oid, 'insert')`.execute(tx),
  );
  const missing = rows.map(({ name }) => name).filter((name) => !found.tables.includes(name));
  expect(missing.sort()).toEqual([
    'code_objects',
    'defect_words',
    'idempotency_records',
    'login_failures',
    'maintenance_jobs',
    'password_tokens',
    'signing_keys',
    'tenant_keys',
  ]);
});

it('200: without a secret: no hash of a key, session or password, no sealed bytes', async () => {
  const { text } = await exportOf(`/api/v1/tenants/${tenant.id}/export`, tenant.key);
  expect(text).toContain('"prefix"');
  expect(text).not.toMatch(/argon2|key_hash|secret_hash|token_hash|wrapped_key|ciphertext|password_hash/);
});

it('200: pages of many rows come whole and in order', async () => {
  const many = await server.createTenant('Many');
  await server.database.asTenant(many.id, (tx) =>
    sql`insert into projects (project_id, slug, name)
      select gen_random_uuid(), 'p' || n, repeat('x', 3000) from generate_series(1, 1500) n`.execute(tx),
  );
  const found = await exportOf(`/api/v1/tenants/${many.id}/export`, many.key);
  expect(new Set(found.of('projects').map(({ slug }: Json) => slug)).size).toBe(1500);
});

it('200: a person with what is about them, and nothing of a colleague', async () => {
  const browser = openBrowser(server);
  await browser.logIn(person.email, person.password, tenant.id);
  await browser.send('POST', '/api/v1/api-keys', { name: 'of mine' });
  await browser.send('PATCH', '/api/v1/preferences?scope=user', { minimum_severity: 'high' });
  const found = read(await browser.send('POST', '/api/v1/users/me/export'));
  expect(found.manifest).toMatchObject({ tenant_id: tenant.id, user_id: person.id });
  expect(found.tables).toEqual([
    'api_keys',
    'audit_events',
    'feedback',
    'judgements',
    'preferences',
    'sessions',
    'suggestion_outcomes',
    'users',
  ]);
  expect(found.of('users')).toEqual([expect.objectContaining({ user_id: person.id, email: person.email })]);
  expect(found.of('api_keys').map(({ name }: Json) => name)).toEqual(['of mine']);
  expect(found.of('sessions').length).toBeGreaterThan(0);
  expect(found.of('audit_events').map(({ action }: Json) => action)).toContain('data.exported');
  expect(found.text).not.toContain(colleague.id);
  expect(found.text).not.toContain('secret_hash');
});

it('403 and 404: not for developers, not of another tenant, not for a key that is nobody’s', async () => {
  const developer = await server.createKey(tenant.id, 'developer');
  const post = async (path: string, key: string) => (await server.send('POST', path, { key })).status;
  expect(await post(`/api/v1/tenants/${tenant.id}/export`, developer)).toBe(403);
  expect(await post(`/api/v1/tenants/${other.id}/export`, tenant.key)).toBe(404);
  expect(await post('/api/v1/tenants/01900000-0000-7000-8000-00000000ffff/export', tenant.key)).toBe(404);
  expect(await post('/api/v1/users/me/export', developer)).toBe(404);
});

it('200: for the operator, which the tenant sees in its log', async () => {
  const response = await server.send('POST', `/api/v1/tenants/${other.id}/export`);
  expect(response.status).toBe(200);
  const { events } = await server.database.asTenant(other.id, (tx) => listAuditEvents(tx, { action: 'data.exported' }));
  expect(events[0]?.payload).toMatchObject({ actor: null, details: { by: 'operator' } });
});
