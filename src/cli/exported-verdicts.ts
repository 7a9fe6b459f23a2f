// The verdicts of a tenant's export as CSV, so that another tenant, at home elsewhere, starts with what this one has taught.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ExportLine } from '../contract/index.ts';
import { AssayError } from '../errors.ts';

type Row = Readonly<Record<string, unknown>>;

/** What an import can learn from; `missed` is about no finding. */
const VERDICTS: readonly unknown[] = ['true_positive', 'false_positive', 'wont_fix', 'fixed'];
const HEADER = 'rule_id,path,verdict,repository,function,line,user,time,reason';

/** Reads what `assay tenant export` wrote. Throws AssayError `invalid_request` for a file that is none, or not whole. */
export async function verdictsOfExport(file: string): Promise<string> {
  const repositories = new Map<unknown, unknown>();
  const verdicts = new Map<string, Row[]>();
  const found: string[] = [HEADER];
  let isWhole = false;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const read = parse(line, file);
    if (read.kind === 'summary') isWhole = true;
    if (read.kind !== 'row') continue;
    const { table, row } = read;
    // In the order of their names, as they are exported: what an issue is looked up in is known by then.
    if (table === 'analyses' && row.repository !== null) repositories.set(row.analysis_id, row.repository);
    if (table === 'feedback' && VERDICTS.includes(row.verdict)) {
      verdicts.set(placeOf(row), [...(verdicts.get(placeOf(row)) ?? []), row]);
    }
    if (table !== 'issues') continue;
    for (const verdict of verdicts.get(placeOf(row)) ?? []) {
      const { rule_id: rule, path, within, start_line: start } = row;
      const { verdict: said, actor, created_at: at, reason } = verdict;
      const place = [rule, path, said, repositories.get(row.analysis_id) ?? '', within, start];
      found.push([...place, actor, at, reason ?? ''].map(cell).join(','));
    }
  }
  if (!isWhole) throw refusal(`${file} is cut off: its last line is missing.`);
  return `${found.join('\n')}\n`;
}

const placeOf = ({ analysis_id: analysis, issue_id: issue }: Row) => `${analysis} ${issue}`;

function parse(line: string, file: string): ExportLine {
  try {
    return JSON.parse(line) as ExportLine;
  } catch {
    throw refusal(`${file} is no export of a tenant.`);
  }
}

const refusal = (detail: string) => new AssayError('invalid_request', { detail });

/** A cell of CSV. */
export const cell = (value: unknown) => `"${String(value).replaceAll('"', '""').replaceAll(/\s+/g, ' ')}"`;
