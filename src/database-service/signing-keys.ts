// Keys that sign access tokens, shared by all processes of an installation. Call these as the home tenant.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { storableJson } from './storable.ts';

export interface SigningKeyRecord {
  readonly kid: string;
  /** a JWK */
  readonly publicKey: unknown;
  readonly sealed: Buffer;
  readonly createdAt: Date;
  readonly activeFrom: Date;
  /** null until a newer key takes over */
  readonly expiresAt: Date | null;
  /** by the database's clock, which all processes share */
  readonly isActive: boolean;
  readonly ageSeconds: number;
}

export interface SigningKeyChange {
  readonly kid: string;
  readonly publicKey: unknown;
  readonly sealed: Buffer;
  /** how long it is published before it signs */
  readonly leadSeconds: number;
  /** how long the keys before it stay valid once it signs; null ends them at once */
  readonly overlapSeconds: number | null;
}

/** Keys that are published: those to come, the one that signs, and those whose tokens may still live. Newest first. */
export async function listSigningKeys(tx: TenantTransaction): Promise<SigningKeyRecord[]> {
  return await tx
    .selectFrom('signing_keys')
    .select(['kid', 'public_key as publicKey', 'sealed', 'created_at as createdAt'])
    .select(['active_from as activeFrom', 'expires_at as expiresAt'])
    .select(sql<boolean>`active_from <= now()`.as('isActive'))
    .select(sql<number>`extract(epoch from now() - created_at)::double precision`.as('ageSeconds'))
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', sql<Date>`now()`)]))
    .orderBy('active_from', 'desc')
    .orderBy('kid')
    .execute();
}

/** One process at a time, until the transaction ends: of several that find a key missing one makes it. */
export async function lockSigningKeys(tx: TenantTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('assay signing keys'))`.execute(tx);
}

/** Adds the next key, sets the end of those before it, and deletes what has ended. */
export async function addSigningKey(tx: TenantTransaction, key: SigningKeyChange): Promise<void> {
  const activeFrom = sql<Date>`now() + ${key.leadSeconds} * interval '1 second'`;
  const { overlapSeconds } = key;
  if (overlapSeconds === null) await tx.deleteFrom('signing_keys').execute();
  else {
    await tx
      .updateTable('signing_keys')
      .set({ expires_at: sql<Date>`${activeFrom} + ${overlapSeconds} * interval '1 second'` })
      .where('expires_at', 'is', null)
      .execute();
    await tx.deleteFrom('signing_keys').where('expires_at', '<', sql<Date>`now()`).execute();
  }
  await tx
    .insertInto('signing_keys')
    .values({ kid: key.kid, public_key: storableJson(key.publicKey), sealed: key.sealed, active_from: activeFrom })
    .execute();
}

/** The same key, sealed under another master key. */
export async function updateSealedSigningKey(tx: TenantTransaction, kid: string, sealed: Buffer): Promise<void> {
  await tx.updateTable('signing_keys').set({ sealed }).where('kid', '=', kid).execute();
}
