-- The tables as Assay 0.1.0 made them (migrations 001 and 002), with rows. A fixture: never changed.
create table schema_migrations (name text primary key, applied_at timestamptz not null default now());
create table tenants (
    tenant_id uuid primary key,
    name text not null,
    created_at timestamptz(3) not null default now()
  );
alter table tenants alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant_isolation on tenants using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on tenants to assay_app;
create table tenant_keys (
    tenant_id uuid primary key references tenants on delete cascade,
    wrapped_key bytea not null,
    created_at timestamptz(3) not null default now()
  );
alter table tenant_keys alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table tenant_keys enable row level security;
alter table tenant_keys force row level security;
create policy tenant_isolation on tenant_keys using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on tenant_keys to assay_app;
create table api_keys (
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
  );
alter table api_keys alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy tenant_isolation on api_keys using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on api_keys to assay_app;
create index api_keys_by_hash on api_keys (key_hash);
create policy key_lookup on api_keys for select to current_user
      using (current_setting('app.lookup', true) = 'api-key');
create function find_api_key(wanted bytea) returns setof api_keys
      language plpgsql security definer set search_path = public, pg_temp
      as $$ begin
        perform set_config('app.lookup', 'api-key', true);
        return query select * from api_keys
          where key_hash = wanted and revoked_at is null and (expires_at is null or expires_at > now());
        perform set_config('app.lookup', '', true);
      end $$;
revoke all on function find_api_key from public;
grant execute on function find_api_key to assay_app;
create table code_objects (
    tenant_id uuid not null references tenants on delete cascade,
    address bytea not null,
    ciphertext bytea not null,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, address)
  );
alter table code_objects alter column ciphertext set storage external;
alter table code_objects alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table code_objects enable row level security;
alter table code_objects force row level security;
create policy tenant_isolation on code_objects using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on code_objects to assay_app;
create table analyses (
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
  );
alter table analyses alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table analyses enable row level security;
alter table analyses force row level security;
create policy tenant_isolation on analyses using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on analyses to assay_app;
create index analyses_newest_first on analyses (tenant_id, created_at desc, analysis_id desc);
create index analyses_by_repository on analyses (tenant_id, repository, created_at desc, analysis_id desc)
    where repository is not null;
create index analyses_by_code on analyses (tenant_id, code_address) where code_address is not null;
create table issues (
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
  );
alter table issues alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table issues enable row level security;
alter table issues force row level security;
create policy tenant_isolation on issues using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on issues to assay_app;
create index issues_by_fingerprint on issues (tenant_id, fingerprint);
create table feedback (
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
  );
alter table feedback alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table feedback enable row level security;
alter table feedback force row level security;
create policy tenant_isolation on feedback using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on feedback to assay_app;
create index feedback_by_analysis on feedback (tenant_id, analysis_id);
create table dismissals (
    tenant_id uuid not null references tenants on delete cascade,
    scope text not null,
    fingerprint text not null,
    feedback_id uuid not null,
    state text not null check (state in ('active', 'proposed')),
    reason text,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, scope, fingerprint)
  );
alter table dismissals alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table dismissals enable row level security;
alter table dismissals force row level security;
create policy tenant_isolation on dismissals using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on dismissals to assay_app;
create table knowledge (
    tenant_id uuid primary key references tenants on delete cascade,
    version bigint not null
  );
alter table knowledge alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table knowledge enable row level security;
alter table knowledge force row level security;
create policy tenant_isolation on knowledge using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on knowledge to assay_app;
create table idempotency_records (
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
  );
alter table idempotency_records alter column tenant_id set default nullif(current_setting('app.tenant', true), '')::uuid;
alter table idempotency_records enable row level security;
alter table idempotency_records force row level security;
create policy tenant_isolation on idempotency_records using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on idempotency_records to assay_app;
create index idempotency_records_by_expiry on idempotency_records (tenant_id, expires_at);
alter table issues add column within text not null default '';
alter table dismissals add column within text not null default '';
alter table dismissals add column path text not null default '';
alter table dismissals add column place text not null generated always as (md5(within) || md5(path)) stored;
alter table dismissals drop constraint dismissals_pkey;
alter table dismissals add primary key (tenant_id, scope, fingerprint, place);
create index dismissals_by_base on dismissals (tenant_id, scope, (left(fingerprint, 32)));
insert into schema_migrations (name) values ('001-first-tables'), ('002-dismissals-of-places');

