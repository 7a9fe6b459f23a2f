// /api/v1/training-runs and /api/v1/verdict-imports: training from verdicts, and verdicts from other places.
import { type Static, Type } from 'typebox';

const time = Type.String({ format: 'date-time' });
const count = Type.Integer({ minimum: 0 });

export const TRAINING_STATES = ['queued', 'running', 'registered', 'refused', 'failed'] as const;

export const TrainingRunRequest = Type.Object(
  { seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 1 })) },
  { additionalProperties: false },
);
export type TrainingRunRequest = Static<typeof TrainingRunRequest>;

export const TrainingRun = Type.Object({
  run_id: Type.String(),
  state: Type.Enum(TRAINING_STATES, { description: '`refused`: the gate did not let the model through.' }),
  trigger: Type.Enum(['user', 'schedule', 'verdicts']),
  seed: Type.Integer(),
  stage: Type.String(),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it was refused or failed.' }),
  record: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Once it has ended: hash of the data, code version, parameters, metrics, ids of the verdicts, curves.',
  }),
  created_at: time,
  finished_at: Type.Union([time, Type.Null()]),
});
export type TrainingRun = Static<typeof TrainingRun>;

export const TrainingRunList = Type.Object({ items: Type.Array(TrainingRun, { description: 'The newest first.' }) });
export type TrainingRunList = Static<typeof TrainingRunList>;

export const VerdictImportRequest = Type.Object(
  {
    format: Type.Enum(['csv', 'sarif']),
    content: Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())], {
      description: 'The text of a CSV file, or a SARIF log as text or as JSON.',
    }),
    repository: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'Of the rows that name none themselves.' }),
    ),
    unknown_rules: Type.Optional(
      Type.Enum(['refuse', 'skip'], {
        default: 'refuse',
        description: 'What becomes of rules that Assay does not have.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type VerdictImportRequest = Static<typeof VerdictImportRequest>;

export const VerdictImport = Type.Object({
  imported: count,
  known: Type.Integer({ minimum: 0, description: 'Imported before; they count once.' }),
  undecided: Type.Integer({ minimum: 0, description: 'Results without a decision.' }),
  skipped: Type.Integer({ minimum: 0, description: 'Of rules that Assay does not have.' }),
});
export type VerdictImport = Static<typeof VerdictImport>;
