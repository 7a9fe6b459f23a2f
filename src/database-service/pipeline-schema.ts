// The tables of trained models as TypeScript sees them; migrations/009-pipeline.ts defines them.
import type { ColumnType, Generated } from 'kysely';
import type { Figures, ModelChangeKind, StoredComponent } from './model-bundles.ts';
import type { RolloutRow } from './rollouts.ts';
import type { TrainingState, TrainingTrigger } from './training-runs.ts';

type CreatedAt = ColumnType<Date, Date | undefined, never>;
type Json<Value> = ColumnType<Value, string, string>;

export interface PipelineSchema {
  model_bundles: {
    tenant_id: Generated<string>;
    digest: string;
    version: string;
    components: Json<readonly StoredComponent[]>;
    ranker: Buffer;
    run_id: string | null;
    trained_on: Json<Figures>;
    evaluation: Json<Figures>;
    created_at: CreatedAt;
  };
  model_deployments: {
    tenant_id: Generated<string>;
    champion: string | null;
    previous: string | null;
    version: Generated<string>;
    changed_at: Generated<Date>;
  };
  rollouts: {
    tenant_id: Generated<string>;
    rollout_id: string;
    champion: string | null;
    challenger: string;
    unit: RolloutRow['unit'];
    stage: RolloutRow['stage'];
    state: RolloutRow['state'];
    record: Json<unknown>;
    slow_ms: number;
    reason: string | null;
    started_at: CreatedAt;
    stage_at: Generated<Date>;
    ended_at: Date | null;
  };
  model_changes: {
    tenant_id: Generated<string>;
    change_id: string;
    kind: ModelChangeKind;
    digest: string | null;
    version: string;
    share: number;
    reason: string;
    actor: string | null;
    created_at: CreatedAt;
  };
  training_runs: {
    tenant_id: Generated<string>;
    run_id: string;
    state: TrainingState;
    trigger: TrainingTrigger;
    seed: ColumnType<string, number, never>;
    stage: string;
    progress: Generated<number>;
    record: Json<unknown>;
    reason: string | null;
    holder: string | null;
    heartbeat: Generated<string>;
    created_by: string | null;
    created_at: CreatedAt;
    finished_at: Date | null;
  };
  training_outputs: { tenant_id: Generated<string>; run_id: string; stage: string; content: Buffer };
}
