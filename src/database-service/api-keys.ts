// API keys as stored: hashes, never the keys.
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Database, TenantTransaction } from './database.ts';
import type { Quota } from './quotas.ts';
import { isUuid, storableText } from './storable.ts';

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
  /** whose key it is; null: nobody's, it is itself the actor */
  readonly userId?: string | null;
  /** the project that it is restricted to */
  readonly projectId?: string | null;
  /** the actor who makes it */
  readonly createdBy?: string | null;
  /** default: what the configuration gives every key */
  readonly requestsPerMinute?: number | null;
  readonly contentMbPerHour?: number | null;
}

export interface ApiKeyRecord extends Quota {
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
  readonly userId: string | null;
  readonly projectId: string | null;
  readonly createdBy: string | null;
  /** the key that it was rotated into */
  readonly replacedBy: string | null;
}

/** A key in force with what bounds it. */
export interface ApiKeyInForce extends ApiKeyRecord {
  /** the active user whose key it is */
  readonly user: { readonly role: string } | null;
  /** the slug of the project that it is restricted to */
  readonly project: string | null;
}

export interface ApiKeyFilter {
  /** only keys of this user, or made by this actor */
  readonly ownedBy?: string;
  /** only keys of this user or service account */
  readonly userId?: string;
  /** also revoked and expired ones */
  readonly includeEnded?: boolean;
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ApiKeyPage {
  readonly keys: readonly ApiKeyRecord[];
  readonly nextCursor: string | null;
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
  'user_id as userId',
  'project_id as projectId',
  'created_by as createdBy',
  'replaced_by as replacedBy',
  'requests_per_minute as requestsPerMinute',
  'content_mb_per_hour as contentMbPerHour',
] as const;
const DEFAULT_LIMIT = 100;
const TOUCH_INTERVAL = sql`interval '1 minute'`;

/** Stores a new key for the tenant of the transaction and returns its record. */
export async function createApiKey(tx: TenantTransaction, key: NewApiKey): Promise<ApiKeyRecord> {
  return await tx
    .insertInto('api_keys')
    .values({
      api_key_id: uuidv7(),
      key_hash: key.hash,
      prefix: key.prefix,
      name: storableText(key.name),
      role: key.role,
      scopes: [...(key.scopes ?? [])],
      is_bootstrap: key.isBootstrap ?? false,
      expires_at: key.expiresAt ?? null,
      user_id: key.userId ?? null,
      project_id: key.projectId ?? null,
      created_by: key.createdBy ?? null,
      requests_per_minute: key.requestsPerMinute ?? null,
      content_mb_per_hour: key.contentMbPerHour ?? null,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/**
 * The key with this hash if it is neither revoked nor expired and its user, if it has one, is active; otherwise null. The
 * only question that is asked before the tenant is known, through one SECURITY DEFINER function. Callers may remember the
 * answer for a few seconds.
 */
export async function findApiKeyByHash(database: Database, hash: Buffer): Promise<ApiKeyInForce | null> {
  const key = await database.findApiKey(hash);
  if (key === null || (key.userId === null && key.projectId === null))
    return key && { ...key, user: null, project: null };
  return await database.asTenant(key.tenantId, (tx) => findApiKeyInForce(tx, key.id));
}

/** The tenant's key of this id if it is in force, otherwise null; see `findApiKeyByHash`. */
export async function findApiKeyInForce(tx: TenantTransaction, id: string): Promise<ApiKeyInForce | null> {
  if (!isUuid(id)) return null;
  const key = await tx
    .selectFrom('api_keys')
    .select(COLUMNS)
    .where('api_key_id', '=', id)
    .where(sql<boolean>`revoked_at is null and (expires_at is null or expires_at > now())`)
    .executeTakeFirst();
  if (key === undefined) return null;
  const user = key.userId === null ? null : await activeRole(tx, key.userId);
  const project = key.projectId === null ? null : await slugOf(tx, key.projectId);
  if (key.userId !== null && user === null) return null;
  return { ...key, user, project };
}

async function activeRole(tx: TenantTransaction, userId: string): Promise<{ role: string } | null> {
  const user = tx.selectFrom('users').select('role').where('user_id', '=', userId).where('state', '=', 'active');
  return (await user.executeTakeFirst()) ?? null;
}

/** There is one: the key would have been deleted with its project. */
async function slugOf(tx: TenantTransaction, projectId: string): Promise<string> {
  const project = tx.selectFrom('projects').select('slug').where('project_id', '=', projectId);
  return (await project.executeTakeFirstOrThrow()).slug;
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

/** The key, ended or not, or null when the tenant has none of this id. */
export async function findApiKey(tx: TenantTransaction, id: string): Promise<ApiKeyRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx.selectFrom('api_keys').select(COLUMNS).where('api_key_id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** A page of keys, newest first. Throws AssayError `invalid_request` for a cursor that no list gave out. */
export async function searchApiKeys(tx: TenantTransaction, filter: ApiKeyFilter): Promise<ApiKeyPage> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  let query = tx.selectFrom('api_keys').select(COLUMNS).orderBy('created_at', 'desc').orderBy('api_key_id', 'desc');
  const { ownedBy, userId, cursor } = filter;
  if (ownedBy !== undefined) {
    query = query.where(sql<boolean>`(user_id::text = ${ownedBy} or api_key_id::text = ${ownedBy}
      or (user_id is null and created_by = ${ownedBy}))`);
  }
  if (userId !== undefined) query = query.where(sql<boolean>`user_id::text = ${userId}`);
  if (filter.includeEnded !== true) {
    query = query.where(sql<boolean>`revoked_at is null and (expires_at is null or expires_at > now())`);
  }
  if (cursor !== undefined) {
    const place = decodeCursor(cursor);
    query = query.where(sql<boolean>`(created_at, api_key_id) < (${place.createdAt}, ${place.id})`);
  }
  const rows = await query.limit(limit + 1).execute();
  const keys = rows.slice(0, limit);
  const last = keys.at(-1);
  return { keys, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}

/** A rotated key ends at this time, or when it would have ended anyway if that is sooner. */
export async function replaceApiKey(tx: TenantTransaction, id: string, by: string, endsAt: Date): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ replaced_by: by, expires_at: sql<Date>`least(expires_at, ${endsAt})` })
    .where('api_key_id', '=', id)
    .execute();
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
