// What Citus asks of the tables, checked in the catalogue: it can spread them as they are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { distributeTables, distributionStatements } from './distribution.ts';
import { openDatabase } from './index.ts';

const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;

describe.skipIf(postgresqlMissing !== null)(`the tables, for Citus${skipped}`, () => {
  let server: PostgresqlServer;
  let client: Client;
  let url = '';
  let dataDirectory = '';
  const rows = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text)).rows;
  beforeAll(async () => {
    server = await startPostgresql();
    url = await server.createDatabase();
    dataDirectory = await mkdtemp(join(tmpdir(), 'assay-citus-'));
    await (await openDatabase({ url, dataDirectory })).close();
    client = new Client({ connectionString: url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.remove();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('have tenant_id in every primary key, unique index and foreign key, at the same place on both sides', async () => {
    const keys = await rows<{ name: string; has: boolean }>(`
      select i.relname as name, exists (select from unnest(x.indkey::int2[]) as part(number)
        join pg_attribute on attrelid = x.indrelid and attnum = number where attname = 'tenant_id') as has
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
      where (x.indisprimary or x.indisunique) and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'`);
    expect(keys.length).toBeGreaterThan(15);
    expect(keys.filter(({ has }) => !has)).toEqual([]);
    const references = await rows<{ name: string; has: boolean }>(`
      select conname as name, exists (select from unnest(conkey, confkey) as part(source, target)
        join pg_attribute a on a.attrelid = conrelid and a.attnum = source and a.attname = 'tenant_id'
        join pg_attribute b on b.attrelid = confrelid and b.attnum = target and b.attname = 'tenant_id') as has
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter(({ has }) => !has)).toEqual([]);
  });

  it('have neither sequences nor exclusion constraints, nor rules', async () => {
    expect(
      await rows(`select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`),
    ).toEqual([]);
    expect(await rows(`select conname from pg_constraint where contype = 'x'`)).toEqual([]);
    expect(await rows(`select rulename from pg_rules where schemaname = 'public'`)).toEqual([]);
  });

  it('use no volatile function in policies, defaults, generated columns, checks or indexes', async () => {
    const volatile = await rows<{ place: string; function: string }>(`
      with expressions as (
        select polname::text as place, coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '') as text
          from pg_policy
        union all select adrelid::regclass::text, pg_get_expr(adbin, adrelid) from pg_attrdef
        union all select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace
        union all select indexrelid::regclass::text, coalesce(pg_get_expr(indexprs, indrelid), '') || coalesce(pg_get_expr(indpred, indrelid), '')
          from pg_index)
      select distinct place, name[1] as function from expressions, regexp_matches(text, '([a-z_]+)\\(', 'g') as name
      join pg_proc on proname = name[1] and provolatile = 'v'`);
    expect(volatile).toEqual([]);
  });

  it('call only trigger functions that look at their own row, so that each server can run them', async () => {
    const functions = await rows<{ name: string; source: string }>(`
      select distinct proname as name, prosrc as source from pg_trigger join pg_proc p on p.oid = tgfoid
      where not tgisinternal and p.pronamespace = 'public'::regnamespace`);
    expect(functions.length).toBeGreaterThan(0);
    for (const { name, source } of functions)
      expect(source, name).not.toMatch(/\b(select|insert|update|delete|perform)\b/i);
  });

  it('are all spread, each once, those that are referred to first', async () => {
    const statements = await distributionStatements({ url, dataDirectory });
    const spread = statements.flatMap((statement) => /create_distributed_table\('"(\w+)"'/.exec(statement)?.[1] ?? []);
    const tables = await rows<{ name: string }>(`
      select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
      and relnamespace = 'public'::regnamespace and relname <> 'schema_migrations'`);
    expect([...spread].sort()).toEqual(tables.map(({ name }) => name).sort());
    for (const [one, other] of [
      ['tenants', 'tenant_keys'],
      ['tenant_keys', 'code_objects'],
      ['code_objects', 'analyses'],
      ['analyses', 'issues'],
    ]) {
      expect(spread.indexOf(one ?? '')).toBeLessThan(spread.indexOf(other ?? ''));
    }
  });

  it('are not spread where there is no Citus', async () => {
    await expect(distributeTables({ url, dataDirectory })).rejects.toMatchObject({ code: 'invalid_configuration' });
    const embedded = distributionStatements({ url: null, dataDirectory });
    await expect(embedded).rejects.toMatchObject({ code: 'invalid_configuration' });
  });
});
