// A dump: lines of JSON. A header, then each table with its rows, then a summary that proves that nothing is missing.
import { createHash, type Hash } from 'node:crypto';
import { AssayError } from '../../errors.ts';

/** Takes one line, without its end; resolves when there is room for the next. */
export type DumpSink = (line: string) => Promise<void> | void;

export interface DumpHeader {
  readonly kind: 'header';
  readonly format: number;
  /** names of the migrations that made the tables, in order */
  readonly migrations: readonly string[];
  readonly createdAt: string;
}

/** Rows follow, each an array of the columns' values as PostgreSQL writes them. */
export interface DumpTable {
  readonly kind: 'table';
  readonly name: string;
  readonly columns: readonly DumpColumn[];
}

export interface DumpColumn {
  readonly name: string;
  /** as PostgreSQL writes it */
  readonly type: string;
}

export interface TableSummary {
  readonly name: string;
  readonly rows: number;
  /** over the rows' lines, each with its end */
  readonly sha256: string;
}

export interface DumpSummary {
  readonly kind: 'summary';
  readonly tables: readonly TableSummary[];
}

export type DumpRow = readonly (string | null)[];

export const DUMP_FORMAT = 1;

/** Counts and hashes the rows of one table. */
export class TableDigest {
  readonly #hash: Hash = createHash('sha256');
  rows = 0;

  add(line: string): void {
    this.rows++;
    this.#hash.update(line).update('\n');
  }

  summary(name: string): TableSummary {
    return { name, rows: this.rows, sha256: this.#hash.copy().digest('hex') };
  }
}

/** What reading a dump calls, in this order: header, then tables with their rows. */
export interface DumpReader {
  header(header: DumpHeader): Promise<void> | void;
  table(table: DumpTable): Promise<void> | void;
  row(row: DumpRow): Promise<void> | void;
}

/**
 * Reads a dump to its end and checks it: order, counts, hashes. Throws AssayError `backup_damaged` that says where, and for
 * a format that is not known yet.
 */
export async function readDump(lines: AsyncIterable<string>, reader: DumpReader): Promise<DumpSummary> {
  const done: TableSummary[] = [];
  let table: { readonly name: string; readonly digest: TableDigest } | null = null;
  let number = 0;
  let summary: DumpSummary | null = null;
  const refuse = (what: string): never => {
    throw damaged(`line ${number}${table === null ? '' : ` (table ${table.name}, row ${table.digest.rows})`}: ${what}`);
  };
  const endTable = () => {
    if (table !== null) done.push(table.digest.summary(table.name));
    table = null;
  };
  for await (const line of lines) {
    number++;
    if (summary !== null) refuse('something follows the end');
    const value = parse(line) ?? refuse('is no line of a backup');
    if (Array.isArray(value)) {
      if (table === null) throw refuse('a row outside a table');
      table.digest.add(line);
      await reader.row(value as DumpRow);
    } else if (number === 1) {
      await reader.header(checkedHeader(value));
    } else if (value.kind === 'table') {
      endTable();
      table = { name: String(value.name), digest: new TableDigest() };
      await reader.table(value as unknown as DumpTable);
    } else if (value.kind === 'summary') {
      endTable();
      summary = value as unknown as DumpSummary;
      compare(done, summary.tables);
    } else refuse('is of an unknown kind');
  }
  if (summary === null) throw damaged(`line ${number}: the end is missing`);
  return summary;
}

export function damaged(where: string): AssayError {
  return new AssayError('backup_damaged', { detail: `The backup is damaged or was altered, at ${where}.` });
}

function parse(line: string): Record<string, unknown> | unknown[] | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function checkedHeader(value: Record<string, unknown>): DumpHeader {
  if (value.kind !== 'header') throw damaged('line 1: the header is missing');
  if (typeof value.format !== 'number' || value.format > DUMP_FORMAT) {
    throw new AssayError('backup_damaged', {
      detail: `The backup is of format ${String(value.format)}, made by a newer Assay; this one knows ${DUMP_FORMAT}.`,
    });
  }
  return value as unknown as DumpHeader;
}

function compare(found: readonly TableSummary[], promised: readonly TableSummary[]): void {
  for (const [index, { name, rows, sha256 }] of promised.entries()) {
    const table = found[index];
    if (table?.name !== name) throw damaged(`the table ${name}: it is missing`);
    if (table.rows !== rows) throw damaged(`the table ${name}: it has ${table.rows} rows and should have ${rows}`);
    if (table.sha256 !== sha256) throw damaged(`the table ${name}: its rows are not those that were written`);
  }
  if (found.length > promised.length) throw damaged(`the table ${found[promised.length]?.name}: it was put in`);
}
