// Maintenance jobs, preferences, what lists of analyses and issues are filtered by, and performance metrics.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

/**
 * Tenants one after the other, for jobs that serve all of them: ids and nothing else. As for the look-up of a key, the
 * extra policy holds for the owner alone and only while the function runs.
 */
const listTenantIds = [
  `create policy tenant_walk on tenants for select to current_user
    using (current_setting('app.lookup', true) = 'tenant-ids')`,
  `create function list_tenant_ids(after uuid, page_size integer) returns setof uuid
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'tenant-ids', true);
      return query select tenant_id from tenants
        where after is null or tenant_id > after order by tenant_id limit page_size;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function list_tenant_ids from public',
  `grant execute on function list_tenant_ids to ${APPLICATION_ROLE}`,
] as const;

/** Ids are UUIDv7: by id is by time. What a list is filtered by comes before the id, so that a page is one walk. */
const lists = [
  'drop index analyses_newest_first',
  'drop index analyses_by_repository',
  'create index analyses_by_repository on analyses (tenant_id, repository, analysis_id) where repository is not null',
  'create index analyses_by_project on analyses (tenant_id, project, analysis_id) where project is not null',
  'create index analyses_by_language on analyses (tenant_id, language, analysis_id)',
  'create index analyses_by_model on analyses (tenant_id, model_version, analysis_id)',
  'create index analyses_grave on analyses (tenant_id, analysis_id) where critical_count + high_count > 0',
  // Paths may be longer than an entry of an index. Columns, not expressions: under row-level security an index is used
  // with leakproof functions only, and left() is none.
  `alter table analyses add column path_start text collate "C" generated always as (left(path, 200)) stored`,
  'create index analyses_by_path on analyses (tenant_id, path_start, analysis_id) where path_start is not null',
  'drop index issues_by_fingerprint',
  'alter table issues add column defect_id uuid',
  'create index issues_by_defect on issues (tenant_id, defect_id, analysis_id)',
  'create index issues_by_rule on issues (tenant_id, rule_id, analysis_id)',
] as const;

/** A defect over all analyses that showed it: what triage works on. `identity` is where it was first seen. */
const defects = [
  `create table defects (
    tenant_id uuid not null references tenants on delete cascade,
    defect_id uuid not null,
    scope text not null,
    identity text not null,
    repository text,
    project text,
    ref text,
    fingerprint text not null,
    base text not null generated always as (left(fingerprint, 32)) stored,
    within text not null,
    path text not null,
    path_start text collate "C" not null generated always as (left(path, 200)) stored,
    path_hash text not null generated always as (md5(path)) stored,
    language text not null,
    rule_id text not null,
    severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    gravity smallint not null generated always as (case severity
      when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 else 1 end) stored,
    category text not null,
    confidence double precision not null,
    cwe text[] not null,
    message text not null,
    state text not null check (state in ('open', 'proposed', 'dismissed', 'fixed')),
    occurrences integer not null,
    last_analysis_id uuid not null,
    last_issue_id uuid not null,
    last_seen_at timestamptz(3) not null,
    fixed_at timestamptz(3),
    primary key (tenant_id, defect_id)
  ) with (fillfactor = 80)`,
  ...tenantTable('defects'),
  'create unique index defects_by_identity on defects (tenant_id, scope, base, identity)',
  'create index defects_by_place on defects (tenant_id, scope, path_hash) where fixed_at is null',
  'create index defects_by_state on defects (tenant_id, state, defect_id)',
  'create index defects_by_gravity on defects (tenant_id, gravity, defect_id)',
  'create index defects_by_rule on defects (tenant_id, rule_id, defect_id)',
  'create index defects_by_repository on defects (tenant_id, repository, defect_id) where repository is not null',
  'create index defects_by_project on defects (tenant_id, project, defect_id) where project is not null',
  'create index defects_by_path on defects (tenant_id, path_start, defect_id)',
  'create index defects_fixed on defects (tenant_id, fixed_at) where fixed_at is not null',

  // Which rules have found which weakness.
  `create table rule_weaknesses (
    tenant_id uuid not null references tenants on delete cascade,
    cwe text not null,
    rule_id text not null,
    primary key (tenant_id, cwe, rule_id)
  )`,
  ...tenantTable('rule_weaknesses'),

  // The words of messages and paths, to search by their beginnings.
  `create table defect_words (
    tenant_id uuid not null,
    word text collate "C" not null,
    defect_id uuid not null,
    primary key (tenant_id, word, defect_id),
    foreign key (tenant_id, defect_id) references defects on delete cascade
  )`,
  ...tenantTable('defect_words'),
  'create index defect_words_by_defect on defect_words (tenant_id, defect_id)',
] as const;

/**
 * Times of analyses: one row each until they are rolled up, then counts in buckets of a logarithmic scale, which add up over
 * any hours, languages and models. The time of the answer is `total_ms`; waiting, model and store are parts of it.
 */
const timings = [
  `create table analysis_timings (
    tenant_id uuid not null references tenants on delete cascade,
    timing_id uuid not null,
    language text not null,
    model_version text not null,
    cached boolean not null,
    failed boolean not null,
    code_bytes bigint not null,
    queue_ms double precision not null,
    model_ms double precision not null,
    store_ms double precision not null,
    total_ms double precision not null,
    primary key (tenant_id, timing_id)
  )`,
  ...tenantTable('analysis_timings'),
  `create table timing_rollups (
    tenant_id uuid not null references tenants on delete cascade,
    period text not null check (period in ('hour', 'day')),
    starts_at timestamptz(3) not null,
    language text not null,
    model_version text not null,
    cached boolean not null,
    bucket smallint not null,
    analyses bigint not null,
    failures bigint not null,
    code_bytes bigint not null,
    queue_ms double precision not null,
    model_ms double precision not null,
    store_ms double precision not null,
    total_ms double precision not null,
    primary key (tenant_id, period, starts_at, language, model_version, cached, bucket)
  )`,
  ...tenantTable('timing_rollups'),
] as const;

export const history = [
  ...listTenantIds,

  // Jobs belong to the installation; their rows are kept under its own tenant.
  `create table maintenance_jobs (
    tenant_id uuid not null references tenants on delete cascade,
    job text not null,
    holder uuid,
    heartbeat bigint not null default 0,
    started_at timestamptz(3),
    finished_at timestamptz(3),
    failures integer not null default 0,
    primary key (tenant_id, job)
  )`,
  ...tenantTable('maintenance_jobs'),

  // `subject` is empty for the tenant, the project's name, or the id of whoever acts.
  `create table preferences (
    tenant_id uuid not null references tenants on delete cascade,
    scope text not null check (scope in ('tenant', 'project', 'user')),
    subject text not null,
    settings json not null,
    locked text[] not null,
    updated_at timestamptz(3) not null default now(),
    primary key (tenant_id, scope, subject)
  )`,
  ...tenantTable('preferences'),

  // As above: the expression of an index is of no use under row-level security.
  'alter table dismissals add column base text not null generated always as (left(fingerprint, 32)) stored',
  'drop index dismissals_by_base',
  'create index dismissals_by_base on dismissals (tenant_id, scope, base)',
  // Users may see a rule as graver or less grave; who may dismiss its findings depends on this one. Null: as shown.
  'alter table issues add column governed_severity text',
  ...lists,
  ...defects,
  ...timings,
  // What loses its code by age.
  'create index analyses_with_code on analyses (tenant_id, analysis_id) where code_address is not null',
] as const satisfies readonly string[];
