// Scans of whole projects: what was asked, and each file with how far it has come. Code lies with all other code.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

export const scans = [
  // `lease_*`: who works on it, until when by the database's clock. `attempts`: begun since something of it was last done.
  `create table scans (
    tenant_id uuid not null references tenants on delete cascade,
    scan_id uuid not null,
    created_at timestamptz(3) not null default now(),
    created_by text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    source text not null check (source in ('files', 'archive', 'git')),
    origin text,
    sealed_source bytea,
    project text,
    repository text,
    ref text,
    settings json not null,
    files integer not null default 0,
    analysed integer not null default 0,
    reported integer not null default 0,
    reused integer not null default 0,
    failed integer not null default 0,
    skipped json not null default '{}',
    critical_count integer not null default 0,
    high_count integer not null default 0,
    medium_count integer not null default 0,
    low_count integer not null default 0,
    info_count integer not null default 0,
    suppressed_count integer not null default 0,
    attempts integer not null default 0,
    lease_holder uuid,
    lease_until timestamptz(3),
    published_at timestamptz(3) not null default now(),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    stopped_at_path text,
    error_code text,
    error_detail text,
    model_version text,
    model_digest text,
    notices json not null default '[]',
    primary key (tenant_id, scan_id)
  )`,
  ...tenantTable('scans'),
  `create index scans_open on scans (tenant_id, published_at) where state in ('queued', 'running')`,

  // 'analysed': its outcome is here; 'reported': what was found in it, by its own analysis and by others', is an analysis.
  `create table scan_files (
    tenant_id uuid not null,
    scan_id uuid not null,
    position integer not null,
    path text not null,
    address bytea,
    state text not null default 'waiting' check (state in ('waiting', 'analysed', 'reported', 'failed')),
    file_key bytea,
    files_read json,
    outcome bytea,
    report_key bytea,
    analysis_id uuid,
    report integer,
    issue_count integer not null default 0,
    issue_counts integer[] not null default '{0,0,0,0,0}',
    suppressed_count integer not null default 0,
    is_reused boolean not null default false,
    error text,
    primary key (tenant_id, scan_id, position),
    foreign key (tenant_id, scan_id) references scans on delete cascade
  )`,
  ...tenantTable('scan_files'),
  'create index scan_files_by_report on scan_files (tenant_id, scan_id, report) where report is not null',
  'create index scan_files_by_code on scan_files (tenant_id, address) where address is not null',
  'create index scan_files_by_analysis on scan_files (tenant_id, analysis_id) where analysis_id is not null',

  // Tenants with a scan that nobody works on, asked outside a tenant: ids and nothing else.
  `create policy stalled_scans on scans for select to current_user
    using (current_setting('app.lookup', true) = 'stalled-scans')`,
  `create function list_stalled_scan_tenants(silence_seconds integer, page_size integer) returns setof uuid
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'stalled-scans', true);
      return query select tenant_id from scans where state in ('queued', 'running')
        and published_at < now() - silence_seconds * interval '1 second' and (lease_until is null or lease_until < now())
        group by tenant_id order by min(published_at) limit page_size;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function list_stalled_scan_tenants from public',
  `grant execute on function list_stalled_scan_tenants to ${APPLICATION_ROLE}`,
] as const satisfies readonly string[];
