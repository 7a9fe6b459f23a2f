// Data keys with versions, every table readable for backups, analyses and issues in monthly partitions.
import { partitions } from './partitions.ts';
import { APPLICATION_ROLE, tenantTable, wholeTable } from './tenant-table.ts';

export const storage = [
  // Tables that an older Assay made.
  `do $$ declare tenants_table text; begin
    for tenants_table in select relname from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
      and exists (select from pg_policy where polrelid = c.oid and polname = 'tenant_isolation')
      and not exists (select from pg_policy where polrelid = c.oid and polname = 'whole_table')
    loop
      execute format($policy$${wholeTable('%I')}$policy$, tenants_table);
    end loop;
  end $$`,

  // A destroyed key is an empty one; its row stays until the rows that were sealed under it are gone.
  'alter table tenant_keys add column version integer not null default 1 check (version > 0)',
  'alter table tenant_keys add column replaces_older boolean not null default false',
  'alter table tenant_keys drop constraint tenant_keys_pkey',
  'alter table tenant_keys add primary key (tenant_id, version)',

  // Sealed bytes begin with 1, or with 2 and the version of the key.
  `alter table code_objects add column key_version integer not null generated always as (
    case when get_byte(ciphertext, 0) = 2 then (get_byte(ciphertext, 1) << 24) | (get_byte(ciphertext, 2) << 16)
      | (get_byte(ciphertext, 3) << 8) | get_byte(ciphertext, 4) else 1 end) stored`,
  'alter table code_objects add foreign key (tenant_id, key_version) references tenant_keys (tenant_id, version)',
  'create index code_objects_by_key on code_objects (tenant_id, key_version)',

  // Where a tenant is that is not simply here. It refers to nothing: the tenant's rows may be elsewhere.
  `create table tenant_placements (
    tenant_id uuid primary key,
    state text not null check (state in ('moving', 'frozen', 'moved', 'arriving')),
    database text not null,
    frozen_until timestamptz(3),
    updated_at timestamptz(3) not null default now()
  )`,
  ...tenantTable('tenant_placements'),
  `revoke insert, update, delete on tenant_placements from ${APPLICATION_ROLE}`,

  ...partitions,
] as const satisfies readonly string[];
