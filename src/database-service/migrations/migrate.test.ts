import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../index.ts';
import { forEachBackend } from '../testing/for-each-backend.ts';
import { sampleTenant } from '../testing/samples.ts';

/** Tables that hold nothing of a tenant. */
const SHARED_TABLES = ['schema_migrations'];
/** The indexes that tenant_id does not lead: in one the tenant is looked up, in the other the next message of any tenant. */
const LOOK_UP_INDEXES = ['api_keys_by_hash', 'queue_messages_due'];

forEachBackend((backend) => {
  const query = async <Row>(database: Database, text: string): Promise<Row[]> => {
    const tenant = await sampleTenant(database);
    const { rows } = await database.asTenant(tenant, (tx) => sql<Row>`${sql.raw(text)}`.execute(tx));
    return rows;
  };

  it('puts tenant_id at the head of every primary key, unique constraint and index', async () => {
    const rows = await query<{ table: string; index: string; first: string }>(
      backend.database(),
      `select c.relname as table, i.relname as index, a.attname as first
       from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
       where c.relnamespace = 'public'::regnamespace`,
    );
    const odd = rows.filter(({ table, first }) => first !== 'tenant_id' && !SHARED_TABLES.includes(table));
    expect(rows.length).toBeGreaterThan(10);
    expect(odd.map(({ index }) => index).sort()).toEqual(LOOK_UP_INDEXES);
  });

  it('carries tenant_id in every foreign key, on both sides and in the same place', async () => {
    const rows = await query<{ name: string; from: string; to: string }>(
      backend.database(),
      `select conname as name, a.attname as from, b.attname as to from pg_constraint
       join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
       join pg_attribute b on b.attrelid = confrelid and b.attnum = confkey[1]
       where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ from, to }) => from !== 'tenant_id' || to !== 'tenant_id')).toEqual([]);
  });

  it('forces row-level security, with a policy, on every table of tenants', async () => {
    const rows = await query<{ table: string; safe: boolean }>(
      backend.database(),
      `select relname as table, relrowsecurity and relforcerowsecurity
         and exists (select from pg_policy where polrelid = c.oid and polname = 'tenant_isolation') as safe
       from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    expect(rows.filter(({ table, safe }) => !safe && !SHARED_TABLES.includes(table))).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  it('has few SECURITY DEFINER functions, each with a pinned search_path', async () => {
    const rows = await query<{ name: string; pinned: boolean }>(
      backend.database(),
      `select proname as name, coalesce(array_to_string(proconfig, ' ') like '%search_path=%', false) as pinned
       from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by proname`,
    );
    expect(rows).toEqual([
      { name: 'drop_empty_partitions', pinned: true },
      { name: 'find_api_key', pinned: true },
      { name: 'list_audit_chains', pinned: true },
      { name: 'list_due_webhook_tenants', pinned: true },
      { name: 'list_queue_messages', pinned: true },
      { name: 'list_stalled_scan_tenants', pinned: true },
      { name: 'list_tenant_ids', pinned: true },
      { name: 'make_partitions', pinned: true },
      { name: 'queue_figures', pinned: true },
    ]);
  });

  it('keeps times with a time zone and milliseconds', async () => {
    const rows = await query<{ table: string; column: string; type: string }>(
      backend.database(),
      `select c.relname as table, attname as column, format_type(atttypid, atttypmod) as type
       from pg_attribute join pg_class c on c.oid = attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and attname like '%\\_at' and attnum > 0`,
    );
    const odd = rows.filter(
      ({ table, type }) => type !== 'timestamp(3) with time zone' && !SHARED_TABLES.includes(table),
    );
    expect(odd).toEqual([]);
  });

  if (backend.name === 'server') {
    it('refuses a database that a newer Assay has migrated', async () => {
      const client = new Client({ connectionString: backend.url() ?? '' });
      await client.connect();
      await client.query("insert into schema_migrations (name) values ('999-from-the-future')");
      const opening = openDatabase({ url: backend.url(), dataDirectory: backend.dataDirectory() });
      await expect(opening).rejects.toMatchObject({ code: 'invalid_configuration', detail: /newer Assay.*999/ });
      await client.query("delete from schema_migrations where name like '999%'");
      await client.end();
    });
  }

  // Last, since it closes the embedded database.
  it('runs once, however often and by however many the database is opened', async () => {
    const tenant = await sampleTenant(backend.database());
    const options = { url: backend.url(), dataDirectory: backend.dataDirectory() };
    if (backend.name === 'embedded') await backend.database().close();
    const count = backend.name === 'embedded' ? 1 : 4;
    const opened = await Promise.all(Array.from({ length: count }, () => openDatabase(options)));
    const { rows } = await (opened[0] as Database).asTenant(tenant, (tx) => sql`select name from tenants`.execute(tx));
    await Promise.all(opened.map((database) => database.close()));
    expect(rows).toEqual([{ name: 'sample' }]);
  });
});
