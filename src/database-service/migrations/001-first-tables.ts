// The first tables. Shipped: later changes are new files.
import { lookUpByHash, tenantTable } from './tenant-table.ts';

/** Cardinal rule of all of them: `tenant_id` leads every key and index, so that rows can be spread by tenant. */
export const firstTables = [
  `create table tenants (
    tenant_id uuid primary key,
    name text not null,
    created_at timestamptz(3) not null default now()
  )`,
  ...tenantTable('tenants'),

  `create table tenant_keys (
    tenant_id uuid primary key references tenants on delete cascade,
    wrapped_key bytea not null,
    created_at timestamptz(3) not null default now()
  )`,
  ...tenantTable('tenant_keys'),

  `create table api_keys (
    tenant_id uuid not null references tenants on delete cascade,
    api_key_id uuid not null,
    key_hash bytea not null,
    prefix text not null,
    name text not null,
    role text not null check (role in ('owner', 'admin', 'reviewer', 'developer', 'service')),
    scopes text[] not null default '{}',
    is_bootstrap boolean not null default false,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    last_used_at timestamptz(3),
    primary key (tenant_id, api_key_id),
    unique (tenant_id, key_hash)
  )`,
  ...tenantTable('api_keys'),
  ...lookUpByHash(),

  `create table code_objects (
    tenant_id uuid not null references tenants on delete cascade,
    address bytea not null,
    ciphertext bytea not null,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, address)
  )`,
  // It is encrypted: compressing it costs time and gains nothing.
  'alter table code_objects alter column ciphertext set storage external',
  ...tenantTable('code_objects'),

  // `result` is json, not jsonb: the answer is kept word for word, in its order, and is never searched.
  `create table analyses (
    tenant_id uuid not null references tenants on delete cascade,
    analysis_id uuid not null,
    created_at timestamptz(3) not null default now(),
    repository text,
    path text,
    project text,
    language text not null,
    code_address bytea,
    result json not null,
    critical_count integer not null,
    high_count integer not null,
    medium_count integer not null,
    low_count integer not null,
    info_count integer not null,
    model_version text not null,
    model_digest text not null,
    knowledge bigint not null,
    duration_ms double precision not null,
    request_id text not null,
    primary key (tenant_id, analysis_id),
    foreign key (tenant_id, code_address) references code_objects (tenant_id, address)
  )`,
  ...tenantTable('analyses'),
  'create index analyses_newest_first on analyses (tenant_id, created_at desc, analysis_id desc)',
  `create index analyses_by_repository on analyses (tenant_id, repository, created_at desc, analysis_id desc)
    where repository is not null`,
  `create index analyses_by_code on analyses (tenant_id, code_address) where code_address is not null`,

  `create table issues (
    tenant_id uuid not null,
    analysis_id uuid not null,
    issue_id uuid not null,
    fingerprint text not null,
    rule_id text not null,
    severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    category text not null,
    confidence double precision not null,
    cwe text[] not null,
    path text not null,
    start_line integer not null,
    end_line integer not null,
    primary key (tenant_id, analysis_id, issue_id),
    foreign key (tenant_id, analysis_id) references analyses on delete cascade
  )`,
  ...tenantTable('issues'),
  'create index issues_by_fingerprint on issues (tenant_id, fingerprint)',

  // A later verdict of the same actor on the same issue replaces the earlier; `missed` has no issue and adds up.
  `create table feedback (
    tenant_id uuid not null,
    feedback_id uuid not null,
    analysis_id uuid not null,
    issue_id uuid,
    actor text not null,
    verdict text not null check (verdict in ('true_positive', 'false_positive', 'wont_fix', 'fixed', 'missed')),
    reason text,
    comment text,
    location json,
    cwe text,
    suggestion_id text,
    suggestion_outcome text check (suggestion_outcome in ('applied', 'edited', 'rejected')),
    proposed boolean not null,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    primary key (tenant_id, feedback_id),
    unique (tenant_id, actor, issue_id),
    foreign key (tenant_id, analysis_id) references analyses on delete cascade
  )`,
  ...tenantTable('feedback'),
  'create index feedback_by_analysis on feedback (tenant_id, analysis_id)',

  // No foreign key to feedback: a dismissal outlives the analysis that it was given on.
  `create table dismissals (
    tenant_id uuid not null references tenants on delete cascade,
    scope text not null,
    fingerprint text not null,
    feedback_id uuid not null,
    state text not null check (state in ('active', 'proposed')),
    reason text,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, scope, fingerprint)
  )`,
  ...tenantTable('dismissals'),

  `create table knowledge (
    tenant_id uuid primary key references tenants on delete cascade,
    version bigint not null
  )`,
  ...tenantTable('knowledge'),

  `create table idempotency_records (
    tenant_id uuid not null references tenants on delete cascade,
    key_hash bytea not null,
    request_hash bytea not null,
    claim_id uuid not null,
    state text not null check (state in ('in_flight', 'done')),
    response_status integer,
    response_headers json,
    response_body text,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    primary key (tenant_id, key_hash)
  )`,
  ...tenantTable('idempotency_records'),
  'create index idempotency_records_by_expiry on idempotency_records (tenant_id, expires_at)',
] as const satisfies readonly string[];
