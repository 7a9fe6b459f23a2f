// Reads a dump into an empty database, in one transaction: everything is there afterwards, or nothing.
import type { ClientBase } from 'pg';
import { AssayError } from '../../errors.ts';
import { applyMigrations, knownMigrations } from '../migrations/migrate.ts';
import { type DumpHeader, type DumpSummary, type DumpTable, damaged, readDump } from './dump-format.ts';
import { listTables, PLAIN_SETTINGS, quote, RowWriter, type StoredTable } from './table-rows.ts';

/** Throws AssayError `restore_refused` for a database that holds something, `backup_damaged` as `readDump` does. */
export async function restoreDump(client: ClientBase, lines: AsyncIterable<string>): Promise<DumpSummary> {
  await client.query('begin');
  try {
    await client.query(PLAIN_SETTINGS);
    await refuseFilled(client);
    const restoring = new Restoring(client);
    const summary = await readDump(lines, restoring);
    await restoring.endTable();
    await checkCounts(client, summary);
    // What was restored is of the age of the backup; now it becomes as new as this Assay.
    await applyMigrations(client);
    await client.query('commit');
    return summary;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Refuses migrations that this Assay does not know, and what the tables cannot be made for. */
export function checkMigrations({ migrations }: DumpHeader): void {
  const known = knownMigrations();
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new AssayError('backup_damaged', {
    detail: `The backup was made by a newer Assay (it has the migration ${unknown.join(', ')}); restore it with that version.`,
  });
}

class Restoring {
  readonly #client: ClientBase;
  #tables: readonly StoredTable[] = [];
  #writer: RowWriter | null = null;

  constructor(client: ClientBase) {
    this.#client = client;
  }

  async header(header: DumpHeader): Promise<void> {
    checkMigrations(header);
    await dropEverything(this.#client);
    // The tables as they were when the backup was made: what came since then is applied to the rows as well.
    await applyMigrations(this.#client, (name) => header.migrations.includes(name));
    this.#tables = await listTables(this.#client);
  }

  async table(table: DumpTable): Promise<void> {
    await this.endTable();
    const stored = this.#tables.find(({ name }) => name === table.name);
    const known = stored?.columns.map(({ name, type }) => `${name} ${type}`) ?? [];
    // Names and types go into SQL: only those that the migrations made.
    const odd = table.columns.find(({ name, type }) => !known.includes(`${name} ${type}`));
    if (stored === undefined || odd !== undefined) {
      throw damaged(`the table ${table.name}: ${odd === undefined ? 'there is none' : `it has no column ${odd.name}`}`);
    }
    this.#writer = new RowWriter(this.#client, table);
  }

  async row(row: readonly (string | null)[]): Promise<void> {
    await this.#writer?.write(JSON.stringify(row));
  }

  async endTable(): Promise<void> {
    await this.#writer?.flush();
    this.#writer = null;
  }
}

async function refuseFilled(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; readable: boolean }>(
    `select to_regclass('public.tenants') is not null as exists,
      exists (select from pg_policy where polrelid = to_regclass('public.tenants') and polname = 'whole_table')
        or (select rolsuper from pg_roles where rolname = current_user) as readable`,
  );
  const [target] = rows;
  if (target?.exists !== true) return;
  // An older Assay made these tables, so that whether they are empty cannot be seen.
  const tenants = target.readable ? await client.query('select 1 from tenants limit 1') : null;
  if (tenants?.rows.length === 0) return;
  throw new AssayError('restore_refused');
}

/** An empty database of another age is made anew. */
async function dropEverything(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(`
    select format('drop table if exists public.%I cascade', relname) as statement from pg_class
      where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
    union all
    select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
      where pronamespace = 'public'::regnamespace and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`);
  for (const { statement } of rows) await client.query(statement);
}

async function checkCounts(client: ClientBase, { tables }: DumpSummary): Promise<void> {
  for (const { name, rows: expected } of tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from ${quote(name)}`);
    if (Number(rows[0]?.count) !== expected) {
      throw new Error(
        `The table ${name} has ${rows[0]?.count} rows after the restoration and should have ${expected}.`,
      );
    }
  }
}
