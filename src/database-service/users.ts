// Users of a tenant: persons and service accounts. What they may do is decided above; here is what is stored.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableOrNull, storableText } from './storable.ts';

export interface NewUser {
  readonly kind: 'person' | 'service';
  /** of a person; kept in lower case */
  readonly email: string | null;
  readonly name: string;
  readonly role: string;
  /** of an OIDC identity; both or none */
  readonly issuer?: string | null;
  readonly subject?: string | null;
  /** the actor who makes the user */
  readonly createdBy: string | null;
}

export interface UserRecord {
  readonly id: string;
  readonly kind: 'person' | 'service';
  readonly email: string | null;
  readonly name: string;
  readonly role: string;
  readonly state: 'active' | 'disabled';
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly hasPassword: boolean;
  readonly createdAt: Date;
  readonly createdBy: string | null;
}

export interface UserFilter {
  readonly kind?: 'person' | 'service';
  readonly state?: 'active' | 'disabled';
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface UserPage {
  readonly users: readonly UserRecord[];
  readonly nextCursor: string | null;
}

export type UserChanges = Partial<Pick<UserRecord, 'name' | 'role' | 'state' | 'issuer' | 'subject'>>;

const DEFAULT_LIMIT = 100;

/** The new user, or null when the tenant has one with this e-mail or OIDC identity already. */
export async function createUser(tx: TenantTransaction, user: NewUser): Promise<UserRecord | null> {
  const row = await tx
    .insertInto('users')
    .values({
      user_id: uuidv7(),
      kind: user.kind,
      email: storableOrNull(user.email?.toLowerCase()),
      name: storableText(user.name),
      role: user.role,
      issuer: storableOrNull(user.issuer),
      subject: storableOrNull(user.subject),
      created_by: user.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

/** The user, or null when the tenant has none of this id. */
export async function findUser(tx: TenantTransaction, id: string): Promise<UserRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx.selectFrom('users').select(COLUMNS).where('user_id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The user whom an OIDC issuer knows by this subject, or null. */
export async function findUserBySubject(
  tx: TenantTransaction,
  issuer: string,
  subject: string,
): Promise<UserRecord | null> {
  const row = await tx
    .selectFrom('users')
    .select(COLUMNS)
    .where('issuer', '=', storableText(issuer))
    .where('subject', '=', storableText(subject))
    .executeTakeFirst();
  return row ?? null;
}

/** A page of users, newest first. Throws AssayError `invalid_request` for a cursor that no list gave out. */
export async function listUsers(tx: TenantTransaction, filter: UserFilter): Promise<UserPage> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  let query = tx.selectFrom('users').select(COLUMNS).orderBy('created_at', 'desc').orderBy('user_id', 'desc');
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.cursor !== undefined) {
    const place = decodeCursor(filter.cursor);
    query = query.where(sql<boolean>`(created_at, user_id) < (${place.createdAt}, ${place.id})`);
  }
  const rows = await query.limit(limit + 1).execute();
  const users = rows.slice(0, limit);
  const last = users.at(-1);
  return { users, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}

/** The user as changed, or null when the tenant has none of this id. */
export async function changeUser(tx: TenantTransaction, id: string, changes: UserChanges): Promise<UserRecord | null> {
  if (!isUuid(id)) return null;
  if (Object.keys(changes).length === 0) return await findUser(tx, id);
  const row = await tx
    .updateTable('users')
    .set({ ...changes, ...(changes.name !== undefined && { name: storableText(changes.name) }) })
    .where('user_id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

/** Deletes the user with keys and sessions; false when the tenant has none of this id. */
export async function deleteUser(tx: TenantTransaction, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx.deleteFrom('users').where('user_id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/**
 * The ids of the active owners, locked until the transaction ends: of two owners who demote each other at once, the
 * second sees what the first has done.
 */
export async function lockOwners(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx
    .selectFrom('users')
    .select('user_id')
    .where('role', '=', 'owner')
    .where('state', '=', 'active')
    .orderBy('user_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.user_id);
}

const COLUMNS = [
  'user_id as id',
  'kind',
  'email',
  'name',
  'role',
  'state',
  'issuer',
  'subject',
  sql<boolean>`password_hash is not null`.as('hasPassword'),
  'created_at as createdAt',
  'created_by as createdBy',
] as const;
