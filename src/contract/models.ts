// /api/v1/models: the bundles of a tenant, which of them answers, and how a challenger does.
import { type Static, Type } from 'typebox';
import { Notice } from './finding.ts';
import { ModelRollout } from './model-rollout.ts';
import { ModelComponentStatus } from './model-status.ts';

const time = Type.String({ format: 'date-time' });
const figures = Type.Record(Type.String(), Type.Number());
const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });
const share = Type.Number({ minimum: 0, maximum: 1 });

export const MODEL_STATES = ['champion', 'challenger', 'available'] as const;

export const StoredModel = Type.Object({
  version: Type.String(),
  digest,
  state: Type.Enum(MODEL_STATES),
  built_in: Type.Boolean(),
  components: Type.Array(ModelComponentStatus),
  trained_at: Type.Union([time, Type.Null()]),
  trained_on: Type.Union([figures, Type.Null()], { description: 'Counts of what it was trained on.' }),
  evaluation: Type.Union([figures, Type.Null()], { description: 'What the gate measured.' }),
  training_run_id: Type.Union([Type.String(), Type.Null()]),
});
export type StoredModel = Static<typeof StoredModel>;

export const ModelChange = Type.Object({
  kind: Type.Enum(['registration', 'shadow', 'advance', 'promotion', 'rollback']),
  at: time,
  version: Type.String(),
  digest: Type.Union([digest, Type.Null()], { description: 'null is the built-in bundle.' }),
  share,
  reason: Type.String(),
  actor: Type.Union([Type.String(), Type.Null()], { description: 'null: Assay itself.' }),
});
export type ModelChange = Static<typeof ModelChange>;

export const ModelList = Type.Object({
  items: Type.Array(StoredModel, { description: 'The built-in bundle, then the newest first.' }),
  rollout: Type.Union([ModelRollout, Type.Null()]),
  changes: Type.Array(ModelChange, { description: 'The last fifty, the newest first.' }),
});
export type ModelList = Static<typeof ModelList>;

/** `built-in` in place of a digest names the bundle that came with this version of Assay. */
export const ModelParameters = Type.Object({
  digest: Type.String({ pattern: '^(sha256:[0-9a-f]{64}|built-in)$', description: 'Or `built-in`.' }),
});

export const ModelChangeRequest = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
export type ModelChangeRequest = Static<typeof ModelChangeRequest>;

export const ReplayRequest = Type.Object(
  { analysis_id: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);
export type ReplayRequest = Static<typeof ReplayRequest>;

export const Replay = Type.Object({
  analysis_id: Type.String(),
  digest,
  version: Type.String(),
  same: Type.Boolean({ description: 'Whether it would show the same findings with the same confidences and fixes.' }),
  differences: Type.Array(
    Type.Object({
      rule_id: Type.String(),
      path: Type.String(),
      line: Type.Integer({ minimum: 1 }),
      was: Type.Union([share, Type.Null()], { description: 'Confidence in the answer; null: not shown.' }),
      would_be: Type.Union([share, Type.Null()]),
      suggestion_changed: Type.Boolean({ description: 'Whether another fix, or none, would be suggested first.' }),
    }),
  ),
  notices: Type.Array(Notice, { description: 'What was left out of the comparison, and why.' }),
});
export type Replay = Static<typeof Replay>;
