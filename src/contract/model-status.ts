// GET /api/v1/model/status: which model answers, what it is made of, and how it has done since.
import { type Static, Type } from 'typebox';
import { ModelRollout } from './model-rollout.ts';
import { ModelWatch } from './model-watch.ts';

const optionalTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const figures = Type.Record(Type.String(), Type.Number());

export const ModelComponentStatus = Type.Object({
  name: Type.String(),
  version: Type.String(),
  digest: Type.String(),
});
export type ModelComponentStatus = Static<typeof ModelComponentStatus>;

/** What happened since this model was deployed in this process; counts and milliseconds, never content. */
export const OnlineMetrics = Type.Object({
  since: Type.String({ format: 'date-time' }),
  analyses: Type.Integer({ minimum: 0 }),
  failures: Type.Integer({ minimum: 0 }),
  cached_answers: Type.Integer({ minimum: 0 }),
  issues: Type.Integer({ minimum: 0 }),
  mean_duration_ms: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
  verdicts: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
});
export type OnlineMetrics = Static<typeof OnlineMetrics>;

export const ModelVariant = Type.Object({
  version: Type.String(),
  digest: Type.String(),
  components: Type.Array(ModelComponentStatus),
  trained_at: optionalTime,
  trained_on: Type.Union([figures, Type.Null()], {
    description: 'Counts of what it was trained on; null while every part is written by hand.',
  }),
  evaluation: Type.Union([figures, Type.Null()]),
  canary_share: Type.Number({ minimum: 0, maximum: 1, description: 'Share of requests that it answers.' }),
  online: OnlineMetrics,
});
export type ModelVariant = Static<typeof ModelVariant>;

export const ModelStatus = Type.Object({
  champion: ModelVariant,
  challenger: Type.Union([ModelVariant, Type.Null()]),
  rollout: Type.Union([ModelRollout, Type.Null()]),
  knowledge: Type.Integer({ minimum: 0, description: 'Version of what the tenant has taught.' }),
  last_change: Type.Union([
    Type.Object({
      kind: Type.Enum(['installed', 'promotion', 'rollback']),
      at: Type.String({ format: 'date-time' }),
      reason: Type.String(),
    }),
    Type.Null(),
  ]),
  watch: ModelWatch,
});
export type ModelStatus = Static<typeof ModelStatus>;
