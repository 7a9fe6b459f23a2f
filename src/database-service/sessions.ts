// Sessions of persons in browsers: hashes of their secrets, never the secrets.
import { type SqlBool, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableOrNull } from './storable.ts';

export interface NewSession {
  readonly userId: string;
  readonly secretHash: Buffer;
  /** as the browser calls itself, to tell sessions apart */
  readonly userAgent: string | null;
  readonly expiresAt: Date;
}

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** A session in force, with the role of its active user. */
export interface SessionInForce extends SessionRecord {
  readonly role: string;
}

const COLUMNS = [
  'session_id as id',
  'user_id as userId',
  'user_agent as userAgent',
  'created_at as createdAt',
  'last_seen_at as lastSeenAt',
  'expires_at as expiresAt',
] as const;

export async function createSession(tx: TenantTransaction, session: NewSession): Promise<SessionRecord> {
  return await tx
    .insertInto('sessions')
    .values({
      session_id: uuidv7(),
      user_id: session.userId,
      secret_hash: session.secretHash,
      user_agent: storableOrNull(session.userAgent),
      expires_at: session.expiresAt,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/** The session with this secret or id if it has not ended, was used since `idleSince`, and its user is active. */
export async function findSessionInForce(
  tx: TenantTransaction,
  by: { readonly secretHash: Buffer } | { readonly id: string },
  idleSince: Date,
): Promise<SessionInForce | null> {
  if ('id' in by && !isUuid(by.id)) return null;
  const row = await tx
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'sessions.tenant_id').onRef('users.user_id', '=', 'sessions.user_id'),
    )
    .select([
      'session_id as id',
      'sessions.user_id as userId',
      'user_agent as userAgent',
      'sessions.created_at as createdAt',
      'last_seen_at as lastSeenAt',
      'expires_at as expiresAt',
      'users.role',
    ])
    .where('secretHash' in by ? sql<SqlBool>`secret_hash = ${by.secretHash}` : sql<SqlBool>`session_id = ${by.id}`)
    .where(inForce(idleSince))
    .where('users.state', '=', 'active')
    .executeTakeFirst();
  return row ?? null;
}

/** Notes that the session was used; at most once a minute a row is written. */
export async function touchSession(tx: TenantTransaction, id: string): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: sql<Date>`now()` })
    .where('session_id', '=', id)
    .where(sql<SqlBool>`last_seen_at < now() - interval '1 minute'`)
    .execute();
}

/** The sessions of the user that are in force, newest first. */
export async function listSessions(tx: TenantTransaction, userId: string, idleSince: Date): Promise<SessionRecord[]> {
  if (!isUuid(userId)) return [];
  return await tx
    .selectFrom('sessions')
    .select(COLUMNS)
    .where('user_id', '=', userId)
    .where(inForce(idleSince))
    .orderBy('session_id', 'desc')
    .execute();
}

/** Ends one session of the user; false when the user has none of this id in force. */
export async function revokeSession(tx: TenantTransaction, userId: string, id: string): Promise<boolean> {
  if (!isUuid(id) || !isUuid(userId)) return false;
  const result = await tx
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('session_id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends all sessions of the user, but for the one that is kept; returns how many. */
export async function revokeSessionsOf(tx: TenantTransaction, userId: string, kept: string | null): Promise<number> {
  let query = tx
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null);
  if (kept !== null) query = query.where('session_id', '!=', kept);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** Deletes what has ended: sessions, tokens that set a password, and failures to log in that count no more. */
export async function deleteEndedLogins(tx: TenantTransaction, idleSince: Date): Promise<number> {
  const sessions = await tx
    .deleteFrom('sessions')
    .where(sql<SqlBool>`not (${inForce(idleSince)})`)
    .executeTakeFirst();
  const tokens = await tx.deleteFrom('password_tokens').where('expires_at', '<=', sql<Date>`now()`).executeTakeFirst();
  const failures = await tx
    .deleteFrom('login_failures')
    .where(sql<SqlBool>`failed_at < now() - interval '1 day'`)
    .executeTakeFirst();
  return Number(sessions.numDeletedRows + tokens.numDeletedRows + failures.numDeletedRows);
}

function inForce(idleSince: Date) {
  return sql<SqlBool>`(revoked_at is null and expires_at > now() and last_seen_at > ${idleSince})`;
}
