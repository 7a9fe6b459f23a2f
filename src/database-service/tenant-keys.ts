// The wrapped data keys of a tenant, one a version: the newest seals, older ones open what is still sealed under them.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface WrappedKey {
  /** counts from 1 */
  readonly version: number;
  readonly wrappedKey: Buffer;
  /** whether what older versions sealed is to be sealed anew under this one, and they are to be destroyed then */
  readonly replacesOlder: boolean;
  readonly createdAt: Date;
}

/** Any number, the same in every process: whoever wraps a key holds it shared, whoever exchanges the master key alone. */
const WRAPPING_LOCK = 4_127_301_959;

/** All keys of the tenant, oldest first; none once the tenant was erased. */
export async function findWrappedKeys(tx: TenantTransaction): Promise<WrappedKey[]> {
  return await tx
    .selectFrom('tenant_keys')
    .select(['version', 'wrapped_key as wrappedKey', 'replaces_older as replacesOlder', 'created_at as createdAt'])
    .where(sql<boolean>`length(wrapped_key) > 0`)
    .orderBy('version')
    .execute();
}

/**
 * To be called before a key is wrapped, in the transaction that stores it: a change of the master key waits until that
 * is committed, and so finds it. Ask for the master key after this, not before.
 */
export async function holdMasterKey(tx: TenantTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${WRAPPING_LOCK})`.execute(tx);
}

/** Waits until every transaction that has called `holdMasterKey` before has ended. */
export async function awaitMasterKeyHolders(tx: TenantTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${WRAPPING_LOCK})`.execute(tx);
}

/** Stores the key of a new version; false when another process has just stored one of this version. */
export async function addWrappedKey(
  tx: TenantTransaction,
  key: { readonly version: number; readonly wrappedKey: Buffer; readonly replacesOlder: boolean },
): Promise<boolean> {
  const row = await tx
    .insertInto('tenant_keys')
    .values({ version: key.version, wrapped_key: key.wrappedKey, replaces_older: key.replacesOlder })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return row !== undefined;
}

/** The same key, wrapped anew. */
export async function rewrapKey(tx: TenantTransaction, version: number, wrappedKey: Buffer): Promise<void> {
  await tx.updateTable('tenant_keys').set({ wrapped_key: wrappedKey }).where('version', '=', version).execute();
}

/** Sealed bytes begin with 1, or with 2 and the version of the key. */
function versionOf(column: string) {
  const sealed = sql.ref(column);
  return sql`case when get_byte(${sealed}, 0) = 2 then (get_byte(${sealed}, 1) << 24) | (get_byte(${sealed}, 2) << 16)
    | (get_byte(${sealed}, 3) << 8) | get_byte(${sealed}, 4) else 1 end`;
}

/**
 * Destroys the keys that are older than this version and seal nothing any more that is needed; returns how many. What scans remember
 * that have ended is not needed: files whose outcome does not open are analysed again.
 */
export async function deleteUnusedKeys(tx: TenantTransaction, newest: number): Promise<number> {
  const result = await sql`
    delete from tenant_keys where version < ${newest} and not exists (
      select from code_objects where code_objects.tenant_id = tenant_keys.tenant_id
      and code_objects.key_version = tenant_keys.version)
    and not exists (select from scans s where s.tenant_id = tenant_keys.tenant_id and s.state in ('queued', 'running')
      and s.sealed_source is not null and ${versionOf('s.sealed_source')} = tenant_keys.version)
    and not exists (select from scan_files f join scans s on s.tenant_id = f.tenant_id and s.scan_id = f.scan_id
      where f.tenant_id = tenant_keys.tenant_id and s.state in ('queued', 'running')
      and f.outcome is not null and ${versionOf('f.outcome')} = tenant_keys.version)`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
