// What an export is made of: one of these a line.
import { type Static, Type } from 'typebox';

export const ExportLine = Type.Union([
  Type.Object({
    kind: Type.Literal('manifest'),
    format: Type.Integer(),
    tenant_id: Type.String(),
    user_id: Type.Union([Type.String(), Type.Null()], { description: 'Whose data it is; null: the whole tenant.' }),
    created_at: Type.String({ format: 'date-time' }),
  }),
  Type.Object({ kind: Type.Literal('row'), table: Type.String(), row: Type.Record(Type.String(), Type.Unknown()) }),
  Type.Object({
    kind: Type.Literal('summary'),
    tables: Type.Array(
      Type.Object({
        name: Type.String(),
        rows: Type.Integer(),
        sha256: Type.String({ description: 'Over the lines of its rows, each with its end.' }),
      }),
    ),
  }),
]);
export type ExportLine = Static<typeof ExportLine>;
