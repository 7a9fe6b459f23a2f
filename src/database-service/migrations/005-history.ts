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

  // Users may see a rule as graver or less grave; who may dismiss its findings depends on this one. Null: as shown.
  'alter table issues add column governed_severity text',
] as const satisfies readonly string[];
