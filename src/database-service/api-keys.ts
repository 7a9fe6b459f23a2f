// API keys as stored: hashes, never the keys.
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Database, TenantTransaction } from './database.ts';
import { isUuid } from './storable.ts';

export interface NewApiKey {
  /** 32 bytes, from `hashApiKey` of the security box */
  readonly hash: Buffer;
  /** shown in lists */
  readonly prefix: string;
  readonly name: string;
  readonly role: string;
  /** actions the key is narrowed to; empty: all that its role allows */
  readonly scopes?: readonly string[];
  readonly isBootstrap?: boolean;
  readonly expiresAt?: Date | null;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly prefix: string;
  readonly name: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly isBootstrap: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = [
  'tenant_id as tenantId',
  'api_key_id as id',
  'prefix',
  'name',
  'role',
  'scopes',
  'is_bootstrap as isBootstrap',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;
const TOUCH_INTERVAL = sql`interval '1 minute'`;

/** Stores a new key for the tenant of the transaction and returns its record. */
export async function createApiKey(tx: TenantTransaction, key: NewApiKey): Promise<ApiKeyRecord> {
  return await tx
    .insertInto('api_keys')
    .values({
      api_key_id: uuidv7(),
      key_hash: key.hash,
      prefix: key.prefix,
      name: key.name,
      role: key.role,
      scopes: [...(key.scopes ?? [])],
      is_bootstrap: key.isBootstrap ?? false,
      expires_at: key.expiresAt ?? null,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/**
 * The key with this hash if it is neither revoked nor expired, otherwise null. The only question that is asked before
 * the tenant is known, through one SECURITY DEFINER function. Callers may remember the answer for a few seconds.
 */
export async function findApiKeyByHash(database: Database, hash: Buffer): Promise<ApiKeyRecord | null> {
  return await database.findApiKey(hash);
}

/** The tenant's key of this id if it is neither revoked nor expired, otherwise null. */
export async function findApiKeyInForce(tx: TenantTransaction, id: string): Promise<ApiKeyRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx
    .selectFrom('api_keys')
    .select(COLUMNS)
    .where('api_key_id', '=', id)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', sql<Date>`now()`)]))
    .executeTakeFirst();
  return row ?? null;
}

/** Notes that the key was used; at most once a minute a row is written. */
export async function touchApiKey(tx: TenantTransaction, id: string): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: sql<Date>`now()` })
    .where('api_key_id', '=', id)
    .where((where) =>
      where.or([where('last_used_at', 'is', null), where('last_used_at', '<', sql<Date>`now() - ${TOUCH_INTERVAL}`)]),
    )
    .execute();
}

/** All keys of the tenant, oldest first, revoked and expired ones included. */
export async function listApiKeys(tx: TenantTransaction): Promise<ApiKeyRecord[]> {
  return await tx.selectFrom('api_keys').select(COLUMNS).orderBy('api_key_id').execute();
}

/** Revokes a key for good; false when the tenant has no such key in force. */
export async function revokeApiKey(tx: TenantTransaction, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('api_key_id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The question behind `findApiKeyByHash`, asked outside a tenant. */
export async function findApiKeyBeforeTenant(pool: Pool, hash: Buffer): Promise<ApiKeyRecord | null> {
  const columns = COLUMNS.map((column) => column.replace(/ as (\w+)/, ' as "$1"')).join(', ');
  const { rows } = await pool.query<ApiKeyRecord>(`select ${columns} from find_api_key($1)`, [hash]);
  return rows[0] ?? null;
}
