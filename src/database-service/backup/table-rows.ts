// Rows of any table in and out as text, the same for every PostgreSQL: for backups and for tenants that move.
import type { ClientBase } from 'pg';
import type { DumpColumn, DumpTable } from './dump-format.ts';

/** Reading and writing in one spelling, whatever the server is set to, and as long as it takes. */
export const PLAIN_SETTINGS = `
  set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 1;
  set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  select set_config('app.whole', 'on', true)`;

/** About as much is in memory at a time. */
const BATCH_BYTES = 2 * 1024 * 1024;
const FIRST_BATCH_ROWS = 16;
const MOST_ROWS = 5000;

export interface StoredTable extends DumpTable {
  readonly key: readonly string[];
}

/** All tables but that of the migrations, those that others refer to first. */
export async function listTables(client: ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<{ name: string; columns: DumpColumn[]; key: string[]; refers_to: string[] }>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select json_agg(attname order by place) from pg_index, unnest(indkey::int2[]) with ordinality as part(number, place)
        join pg_attribute on attnum = number where indrelid = c.oid and indisprimary and attrelid = c.oid) as key,
      array(select distinct target.relname::text from pg_constraint k join pg_class target on target.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid and k.conparentid = 0) as refers_to
    from pg_class c
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and c.relname <> 'schema_migrations'
    order by c.relname`);
  const waiting = new Map(rows.map((row) => [row.name, row]));
  const order: StoredTable[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter((row) => !row.refers_to.some((name) => waiting.has(name)));
    if (free.length === 0) throw new Error('Tables refer to each other in a circle.');
    for (const { name, columns, key } of free) {
      waiting.delete(name);
      order.push({ kind: 'table', name, columns, key });
    }
  }
  return order;
}

/** The rows of a table as lines of JSON, in the order of its primary key; `where` is SQL without user input. */
export async function* readRows(
  client: ClientBase,
  table: StoredTable,
  where = 'true',
): AsyncGenerator<readonly string[]> {
  const values = table.columns.map(({ name }) => `${quote(name)}::text`).join(', ');
  await client.query(
    `declare dump_rows no scroll cursor for select json_build_array(${values})::text as line
     from ${quote(table.name)} where ${where} order by ${table.key.map(quote).join(', ')}`,
  );
  let count = FIRST_BATCH_ROWS;
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch forward ${count} from dump_rows`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < count) break;
    const bytes = rows.reduce((sum, { line }) => sum + line.length, 0);
    count = Math.max(1, Math.min(MOST_ROWS, 2 * count, Math.floor((BATCH_BYTES / bytes) * rows.length)));
  }
  await client.query('close dump_rows');
}

/** Gathers rows and writes them in batches. */
export class RowWriter {
  readonly #client: ClientBase;
  readonly #statement: string;
  #lines: string[] = [];
  #bytes = 0;

  /** `conflict` is what is to happen with a row that is there, e.g. `on conflict do nothing` */
  constructor(client: ClientBase, table: DumpTable, conflict = '') {
    this.#client = client;
    const names = table.columns.map(({ name }) => quote(name)).join(', ');
    const values = table.columns.map(({ type }, index) => `(line->>${index})::${type}`).join(', ');
    this.#statement = `insert into ${quote(table.name)} (${names}) select ${values} from json_array_elements($1::json) line ${conflict}`;
  }

  async write(line: string): Promise<void> {
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes >= BATCH_BYTES || this.#lines.length >= MOST_ROWS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const batch = `[${this.#lines.join(',')}]`;
    this.#lines = [];
    this.#bytes = 0;
    await this.#client.query(this.#statement, [batch]);
  }
}

/** Names come from the catalogue or from a backup. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
