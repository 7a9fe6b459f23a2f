// GET /api/v1/metrics/accuracy: how right the shown confidences were, by the tenant's own verdicts.
import { type Static, Type } from 'typebox';

const count = Type.Integer({ minimum: 0 });
const time = Type.String({ format: 'date-time' });
const share = Type.Number({ minimum: 0, maximum: 1 });

const figures = {
  verdicts: count,
  useful: Type.Integer({ minimum: 0, description: 'Of these, `true_positive` or `fixed`.' }),
  log_loss: Type.Number({ minimum: 0, description: 'Nats a verdict.' }),
  brier: Type.Number({ minimum: 0 }),
  auc: Type.Union([share, Type.Null()], { description: 'null where all verdicts are alike.' }),
  ece: Type.Number({ minimum: 0, description: 'Expected calibration error, ten bins.' }),
};

export const AccuracyQuery = Type.Object(
  {
    since: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; default 400 days before `until`.' })),
    until: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; default now.' })),
  },
  { additionalProperties: false },
);
export type AccuracyQuery = Static<typeof AccuracyQuery>;

export const AccuracyReport = Type.Object({
  since: time,
  until: time,
  total: Type.Object(figures),
  first_five: Type.Object(
    { verdicts: count, useful: count, precision: Type.Union([share, Type.Null()]) },
    { description: 'The five findings of an answer with the most confidence.' },
  ),
  rules: Type.Array(
    Type.Object({
      rule_id: Type.String(),
      verdicts: count,
      useful: count,
      precision: share,
      mean_confidence: share,
    }),
    { description: 'By number of verdicts.' },
  ),
  calibration: Type.Array(
    Type.Object({ from: share, to: share, verdicts: count, mean_confidence: share, useful_share: share }),
  ),
  months: Type.Array(Type.Object({ month: Type.String({ description: 'YYYY-MM, in UTC.' }), ...figures })),
  models: Type.Array(Type.Object({ digest: Type.String(), ...figures }), {
    description: 'By the bundle that gave the confidence.',
  }),
});
export type AccuracyReport = Static<typeof AccuracyReport>;
