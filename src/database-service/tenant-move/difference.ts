// Makes a tenant's rows in one database equal to those in another: finds what differs by hashes, and copies that.
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { TableSummary } from '../backup/dump-format.ts';
import { listTables, PLAIN_SETTINGS, quote, type StoredTable } from '../backup/table-rows.ts';

export interface Ends {
  readonly source: ClientBase;
  readonly target: ClientBase;
  readonly tenantId: string;
}

export interface CopyReport {
  /** rows that were written or removed at the target */
  readonly changes: number;
  readonly tables: readonly TableSummary[];
}

interface TableDifference {
  readonly table: StoredTable;
  /** keys, as JSON, of rows that are missing or other at the target */
  readonly copy: readonly string[];
  /** keys of rows that the source does not have */
  readonly remove: readonly string[];
  readonly summary: TableSummary;
}

interface KeyedHash {
  readonly key: string;
  readonly hash: string;
}

/** Where the rows of a tenant are is not copied with them. */
const NOT_COPIED = ['tenant_placements'];
const PAGE = 2000;
const COPY_ROWS = 100;

/** Reads the source at one moment. Every table is committed by itself: what was copied stays when the copy is cut off. */
export async function copyDifferences({ source, target, tenantId }: Ends): Promise<CopyReport> {
  await source.query('begin isolation level repeatable read read only');
  try {
    await source.query(PLAIN_SETTINGS);
    const differences = await findDifferences({ source, target, tenantId });
    // What refers to others goes first, and what is referred to comes first.
    for (const { table, remove } of [...differences].reverse())
      await inTarget(target, () => removeRows(target, table, remove));
    for (const { table, copy } of differences) {
      await inTarget(target, () => copyRows({ source, target, tenantId }, table, copy));
    }
    const changes = differences.reduce((sum, { copy, remove }) => sum + copy.length + remove.length, 0);
    return { changes, tables: differences.map(({ summary }) => summary) };
  } finally {
    await source.query('rollback').catch(() => {});
  }
}

/** Deletes the tenant's rows, in batches; `client` is the owner's. */
export async function deleteRows(client: ClientBase, tenantId: string): Promise<void> {
  const tables = (await listTables(client)).filter(({ name }) => !NOT_COPIED.includes(name));
  for (const { name, key } of tables.reverse()) {
    const columns = key.map(quote).join(', ');
    const statement = `delete from ${quote(name)} where tenant_id = $1 and (${columns}) in
      (select ${columns} from ${quote(name)} where tenant_id = $1 limit ${PAGE})`;
    for (let deleted = PAGE; deleted > 0; ) {
      await inTarget(client, async () => {
        deleted = (await client.query(statement, [tenantId])).rowCount ?? 0;
      });
    }
  }
}

async function findDifferences({ source, target, tenantId }: Ends): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of await listTables(source)) {
    if (NOT_COPIED.includes(table.name)) continue;
    await inTarget(target, async () => {
      found.push(await compare(table, hashes(source, table, tenantId), hashes(target, table, tenantId)));
    });
  }
  return found;
}

/** Both come in the order of their keys. */
async function compare(
  table: StoredTable,
  source: AsyncGenerator<KeyedHash>,
  target: AsyncGenerator<KeyedHash>,
): Promise<TableDifference> {
  const copy: string[] = [];
  const remove: string[] = [];
  const digest = createHash('sha256');
  let rows = 0;
  let there = await target.next();
  for await (const { key, hash } of source) {
    rows++;
    digest.update(key).update(hash);
    while (there.done !== true && isBefore(there.value.key, key)) {
      remove.push(there.value.key);
      there = await target.next();
    }
    const isThere = there.done !== true && there.value.key === key;
    if (!isThere || (there.done !== true && there.value.hash !== hash)) copy.push(key);
    if (isThere) there = await target.next();
  }
  for (; there.done !== true; there = await target.next()) remove.push(there.value.key);
  return { table, copy, remove, summary: { name: table.name, rows, sha256: digest.digest('hex') } };
}

/** as bytes, which is how the databases order them */
function isBefore(left: string, right: string): boolean {
  return Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;
}

async function* hashes(client: ClientBase, table: StoredTable, tenantId: string): AsyncGenerator<KeyedHash> {
  const key = textArray(table.key);
  const isOfIds = table.key.every((name) => typeOf(table, name) === 'uuid');
  // Ids are ordered as their text is, by the index; other keys are not, and every server has another collation.
  const order = isOfIds ? table.key.map(quote).join(', ') : `${key} collate "C"`;
  await client.query(`declare hashes no scroll cursor for
    select ${key} as key, md5(${textArray(table.columns.map(({ name }) => name))}) as hash
    from ${quote(table.name)} where tenant_id = '${tenantId}' order by ${order}`);
  for (;;) {
    const { rows } = await client.query<KeyedHash>(`fetch forward ${PAGE} from hashes`);
    yield* rows;
    if (rows.length < PAGE) break;
  }
  await client.query('close hashes');
}

async function copyRows({ source, target }: Ends, table: StoredTable, keys: readonly string[]): Promise<void> {
  const columns = table.columns.map(({ name }) => quote(name));
  const others = table.columns.filter(({ name }) => !table.key.includes(name)).map(({ name }) => quote(name));
  const update = others.map((name) => `${name} = excluded.${name}`).join(', ');
  const conflict = others.length === 0 ? 'do nothing' : `do update set ${update}`;
  const values = table.columns.map(({ type }, index) => `(line->>${index})::${type}`).join(', ');
  const insert = `insert into ${quote(table.name)} (${columns.join(', ')}) select ${values}
    from json_array_elements($1::json) line on conflict (${table.key.map(quote).join(', ')}) ${conflict}`;
  const select = `select ${textArray(table.columns.map(({ name }) => name))} as line from ${quote(table.name)} where ${isOneOf(table)}`;
  // Triggers guard how a row may change (the audit chain); a copy is no change, so such a row is put there anew.
  const guarded = await hasTriggers(target, table.name);
  for (let start = 0; start < keys.length; start += COPY_ROWS) {
    const some = `[${keys.slice(start, start + COPY_ROWS).join(',')}]`;
    const { rows } = await source.query<{ line: string }>(select, [some]);
    if (guarded) await target.query(`delete from ${quote(table.name)} where ${isOneOf(table)}`, [some]);
    await target.query(insert, [`[${rows.map(({ line }) => line).join(',')}]`]);
  }
}

async function removeRows(target: ClientBase, table: StoredTable, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += PAGE) {
    const some = `[${keys.slice(start, start + PAGE).join(',')}]`;
    await target.query(`delete from ${quote(table.name)} where ${isOneOf(table)}`, [some]);
  }
}

/** a condition; $1 is a JSON array of keys */
function isOneOf(table: StoredTable): string {
  const values = table.key.map((name, index) => `(key->>${index})::${typeOf(table, name)}`).join(', ');
  return `(${table.key.map(quote).join(', ')}) in (select ${values} from json_array_elements($1::json) key)`;
}

async function hasTriggers(client: ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query('select 1 from pg_trigger where tgrelid = $1::regclass and not tgisinternal', [
    quote(table),
  ]);
  return rows.length > 0;
}

async function inTarget(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await client.query(PLAIN_SETTINGS);
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function textArray(names: readonly string[]): string {
  return `json_build_array(${names.map((name) => `${quote(name)}::text`).join(', ')})::text`;
}

function typeOf(table: StoredTable, column: string): string {
  return table.columns.find(({ name }) => name === column)?.type ?? 'text';
}
