import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import type { TrainingRow } from '../../contract/index.ts';
import { parquetOf } from './parquet-rows.ts';

const ROW: TrainingRow = {
  verdict: 'false_positive',
  proposed: false,
  language: 'python',
  rule_id: 'sql-injection',
  severity: 'high',
  category: 'security',
  confidence: 0.75,
  cwe: ['CWE-89'],
  fingerprint: 'f'.repeat(16),
  within: null,
  path: ['a'.repeat(16), '.py'],
  lines: 2,
  trace: [{ lines_before: 1, same_file: true }],
  code: ['return', 'S'],
  features: [],
};
const MISSED: TrainingRow = {
  ...ROW,
  verdict: 'missed',
  rule_id: null,
  severity: null,
  category: null,
  confidence: null,
};

const read = async (rows: readonly TrainingRow[]) => {
  const bytes = parquetOf(rows);
  const file = new Uint8Array(bytes).buffer;
  return await parquetReadObjects({ file });
};

it('another reader reads what was written, nulls included', async () => {
  const [row, missed] = await read([ROW, MISSED]);
  expect(row).toMatchObject({ verdict: 'false_positive', proposed: false, confidence: 0.75, lines: 2, within: null });
  expect(JSON.parse(String(row?.trace))).toEqual(ROW.trace);
  expect(missed).toMatchObject({ rule_id: null, confidence: null });
});

it('no rows make a file with none, and equal rows equal bytes', async () => {
  expect(await read([])).toEqual([]);
  expect(parquetOf([ROW]).equals(parquetOf([ROW]))).toBe(true);
});
