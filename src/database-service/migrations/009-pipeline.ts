// Trained models: bundles, which of them answers, rollouts with what was seen of them, and the runs that train.
import { tenantTable } from './tenant-table.ts';

export const pipeline = [
  // `ranker`: the trained component as it was serialised; its digest is among those of `components`. Never changed.
  `create table model_bundles (
    tenant_id uuid not null references tenants on delete cascade,
    digest text not null,
    version text not null,
    components json not null,
    ranker bytea not null,
    run_id uuid,
    trained_on json not null,
    evaluation json not null,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, digest),
    unique (tenant_id, version)
  )`,
  ...tenantTable('model_bundles'),

  // Null is the bundle that is built in.
  `create table model_deployments (
    tenant_id uuid not null references tenants on delete cascade,
    champion text,
    previous text,
    version bigint not null default 0,
    changed_at timestamptz(3) not null default now(),
    primary key (tenant_id),
    foreign key (tenant_id, champion) references model_bundles (tenant_id, digest),
    foreign key (tenant_id, previous) references model_bundles (tenant_id, digest)
  )`,
  ...tenantTable('model_deployments'),

  // `record`: what was seen of both arms; src/training-pipeline/deployment/rollout.ts says what is in it.
  `create table rollouts (
    tenant_id uuid not null references tenants on delete cascade,
    rollout_id uuid not null,
    champion text,
    challenger text not null,
    unit text not null check (unit in ('file', 'repository')),
    stage text not null check (stage in ('shadow', 'canary_5', 'canary_25')),
    state text not null check (state in ('running', 'promoted', 'rolled_back')),
    record json not null,
    slow_ms double precision not null,
    reason text,
    started_at timestamptz(3) not null default now(),
    stage_at timestamptz(3) not null default now(),
    ended_at timestamptz(3),
    primary key (tenant_id, rollout_id),
    foreign key (tenant_id, challenger) references model_bundles (tenant_id, digest)
  )`,
  ...tenantTable('rollouts'),
  `create unique index rollouts_running on rollouts (tenant_id) where state = 'running'`,

  `create table model_changes (
    tenant_id uuid not null references tenants on delete cascade,
    change_id uuid not null,
    kind text not null check (kind in ('registration', 'shadow', 'advance', 'promotion', 'rollback')),
    digest text,
    version text not null,
    share double precision not null,
    reason text not null,
    actor text,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, change_id)
  )`,
  ...tenantTable('model_changes'),

  // `holder` and `heartbeat`: as of maintenance jobs. `record`: data, parameters, figures, and what the gate said.
  `create table training_runs (
    tenant_id uuid not null references tenants on delete cascade,
    run_id uuid not null,
    state text not null check (state in ('queued', 'running', 'registered', 'refused', 'failed')),
    trigger text not null check (trigger in ('user', 'schedule', 'verdicts')),
    seed bigint not null,
    stage text not null,
    progress double precision not null default 0,
    record json not null,
    reason text,
    holder uuid,
    heartbeat bigint not null default 0,
    created_by text,
    created_at timestamptz(3) not null default now(),
    finished_at timestamptz(3),
    primary key (tenant_id, run_id)
  )`,
  ...tenantTable('training_runs'),
  `create unique index training_runs_open on training_runs (tenant_id) where state in ('queued', 'running')`,

  // What each stage of a run made, so that one that was cut off goes on; deleted when the run ends.
  `create table training_outputs (
    tenant_id uuid not null,
    run_id uuid not null,
    stage text not null,
    content bytea not null,
    primary key (tenant_id, run_id, stage),
    foreign key (tenant_id, run_id) references training_runs (tenant_id, run_id) on delete cascade
  )`,
  ...tenantTable('training_outputs'),
] as const satisfies readonly string[];