-- Rows: two tenants with analyses over months, issues, verdicts, dismissals, keys and an answer to repeat.
create function fill_tenant(tenant uuid, number integer) returns void language plpgsql as $$ begin
  perform set_config('app.tenant', tenant::text, true);
  insert into tenants (tenant_id, name, created_at) values (tenant, 'tenant ' || number, '2026-03-01');
  insert into tenant_keys (wrapped_key) values (decode(repeat('0' || number, 60), 'hex'));
  insert into api_keys (api_key_id, key_hash, prefix, name, role, scopes, is_bootstrap)
    values (('00000000-0000-7000-8000-0000000000a' || number)::uuid, decode(repeat('a' || number, 32), 'hex'), 'asy_live_abcd', 'First key',
      'owner', array['analyses:read', 'a,"b'], number = 1);
  insert into code_objects (address, ciphertext, created_at)
    select decode(lpad(to_hex(n), 64, '0'), 'hex'), decode('01' || repeat(lpad(to_hex(n), 4, '0'), 50), 'hex'), '2026-03-01'
    from generate_series(1, 100) n;
  -- Every second day from March on, as UUIDv7; the last two are of a clock that ran ahead and no UUIDv7 at all.
  insert into analyses (analysis_id, created_at, repository, path, project, language, code_address, result, critical_count, high_count,
      medium_count, low_count, info_count, model_version, model_digest, knowledge, duration_ms, request_id)
    select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n), 3, '0') || '8' || repeat(number::text, 15))::uuid,
      at, case when n % 3 > 0 then 'shop' end, 'src/ü' || n || '.py', case when n % 5 = 0 then 'web' end, 'python',
      case when n % 4 > 0 then decode(lpad(to_hex(n % 100 + 1), 64, '0'), 'hex') end,
      json_build_object('issues', json_build_array(), 'n', n, 'text', E'line\n"x" \\ 𝒳'), 0, 1, 0, 0, 0, '2026.1', 'sha256:00', n, n / 7.0, 'r' || n
    from (select n, timestamptz '2026-03-01 12:00Z' + n * interval '2 days' as at from generate_series(1, 120) n) days;
  insert into analyses (analysis_id, created_at, language, result, critical_count, high_count, medium_count, low_count, info_count,
      model_version, model_digest, knowledge, duration_ms, request_id)
    values (('0fffffff-ffff-7fff-8fff-00000000000' || number)::uuid, '2026-05-01', 'go', '{}', 0, 0, 0, 0, 0, '2026.1', 'sha256:00', 0, 1, 'ahead'),
      (('f47ac10b-58cc-4372-a567-00000000000' || number)::uuid, '2026-05-02', 'go', '{}', 0, 0, 0, 0, 0, '2026.1', 'sha256:00', 0, 1, 'random');
  insert into issues (analysis_id, issue_id, fingerprint, rule_id, severity, category, confidence, cwe, path, within, start_line, end_line)
    select analysis_id, analysis_id, md5(analysis_id::text) || '01', 'sql-injection', 'high', 'security', 0.9, array['CWE-89'], coalesce(path, 'x'), 'Cart.pay', 1, 2
    from analyses where tenant_id = tenant;
  insert into feedback (feedback_id, analysis_id, issue_id, actor, verdict, comment, proposed, created_at)
    select analysis_id, analysis_id, analysis_id, 'somebody', 'false_positive', 'no', false, created_at from analyses where tenant_id = tenant and knowledge % 10 = 0;
  insert into dismissals (scope, fingerprint, within, path, feedback_id, state)
    select 'repository:shop', fingerprint, within, path, analysis_id, 'active' from issues where tenant_id = tenant order by analysis_id limit 20;
  insert into knowledge (version) values (13);
  insert into idempotency_records (key_hash, request_hash, claim_id, state, response_status, response_headers, response_body, expires_at)
    values (decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), tenant, 'done', 200, '{"a":"b"}', 'body', now() + interval '1 day');
  perform set_config('app.tenant', '', true);
end $$;
select fill_tenant('01950000-0000-7000-8000-000000000001', 1);
select fill_tenant('01950000-0000-7000-8000-000000000002', 2);
drop function fill_tenant;
