// How the model fares since it was trained: drift of what comes in and goes out, and what people make of its findings.
import { type Static, Type } from 'typebox';

const time = Type.String({ format: 'date-time' });
const count = Type.Integer({ minimum: 0 });
const share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]);

const Drift = Type.Object({
  index: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description:
      'Population stability index without what chance alone makes; above 0.25 is drift. null: too few to tell.',
  }),
  reference: count,
  seen: count,
});

export const ModelWatch = Type.Object({
  reference: Type.Enum(['training', 'weeks_before'], {
    description: 'What is compared with: the data that the champion was trained on, or the four weeks before.',
  }),
  findings_since: time,
  verdicts_since: time,
  drift: Type.Object({
    languages: Drift,
    rules: Drift,
    severities: Drift,
    scores: Drift,
    verdicts: Drift,
  }),
  first_five: Type.Object(
    { verdicts: count, useful: count, precision: share },
    { description: 'Of the findings shown first to fifth in their answers that were judged.' },
  ),
  rules: Type.Array(
    Type.Object({ rule_id: Type.String(), verdicts: count, not_useful: count, not_useful_share: share }),
    { description: 'The rules that were judged most, at most a hundred.' },
  ),
});
export type ModelWatch = Static<typeof ModelWatch>;
