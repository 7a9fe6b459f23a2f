// Idempotency-Key: the first request claims the key and leaves its answer, later ones get that answer.
import { type RawBuilder, sql } from 'kysely';
import { v4 as uuidv4 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableText } from './storable.ts';

/** An answer to give again, word for word. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface IdempotencyClaim {
  /** 32 bytes over whatever makes a key unique: endpoint, who asks, and the header */
  readonly keyHash: Buffer;
  /** 32 bytes over the body */
  readonly requestHash: Buffer;
  /** a claim that was not renewed for so long is taken for that of a crashed process, default 20 */
  readonly inFlightSeconds?: number;
}

export type ClaimResult =
  /** answer the request, then complete or release with this id */
  | { readonly state: 'claimed'; readonly claimId: string }
  | { readonly state: 'replay'; readonly response: StoredResponse }
  | { readonly state: 'in_flight' }
  | { readonly state: 'mismatch' };

const DEFAULT_IN_FLIGHT_SECONDS = 20;
const DEFAULT_KEEP_SECONDS = 24 * 60 * 60;

/**
 * Claims a key for one request. Commit the claim before doing the work, in a transaction of its own: until then a
 * second request with the same key waits for this transaction.
 */
export async function claimIdempotencyKey(tx: TenantTransaction, claim: IdempotencyClaim): Promise<ClaimResult> {
  const claimId = uuidv4();
  const expires = expiry(claim.inFlightSeconds ?? DEFAULT_IN_FLIGHT_SECONDS);
  const claimed = await tx
    .insertInto('idempotency_records')
    .values({
      key_hash: claim.keyHash,
      request_hash: claim.requestHash,
      claim_id: claimId,
      state: 'in_flight',
      expires_at: expires,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'key_hash'])
        .doUpdateSet({
          request_hash: claim.requestHash,
          claim_id: claimId,
          state: 'in_flight',
          response_status: null,
          response_headers: null,
          response_body: null,
          created_at: sql<Date>`now()`,
          expires_at: expires,
        })
        .where('idempotency_records.expires_at', '<', sql<Date>`now()`),
    )
    .returning('claim_id')
    .executeTakeFirst();
  return claimed === undefined ? await earlierResult(tx, claim) : { state: 'claimed', claimId };
}

/**
 * Leaves the answer for later requests with the same key, best in the transaction that stores what the answer says.
 * False when the claim had expired and someone else has the key now: roll back, or the work is stored twice.
 */
export async function completeIdempotencyKey(
  tx: TenantTransaction,
  keyHash: Buffer,
  claimId: string,
  response: StoredResponse,
  keepSeconds: number = DEFAULT_KEEP_SECONDS,
): Promise<boolean> {
  const result = await tx
    .updateTable('idempotency_records')
    .set({
      state: 'done',
      response_status: response.status,
      response_headers: storableJson(response.headers),
      response_body: storableText(response.body),
      expires_at: expiry(keepSeconds),
    })
    .where('key_hash', '=', keyHash)
    .where('claim_id', '=', claimId)
    .where('state', '=', 'in_flight')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Says that whoever has the claim is still at work. */
export async function renewIdempotencyKey(
  tx: TenantTransaction,
  keyHash: Buffer,
  claimId: string,
  inFlightSeconds: number = DEFAULT_IN_FLIGHT_SECONDS,
): Promise<void> {
  await tx
    .updateTable('idempotency_records')
    .set({ expires_at: expiry(inFlightSeconds) })
    .where('key_hash', '=', keyHash)
    .where('claim_id', '=', claimId)
    .where('state', '=', 'in_flight')
    .execute();
}

/** Gives a claim up after a failure, so that the client may try again with the same key. */
export async function releaseIdempotencyKey(tx: TenantTransaction, keyHash: Buffer, claimId: string): Promise<void> {
  await tx
    .deleteFrom('idempotency_records')
    .where('key_hash', '=', keyHash)
    .where('claim_id', '=', claimId)
    .where('state', '=', 'in_flight')
    .execute();
}

/** Deletes at most `limit` of this tenant's records that nobody can ask for any more; returns how many. */
export async function deleteExpiredIdempotencyKeys(tx: TenantTransaction, limit: number): Promise<number> {
  const result = await sql`
    delete from idempotency_records where key_hash in (
      select key_hash from idempotency_records where expires_at < now() order by expires_at limit ${limit})
    and expires_at < now()`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

async function earlierResult(tx: TenantTransaction, claim: IdempotencyClaim): Promise<ClaimResult> {
  const row = await tx
    .selectFrom('idempotency_records')
    .select(['request_hash', 'state', 'response_status', 'response_headers', 'response_body'])
    .where('key_hash', '=', claim.keyHash)
    .executeTakeFirst();
  // Released between the two statements: the client may try again.
  if (row === undefined) return { state: 'in_flight' };
  if (!row.request_hash.equals(claim.requestHash)) return { state: 'mismatch' };
  if (row.state === 'in_flight' || row.response_status === null) return { state: 'in_flight' };
  const response = {
    status: row.response_status,
    headers: row.response_headers ?? {},
    body: row.response_body ?? '',
  };
  return { state: 'replay', response };
}

/** by the database's clock, which all processes share */
function expiry(seconds: number): RawBuilder<Date> {
  return sql<Date>`now() + ${seconds} * interval '1 second'`;
}
