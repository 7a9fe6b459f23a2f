// GET /api/v1/training/rows: exactly what training may see of a tenant's verdicts.
import { type Static, Type } from 'typebox';
import { VERDICTS } from './feedback.ts';
import { Category, Severity } from './finding.ts';

const token = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** No member can hold a name, a sentence or a piece of code: see docs/privacy.md. */
export const TrainingRow = Type.Object(
  {
    verdict: Type.Enum(VERDICTS),
    proposed: Type.Boolean(),
    language: Type.String(),
    rule_id: Type.Union([Type.String(), Type.Null()], { description: 'null for what was missed.' }),
    severity: Type.Union([Severity, Type.Null()]),
    category: Type.Union([Category, Type.Null()]),
    confidence: Type.Union([Type.Number(), Type.Null()]),
    cwe: Type.Array(Type.String()),
    fingerprint: Type.Union([token, Type.Null()]),
    within: Type.Union([token, Type.Null()], { description: 'The function around it.' }),
    path: Type.Array(Type.String(), { description: 'A token a folder, one for the name, and the ending.' }),
    lines: Type.Integer({ minimum: 1, description: 'That the finding spans.' }),
    trace: Type.Array(
      Type.Object({
        lines_before: Type.Integer({ description: 'From the step to the finding.' }),
        same_file: Type.Boolean(),
      }),
    ),
    code: Type.Array(Type.String(), {
      description: 'Around the finding, where code is kept: keywords and signs, `w:<token>`, `N` and `S`.',
    }),
    features: Type.Array(Type.String(), { description: 'Of a sealed finding: hashes under the key of its owner.' }),
  },
  { additionalProperties: false },
);
export type TrainingRow = Static<typeof TrainingRow>;

export const TrainingRowsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: '`next_cursor` of the page before.' }),
    ),
  },
  { additionalProperties: false },
);
export type TrainingRowsQuery = Static<typeof TrainingRowsQuery>;

export const TrainingRowsPage = Type.Object({
  items: Type.Array(TrainingRow),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type TrainingRowsPage = Static<typeof TrainingRowsPage>;
