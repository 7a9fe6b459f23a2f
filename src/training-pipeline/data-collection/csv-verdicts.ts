// Verdicts from comma-separated text: a header, then one verdict a row.
import { type CsvRow, parseCsv } from './csv-table.ts';
import {
  type ImportedVerdict,
  type ImportFault,
  isUsableText,
  MOST_ROWS,
  type ReadImport,
  timeIn,
} from './imported-verdict.ts';

const NEEDED = ['rule_id', 'path', 'verdict'] as const;
const OPTIONAL = ['repository', 'function', 'line', 'user', 'time', 'reason', 'cwe', 'finding'] as const;
type Column = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];
const COLUMNS: readonly string[] = [...NEEDED, ...OPTIONAL];

const VERDICTS: ReadonlyMap<string, ImportedVerdict['verdict']> = new Map(
  Object.entries({
    true_positive: 'true_positive',
    false_positive: 'false_positive',
    wont_fix: 'wont_fix',
    fixed: 'fixed',
  }),
);

/** Reads everything, and says of each bad row where it is and what is wrong with it. */
export function readCsvVerdicts(text: string, now: Date): ReadImport {
  const { rows, fault } = parseCsv(text);
  if (fault !== null) return failed(`line ${fault.line}`, fault.message);
  const [header, ...body] = rows;
  if (header === undefined) return failed('line 1', `is empty: a header with ${NEEDED.join(', ')} is needed`);
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const columns = headerFaults(header, names);
  if (columns.length > 0) return { verdicts: [], undecided: 0, faults: columns };
  if (body.length > MOST_ROWS) return failed('line 1', `has ${body.length} rows below it; ${MOST_ROWS} are the most`);
  const faults: ImportFault[] = [];
  const verdicts: ImportedVerdict[] = [];
  for (const row of body) {
    const read = readRow(row, names, now);
    if (Array.isArray(read)) faults.push(...read);
    else verdicts.push(read);
  }
  return { verdicts, undecided: 0, faults };
}

function failed(place: string, message: string): ReadImport {
  return { verdicts: [], undecided: 0, faults: [{ place, message }] };
}

function headerFaults({ line }: CsvRow, names: readonly string[]): ImportFault[] {
  const place = `line ${line}`;
  const lacking = NEEDED.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !COLUMNS.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const shown = (list: readonly string[]) => list.map((name) => `“${name.slice(0, 40)}”`).join(', ');
  return [
    ...(lacking.length > 0 ? [{ place, message: `lacks the columns ${shown(lacking)}` }] : []),
    ...(unknown.length > 0
      ? [{ place, message: `has unknown columns ${shown(unknown)}; known are ${COLUMNS.join(', ')}` }]
      : []),
    ...(twice.length > 0 ? [{ place, message: `has columns twice: ${shown(twice)}` }] : []),
  ];
}

function readRow(row: CsvRow, names: readonly string[], now: Date): ImportedVerdict | ImportFault[] {
  const place = `line ${row.line}`;
  if (row.cells.length !== names.length) {
    return [{ place, message: `has ${row.cells.length} cells; the header has ${names.length}` }];
  }
  const cell = (name: Column) => (row.cells[names.indexOf(name)] ?? '').trim();
  const faults: ImportFault[] = [];
  const wrong = (name: Column, message: string) => faults.push({ place: `${place}, ${name}`, message });
  for (const name of NEEDED) if (cell(name) === '') wrong(name, 'is empty');
  for (const name of COLUMNS as readonly Column[]) if (!isUsableText(cell(name))) wrong(name, 'is too long or no text');
  const verdict = VERDICTS.get(cell('verdict').toLowerCase());
  if (verdict === undefined && cell('verdict') !== '') {
    wrong('verdict', `must be one of ${[...VERDICTS.keys()].join(', ')}`);
  }
  const line = cell('line') === '' ? 1 : Number(cell('line'));
  if (!Number.isInteger(line) || line < 1 || line > 10_000_000) wrong('line', 'must be a number from 1 on');
  const at = cell('time') === '' ? null : timeIn(cell('time'));
  if (at === null && cell('time') !== '') wrong('time', 'must be a time as 2026-01-31T12:00:00Z');
  if (at !== null && at > now) wrong('time', 'lies in the future');
  if (faults.length > 0 || verdict === undefined) return faults;
  const optional = (name: Column) => (cell(name) === '' ? null : cell(name));
  return {
    place,
    ruleId: cell('rule_id'),
    cwe: cell('cwe') === '' ? [] : [cell('cwe').toUpperCase()],
    path: cell('path'),
    verdict,
    repository: optional('repository'),
    within: cell('function'),
    line,
    user: optional('user'),
    at,
    reason: optional('reason'),
    finding: optional('finding'),
  };
}
