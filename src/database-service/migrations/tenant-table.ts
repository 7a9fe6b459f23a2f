// What makes a table a tenant's table: row-level security, the default of tenant_id, the rights of the role assay_app.

/** The role that every transaction enters: it owns nothing and is bound by row-level security. */
export const APPLICATION_ROLE = 'assay_app';

// After a transaction the setting is an empty string, not absent; nullif makes both mean "no tenant, no rows".
const CURRENT_TENANT = `nullif(current_setting('app.tenant', true), '')::uuid`;

/** Statements to run right after `create table`. Every table but `schema_migrations` needs them; a test checks it. */
export function tenantTable(table: string): string[] {
  return [
    `alter table ${table} alter column tenant_id set default ${CURRENT_TENANT}`,
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy tenant_isolation on ${table} using (tenant_id = ${CURRENT_TENANT}) with check (tenant_id = ${CURRENT_TENANT})`,
    wholeTable(table),
    `grant select, insert, update, delete on ${table} to ${APPLICATION_ROLE}`,
  ];
}

/**
 * Backups read every tenant's rows. The policy holds for the owner alone, and only where `app.whole` is set: an owner's
 * forgotten WHERE still sees nothing.
 */
export function wholeTable(table: string): string {
  return `create policy whole_table on ${table} to current_user using (current_setting('app.whole', true) = 'on')
    with check (current_setting('app.whole', true) = 'on')`;
}

/**
 * The one look-up before the tenant is known. The extra policy holds for the owner alone and only while the function
 * runs (it sets `app.lookup` and unsets it), so an owner's forgotten WHERE still sees nothing. The index is the one that
 * `tenant_id` does not lead: the tenant is what is looked up.
 */
export function lookUpByHash(): string[] {
  return [
    'create index api_keys_by_hash on api_keys (key_hash)',
    `create policy key_lookup on api_keys for select to current_user
      using (current_setting('app.lookup', true) = 'api-key')`,
    // A SET clause would do, but only superusers may declare one for a setting of ours.
    `create function find_api_key(wanted bytea) returns setof api_keys
      language plpgsql security definer set search_path = public, pg_temp
      as $$ begin
        perform set_config('app.lookup', 'api-key', true);
        return query select * from api_keys
          where key_hash = wanted and revoked_at is null and (expires_at is null or expires_at > now());
        perform set_config('app.lookup', '', true);
      end $$`,
    'revoke all on function find_api_key from public',
    `grant execute on function find_api_key to ${APPLICATION_ROLE}`,
  ];
}
