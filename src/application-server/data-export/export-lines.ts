// An export as lines of JSON: a manifest, a row a line, and a summary with counts and digests. Read page by page, so that neither
// memory nor anybody else has to wait; what changes meanwhile is in it or not, row by row.
import type { ExportLine } from '../../contract/index.ts';
import {
  type Database,
  EXPORT_BEGIN,
  listExportTables,
  listSealedCode,
  readExportPage,
  TableDigest,
} from '../../database-service/index.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

/** Pieces of code in memory at a time: each is 6 MiB at most. */
const CODE_PAGE = 8;

export interface ExportScope {
  readonly tenantId: string;
  /** null: the whole tenant */
  readonly personId: string | null;
}

/** Each line with its end. Throws AssayError `not_found` for a tenant that was erased. */
export async function* exportLines(database: Database, dataKeys: DataKeys, scope: ExportScope): AsyncGenerator<string> {
  const { tenantId, personId } = scope;
  const manifest: ExportLine = {
    kind: 'manifest',
    format: 1,
    tenant_id: tenantId,
    user_id: personId,
    created_at: new Date().toISOString(),
  };
  yield `${JSON.stringify(manifest)}\n`;
  const summary: Extract<ExportLine, { kind: 'summary' }> = { kind: 'summary', tables: [] };
  for await (const { name, lines } of tables(database, dataKeys, scope)) {
    const digest = new TableDigest();
    for await (const line of lines) {
      digest.add(line);
      yield `${line}\n`;
    }
    summary.tables.push(digest.summary(name));
  }
  yield `${JSON.stringify(summary)}\n`;
}

async function* tables(database: Database, dataKeys: DataKeys, scope: ExportScope) {
  const { tenantId, personId } = scope;
  for (const table of await database.asTenant(tenantId, (tx) => listExportTables(tx, personId))) {
    yield { name: table.name, lines: rowsOf(database, table, scope) };
  }
  // Code belongs to analyses, which are the tenant's and nobody's in it.
  if (personId === null) yield { name: 'code', lines: codeOf(database, dataKeys, tenantId) };
}

type ExportTable = Awaited<ReturnType<typeof listExportTables>>[number];

async function* rowsOf(database: Database, table: ExportTable, { tenantId, personId }: ExportScope) {
  const name = JSON.stringify(table.name);
  for (let place: typeof EXPORT_BEGIN | null = EXPORT_BEGIN; place !== null; ) {
    const from: typeof EXPORT_BEGIN = place;
    const page = await database.asTenant(tenantId, (tx) => readExportPage(tx, table, from, personId));
    for (const row of page.rows) yield `{"kind":"row","table":${name},"row":${oneLine(row)}}`;
    place = page.next;
  }
}

/** JSON that clients sent is stored as it was, with its line ends. */
function oneLine(row: string): string {
  return row.includes('\n') ? JSON.stringify(JSON.parse(row)) : row;
}

async function* codeOf(database: Database, dataKeys: DataKeys, tenantId: string) {
  let after: Buffer | null = null;
  for (;;) {
    const from: Buffer | null = after;
    const items: Awaited<ReturnType<typeof listSealedCode>> = await database.asTenant(tenantId, (tx) =>
      listSealedCode(tx, from, CODE_PAGE),
    );
    for (const { address, ciphertext, createdAt } of items) {
      const code = (await dataKeys.open(tenantId, ciphertext, `code:${tenantId}`)).toString('utf8');
      // As PostgreSQL writes it in `analyses.code_address`.
      const row = { address: `\\x${address.toString('hex')}`, created_at: createdAt.toISOString(), code };
      yield JSON.stringify({ kind: 'row', table: 'code', row });
    }
    if (items.length < CODE_PAGE) return;
    after = items.at(-1)?.address ?? null;
  }
}
