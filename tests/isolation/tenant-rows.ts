// One row in every table of the catalogue for a tenant, full of words and ids that nobody else may see. Made from the catalogue
// itself, so that a new table is covered by itself; one whose constraints are not understood fails and says so.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, TenantTransaction } from '../../src/database-service/index.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface TenantRows {
  readonly tenantId: string;
  /** by table */
  readonly rows: ReadonlyMap<string, Row>;
  /** texts and ids that stand in these rows alone */
  readonly markers: readonly string[];
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly generated: boolean;
}

interface Constraint {
  readonly table: string;
  readonly definition: string;
}

interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** Columns whose value the catalogue does not tell. */
const KNOWN: Readonly<Record<string, unknown>> = {
  'preferences.settings': '{}',
  'preferences.locked': [],
  'api_keys.scopes': [],
  'judgements.features': '{"rule":"a-rule"}',
  // In force.
  'judgements.valid_until': null,
  'suggestion_outcomes.valid_until': null,
  'llm_usage.day': '2026-01-01',
  // Nothing is to be sent anywhere.
  'webhooks.state': 'disabled',
  'webhook_deliveries.state': 'delivered',
  // Nothing is to be worked on.
  'queue_messages.state': 'dead',
  // It has ended, so that whoever watches it comes to an end.
  'scans.state': 'done',
  'scans.settings': '{}',
  'scan_files.state': 'reported',
  'scan_files.issue_counts': '{1,0,0,0,0}',
  'scan_files.files_read': '[]',
  // Nothing is to be trained.
  'training_runs.state': 'refused',
};

/** Those that the application can write; what only the owner writes (where a tenant is) holds nothing that a tenant gave. */
export async function tenantTables(tx: TenantTransaction): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and not a.attisdropped and has_table_privilege(c.oid, 'insert') order by 1`.execute(tx);
  return rows.map(({ name }) => name);
}

/** Everything that the tenant has, as text. */
export async function snapshot(database: Database, tenantId: string): Promise<ReadonlyMap<string, string>> {
  return await database.asTenant(tenantId, async (tx) => {
    const found = new Map<string, string>();
    for (const table of await tenantTables(tx)) {
      const { rows } = await sql<{ row: string }>`
        select ${sql.table(table)}::text as row from ${sql.table(table)} order by 1`.execute(tx);
      found.set(table, rows.map(({ row }) => row).join('\n'));
    }
    return found;
  });
}

/** Fills every table. `word` must be in no other tenant. */
export async function fillTables(database: Database, tenantId: string, word: string): Promise<TenantRows> {
  return await database.asTenant(tenantId, async (tx) => {
    const [tables, columns, constraints, references] = await readCatalogue(tx);
    const rows = new Map<string, Row>();
    for (const table of inOrder(tables, references)) {
      const first = async () => (await sql<Row>`select * from ${sql.table(table)} limit 1`.execute(tx)).rows[0];
      // The making of a tenant fills some.
      if ((await first()) === undefined) {
        const values = new Map<string, unknown>();
        const checks = constraints.filter((one) => one.table === table).map(({ definition }) => definition);
        const own = columns.filter((one) => one.table === table && !one.generated && one.name !== 'tenant_id');
        for (const column of own) {
          const value = valueFor(column, checks, word);
          if (value !== undefined) values.set(column.name, value);
        }
        for (const { columns: from, target, targetColumns } of references.filter((one) => one.table === table)) {
          for (const [index, name] of from.entries()) {
            if (own.some((column) => column.name === name))
              values.set(name, rows.get(target)?.[targetColumns[index] ?? '']);
          }
        }
        await insert(tx, table, values);
      }
      const row = await first();
      if (row === undefined) throw new Error(`isolation: the table ${table} has no row to try; see tenant-rows.ts`);
      rows.set(table, row);
    }
    return { tenantId, rows, markers: [tenantId, ...markersOf(rows, word)] };
  });
}

async function insert(tx: TenantTransaction, table: string, values: ReadonlyMap<string, unknown>): Promise<void> {
  const names = sql.join([...values.keys()].map((name) => sql.ref(name)));
  try {
    await sql`insert into ${sql.table(table)} (${names}) values (${sql.join([...values.values()])})`.execute(tx);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`isolation: does not know how to fill ${table} (${reason}); say it in KNOWN of tenant-rows.ts`);
  }
}

async function readCatalogue(tx: TenantTransaction): Promise<[string[], Column[], Constraint[], Reference[]]> {
  const columns = await sql<Column>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull and not a.atthasdef as required, a.attgenerated <> '' or a.attidentity <> '' as generated
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
    order by a.attnum`.execute(tx);
  const constraints = await sql<Constraint>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace`.execute(tx);
  const names = (key: string, relation: string) =>
    sql.raw(`array(select a.attname::text from unnest(${key}) with ordinality
    as k(number, place) join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number order by k.place)`);
  const references = await sql<Reference>`
    select conrelid::regclass::text as table, confrelid::regclass::text as target,
      ${names('conkey', 'conrelid')} as columns, ${names('confkey', 'confrelid')} as "targetColumns"
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`.execute(tx);
  return [await tenantTables(tx), columns.rows, constraints.rows, references.rows];
}

/** Tables behind those that they refer to. */
function inOrder(tables: readonly string[], references: readonly Reference[]): string[] {
  const ordered: string[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const free = left.filter((table) =>
      references.every((one) => one.table !== table || one.target === table || !left.includes(one.target)),
    );
    if (free.length === 0) throw new Error(`isolation: tables refer to each other in a circle: ${left.join(', ')}`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}

/** undefined leaves the column to its default. */
function valueFor(column: Column, checks: readonly string[], word: string): unknown {
  const { table, name, type } = column;
  const known = KNOWN[`${table}.${name}`];
  if (known !== undefined) return known;
  if (type.startsWith('timestamp')) {
    if (name.startsWith('expires')) return new Date(Date.now() + 86_400_000);
    return column.required ? new Date() : undefined;
  }
  if (type === 'text') return allowedText(name, checks) ?? `${word} ${table}.${name}`;
  if (type === 'text[]') return [`${word} ${table}.${name}`];
  if (type === 'uuid') return randomUUID();
  // Begins as sealed bytes of the first version do.
  if (type === 'bytea') return Buffer.concat([Buffer.of(1), randomBytes(31)]);
  if (type === 'boolean') return false;
  if (type === 'uuid[]') return [randomUUID()];
  if (type.startsWith('json')) return JSON.stringify({ word: `${word} ${table}.${name}` });
  if (/^(small|big)?int|^numeric|^double|^real/.test(type)) return 1;
  throw new Error(`isolation: does not know how to fill ${table}.${name}, a ${type}; see tenant-rows.ts`);
}

/** The first of the values that a check of this column lists. */
function allowedText(name: string, checks: readonly string[]): string | null {
  for (const check of checks) {
    const listed = new RegExp(`\\(?\\b${name}\\b\\)? = ANY \\(+ARRAY\\['([^']*)'`).exec(check);
    const single = new RegExp(`^CHECK \\(\\(${name} = '([^']*)'`).exec(check);
    const value = listed?.[1] ?? single?.[1];
    if (value !== undefined) return value;
  }
  return null;
}

function markersOf(rows: ReadonlyMap<string, Row>, word: string): string[] {
  const ids = [...rows.values()].flatMap((row) =>
    Object.values(row).filter((value) => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)),
  );
  return [...new Set([word, ...(ids as string[])])];
}
