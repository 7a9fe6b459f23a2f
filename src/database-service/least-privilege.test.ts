// A server with two logins: the owner's for migrations, the application's that may nothing but work for one tenant.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { type Database, findApiKeyByHash, listAnalyses, openDatabase, saveAnalysis } from './index.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from './testing/samples.ts';

const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;

describe.skipIf(postgresqlMissing !== null)(`a login without rights of its own${skipped}`, () => {
  let server: PostgresqlServer;
  let dataDirectory = '';
  let ownerUrl = '';
  let url = '';
  let database: Database;
  let left = '';
  let right = '';
  const asOwner = async (statement: string) => {
    const client = new Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  beforeAll(async () => {
    server = await startPostgresql();
    dataDirectory = await mkdtemp(join(tmpdir(), 'assay-login-'));
    ownerUrl = await server.createDatabase();
    await asOwner('create role assay_login login; create schema secrets; create table secrets.plan (line text)');
    url = ownerUrl.replace(/\/\/[^@]+@/, '//assay_login@');
    database = await openDatabase({ url, ownerUrl, dataDirectory });
    [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    for (const tenant of [left, right]) {
      await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
    }
  });
  afterAll(async () => {
    await database?.close();
    await server?.remove();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('works: it saves, lists, looks keys up, walks over tenants, makes partitions, and is backed up by the owner', async () => {
    expect((await database.asTenant(left, (tx) => listAnalyses(tx, {}))).analyses.length).toBe(1);
    expect(await findApiKeyByHash(database, Buffer.alloc(32))).toBeNull();
    expect(await database.listTenantIds(null, 10)).toEqual([left, right]);
    await database.asTenant(left, (tx) => sql`select make_partitions(4)`.execute(tx));
    const { tables } = await database.dump(() => {});
    expect(tables.find(({ name }) => name === 'analyses')?.rows).toBe(2);
    await (await openDatabase({ url, ownerUrl, dataDirectory })).close();
  });

  it.each([
    ['create table mine (x int)', /permission denied/],
    [
      'create temp table mine (x int); create function f() returns int language sql as $$ select 1 $$',
      /permission denied/,
    ],
    ['create schema mine', /permission denied/],
    ['select * from secrets.plan', /permission denied/],
    ['select * from schema_migrations', /permission denied/],
    ['insert into schema_migrations (name) values ($$x$$)', /permission denied/],
    ['alter table analyses disable row level security', /must be owner/],
    ['alter table analyses no force row level security', /must be owner/],
    ['drop policy tenant_isolation on analyses', /must be owner/],
    ['create policy all_of_it on analyses using (true)', /must be owner/],
    ['drop table issues', /must be owner/],
    ['truncate analyses', /permission denied/],
    ['set row_security = off; select * from analyses', /row-level security/],
    ['set local role assay_owner', /permission denied/],
    ['reset role; set role assay_owner', /permission denied/],
    ['set session authorization assay_owner', /permission denied/],
    ['copy analyses to program $$cat$$', /must be superuser|permission denied/],
    ['select pg_read_file($$postgresql.conf$$)', /permission denied/],
    ['grant assay_owner to assay_login', /permission denied|admin option/],
    ['delete from audit_chains', /permission denied/],
    [`update analyses set tenant_id = '00000000-0000-7000-8000-000000000001'`, /row-level security/],
    [
      `insert into knowledge (tenant_id, version) values ('00000000-0000-7000-8000-000000000001', 1)`,
      /row-level security/,
    ],
  ])('may not: %s', async (statement, refusal) => {
    const running = database.asTenant(left, (tx) => sql`${sql.raw(statement)}`.execute(tx));
    await expect(running).rejects.toThrow(refusal);
  });

  it.each([
    'select tenant_id from analyses union select tenant_id from issues union select tenant_id from tenants',
    'reset role; select tenant_id from analyses',
    'reset role; select set_config($$app.whole$$, $$on$$, true); select tenant_id from analyses',
    'select set_config($$app.whole$$, $$on$$, true); select tenant_id from tenants',
    'select set_config($$app.lookup$$, $$tenant-ids$$, true); select tenant_id from tenants',
    'select tenant_id from analyses where true or tenant_id is null',
  ])('sees nothing of another tenant: %s', async (statement) => {
    const result = await database.asTenant(left, (tx) => sql`${sql.raw(statement)}`.execute(tx));
    const results = (Array.isArray(result) ? result : [result]) as { rows?: { tenant_id?: string }[] }[];
    const seen = results.flatMap(({ rows }) => (rows ?? []).map(({ tenant_id }) => tenant_id));
    expect(seen).not.toContain(right);
  });

  it('is refused when it may too much', async () => {
    for (const [change, undo, sentence] of [
      [
        'alter schema public owner to assay_owner; grant create on schema public to assay_login',
        'revoke create on schema public from assay_login',
        /may create tables/,
      ],
      ['alter role assay_login createrole', 'alter role assay_login nocreaterole', /may make roles/],
    ] as const) {
      await server.asSuperuser(change, new URL(ownerUrl).pathname.slice(1));
      await expect(openDatabase({ url, ownerUrl, dataDirectory })).rejects.toMatchObject({
        code: 'invalid_configuration',
        detail: expect.stringMatching(sentence),
      });
      await server.asSuperuser(undo, new URL(ownerUrl).pathname.slice(1));
    }
  });

  it('gives a statement up that waits for a lock, and one that runs too long', async () => {
    const short = await openDatabase({
      url,
      ownerUrl,
      dataDirectory,
      lockTimeoutMs: 50,
      statementTimeoutMs: 3000,
      poolSize: 3,
    });
    try {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let locked = () => {};
      const isLocked = new Promise<void>((resolve) => {
        locked = resolve;
      });
      const holding = database.asTenant(left, async (tx) => {
        await sql`select 1 from tenants for update`.execute(tx);
        locked();
        await held;
      });
      await isLocked;
      const waiting = short.asTenant(left, (tx) => sql`update tenants set name = 'x'`.execute(tx));
      await expect(waiting).rejects.toMatchObject({ code: 'storage_unavailable' });
      release();
      await holding;
      const slow = short.asTenant(left, (tx) => sql`select pg_sleep(60)`.execute(tx));
      await expect(slow).rejects.toMatchObject({ code: 'storage_unavailable' });
    } finally {
      await short.close();
    }
  });
});
