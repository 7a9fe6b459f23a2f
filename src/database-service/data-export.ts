// Everything that is kept about a tenant or a person, table by table and page by page, for those whom it belongs to. New tables are
// exported by themselves; bytes, which are keys, hashes and ciphertext, never are, but where a line here says so.
import { sql } from 'kysely';
import { quote } from './backup/table-rows.ts';
import type { TenantTransaction } from './database.ts';

/** Why these stay: what is in them is a secret of the installation, or was worked out of the rest and can be again. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  tenant_keys: 'keys, wrapped; what they seal is exported in the clear',
  signing_keys: 'keys of the installation',
  password_tokens: 'secrets of a day',
  login_failures: 'counters against guessing, under hashes',
  idempotency_records: 'answers that are kept for a repeated request, for a day',
  maintenance_jobs: 'when the work of the installation was last done',
  defect_words: 'search words of defects, made from their rules and messages',
  code_objects: 'exported decrypted, as `code`',
};
const SECRET_COLUMNS = ['users.password_hash'];
/** Bytes that are no secret: places, and what the audit chain is proved by. */
const OPEN_BYTES = [
  'analyses.code_address',
  'audit_chains.head_hash',
  'audit_events.commitment',
  'audit_events.previous_hash',
  'audit_events.hash',
  'audit_events.salt',
];

/** What of a table is about one person. In SQL, `person` is the user's id. */
const ABOUT_PERSON: Readonly<Record<string, string>> = {
  users: 'user_id::text = person',
  sessions: 'user_id::text = person',
  api_keys: 'user_id::text = person',
  preferences: "scope = 'user' and subject = person",
  feedback: 'actor = person',
  judgements: 'actor = person',
  suggestion_outcomes: 'actor = person',
  audit_events: 'actor = person or target = person',
};

const FIRST_PAGE = 16;
const MOST_ROWS = 500;
const PAGE_BYTES = 1024 * 1024;

export interface ExportTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly { readonly name: string; readonly type: string }[];
}

/** The tables that are exported of a tenant, or of a person. */
export async function listExportTables(tx: TenantTransaction, personId: string | null): Promise<ExportTable[]> {
  const { rows } = await sql<{ name: string; columns: { name: string; type: string }[]; key: ExportTable['key'] }>`
    select c.relname as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by place)
        from pg_index, unnest(indkey::int2[]) with ordinality as part(number, place)
        join pg_attribute on attnum = number where indrelid = c.oid and indisprimary and attrelid = c.oid) as key
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and has_table_privilege(c.oid, 'insert')
    order by c.relname`.execute(tx);
  return rows
    .filter(({ name }) => !Object.hasOwn(LEFT_OUT, name) && (personId === null || Object.hasOwn(ABOUT_PERSON, name)))
    .map(({ name, columns, key }) => ({ name, key, columns: columns.filter(isOpen(name)).map((one) => one.name) }));
}

function isOpen(table: string): (column: { readonly name: string; readonly type: string }) => boolean {
  return ({ name, type }) => {
    const place = `${table}.${name}`;
    return !SECRET_COLUMNS.includes(place) && (type !== 'bytea' || OPEN_BYTES.includes(place));
  };
}

export interface ExportPage {
  /** the rows as JSON objects */
  readonly rows: readonly string[];
  /** where the next page begins; null at the end */
  readonly next: ExportPlace | null;
}

/** Behind which row a page begins, and how many rows it may have. */
export interface ExportPlace {
  readonly after: readonly string[] | null;
  readonly limit: number;
}

export const EXPORT_BEGIN: ExportPlace = { after: null, limit: FIRST_PAGE };

/** A page in the order of the primary key, of about a megabyte. */
export async function readExportPage(
  tx: TenantTransaction,
  table: ExportTable,
  place: ExportPlace,
  personId: string | null,
): Promise<ExportPage> {
  const names = sql.raw(table.key.map(({ name }) => quote(name)).join(', '));
  const { after, limit } = place;
  const last = table.key.map(({ type }, index) => sql`${after?.[index] ?? null}::text::${sql.raw(type)}`);
  const behind = after === null ? sql`true` : sql`(${names}) > (${sql.join(last)})`;
  const about = sql.raw(personId === null ? 'true' : `(${ABOUT_PERSON[table.name] ?? 'false'})`);
  const columns = sql.raw(table.columns.map(quote).join(', '));
  const keyTexts = sql.raw(table.key.map(({ name }) => `${quote(name)}::text`).join(', '));
  const { rows } = await sql<{ row: string; key: string[] }>`
    select (select row_to_json(shown)::text from (select ${columns}) shown) as row, array[${keyTexts}] as key
    from ${sql.table(table.name)}, (select ${personId ?? ''}::text as person) as who
    where ${behind} and ${about} order by ${names} limit ${limit}`.execute(tx);
  const bytes = rows.reduce((sum, { row }) => sum + row.length, 1);
  const fitting = Math.floor((PAGE_BYTES / bytes) * rows.length);
  const next = rows.length < limit ? null : { after: rows.at(-1)?.key ?? null, limit: bounded(fitting, limit) };
  return { rows: rows.map(({ row }) => row), next };
}

function bounded(fitting: number, before: number): number {
  return Math.max(1, Math.min(MOST_ROWS, 2 * before, fitting));
}

export interface SealedCodeRow {
  readonly address: Buffer;
  readonly ciphertext: Buffer;
  readonly createdAt: Date;
}

/** The tenant's stored code behind an address, in the order of addresses. */
export async function listSealedCode(
  tx: TenantTransaction,
  address: Buffer | null,
  limit: number,
): Promise<SealedCodeRow[]> {
  return await tx
    .selectFrom('code_objects')
    .select(['address', 'ciphertext', 'created_at as createdAt'])
    .where('address', '>', address ?? Buffer.alloc(0))
    .orderBy('address')
    .limit(limit)
    .execute();
}
