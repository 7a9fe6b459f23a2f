// Training rows as a Parquet file: one row a verdict, lists as JSON, nothing that `GET /api/v1/training/rows` would not show.
import { type BasicType, type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { TrainingRow } from '../../contract/index.ts';

const ROW_GROUP = 50_000;

/** The columns, in their order; a list is the text of a JSON array. */
const COLUMNS: readonly {
  readonly name: string;
  readonly type: BasicType;
  readonly of: (row: TrainingRow) => string | number | boolean | null;
}[] = [
  { name: 'verdict', type: 'STRING', of: ({ verdict }) => verdict },
  { name: 'proposed', type: 'BOOLEAN', of: ({ proposed }) => proposed },
  { name: 'language', type: 'STRING', of: ({ language }) => language },
  { name: 'rule_id', type: 'STRING', of: ({ rule_id: rule }) => rule },
  { name: 'severity', type: 'STRING', of: ({ severity }) => severity },
  { name: 'category', type: 'STRING', of: ({ category }) => category },
  { name: 'confidence', type: 'DOUBLE', of: ({ confidence }) => confidence },
  { name: 'cwe', type: 'STRING', of: ({ cwe }) => JSON.stringify(cwe) },
  { name: 'fingerprint', type: 'STRING', of: ({ fingerprint }) => fingerprint },
  { name: 'within', type: 'STRING', of: ({ within }) => within },
  { name: 'path', type: 'STRING', of: ({ path }) => JSON.stringify(path) },
  { name: 'lines', type: 'INT32', of: ({ lines }) => lines },
  { name: 'trace', type: 'STRING', of: ({ trace }) => JSON.stringify(trace) },
  { name: 'code', type: 'STRING', of: ({ code }) => JSON.stringify(code) },
  { name: 'features', type: 'STRING', of: ({ features }) => JSON.stringify(features) },
];

/** The bytes of the file. Equal rows give equal bytes. */
export function parquetOf(rows: readonly TrainingRow[]): Buffer {
  const columnData: ColumnSource[] = COLUMNS.map(({ name, type, of }) => ({
    name,
    type,
    nullable: true,
    data: rows.map(of),
  }));
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: ROW_GROUP, createdBy: 'assay' }));
}
