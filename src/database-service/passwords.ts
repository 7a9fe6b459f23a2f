// Password hashes of persons, and the one-time tokens by which a password is set for the first time or anew.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableText } from './storable.ts';
import { findUser, type UserRecord } from './users.ts';

export interface Login {
  readonly user: UserRecord;
  /** null for a user who has no password */
  readonly passwordHash: string | null;
}

/** The person with this e-mail address in any case of letters, or null. */
export async function findLogin(tx: TenantTransaction, email: string): Promise<Login | null> {
  const row = await tx
    .selectFrom('users')
    .select(['user_id', 'password_hash'])
    .where('email', '=', storableText(email.toLowerCase()))
    .executeTakeFirst();
  return row === undefined ? null : await loginOf(tx, row.user_id, row.password_hash);
}

/** The user of this id with the hash, or null. */
export async function findLoginOf(tx: TenantTransaction, userId: string): Promise<Login | null> {
  if (!isUuid(userId)) return null;
  const row = await tx.selectFrom('users').select('password_hash').where('user_id', '=', userId).executeTakeFirst();
  return row === undefined ? null : await loginOf(tx, userId, row.password_hash);
}

async function loginOf(tx: TenantTransaction, userId: string, passwordHash: string | null): Promise<Login | null> {
  const user = await findUser(tx, userId);
  return user === null ? null : { user, passwordHash };
}

/** False when the tenant has no such person. */
export async function setPassword(tx: TenantTransaction, userId: string, passwordHash: string): Promise<boolean> {
  if (!isUuid(userId)) return false;
  const result = await tx
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('user_id', '=', userId)
    .where('kind', '=', 'person')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Stores a token in the place of the user's last one. The caller has found the user. */
export async function savePasswordToken(
  tx: TenantTransaction,
  userId: string,
  tokenHash: Buffer,
  expiresAt: Date,
): Promise<void> {
  const values = { token_hash: tokenHash, expires_at: expiresAt };
  await tx
    .insertInto('password_tokens')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(values))
    .execute();
}

/** The user whose password the token may set, or null when it is unknown, used or expired. */
export async function findPasswordToken(tx: TenantTransaction, tokenHash: Buffer): Promise<string | null> {
  const row = await tx
    .selectFrom('password_tokens')
    .select('user_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** Uses the token up; false for whoever comes second. */
export async function takePasswordToken(tx: TenantTransaction, tokenHash: Buffer): Promise<boolean> {
  const result = await tx.deleteFrom('password_tokens').where('token_hash', '=', tokenHash).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
