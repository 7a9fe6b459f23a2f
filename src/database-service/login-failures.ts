// Back-off after failed attempts to log in. An attempt is counted before it is made, so that many at once count as many.
import { type SqlBool, sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface BackOff {
  /** attempts that cost no wait */
  readonly freeAttempts: number;
  /** the wait after them, which doubles with each further failure up to the longest */
  readonly firstSeconds: number;
  readonly longestSeconds: number;
}

/** Failures that are older than this count no more. */
const FORGOTTEN_AFTER = sql`interval '1 day'`;
/** beyond it the wait is longer than any back-off allows */
const LARGEST_EXPONENT = 20;

/**
 * Counts an attempt by this subject as failed until `forgetLoginFailures` or `forgiveLoginAttempt` says otherwise.
 * Returns until when the subject is blocked if it is, and then counts nothing; otherwise null.
 */
export async function countLoginAttempt(
  tx: TenantTransaction,
  subjectHash: Buffer,
  { freeAttempts, firstSeconds, longestSeconds }: BackOff,
): Promise<Date | null> {
  const forgotten = sql`login_failures.failed_at < now() - ${FORGOTTEN_AFTER}`;
  const { rows } = await sql<{ failures: number }>`
    insert into login_failures (subject_hash, failures) values (${subjectHash}, 1)
    on conflict (tenant_id, subject_hash) do update set
      failures = case when ${forgotten} then 1 else login_failures.failures + 1 end,
      failed_at = now(),
      blocked_until = case
        when ${forgotten} or login_failures.failures + 1 < ${freeAttempts}::int then null
        else now() + make_interval(secs => least(${longestSeconds}::float8,
          ${firstSeconds}::float8 * power(2, least(login_failures.failures + 1 - ${freeAttempts}::int, ${LARGEST_EXPONENT}::int)))) end
    where login_failures.blocked_until is null or login_failures.blocked_until <= now()
    returning failures`.execute(tx);
  if (rows.length > 0) return null;
  const row = await tx
    .selectFrom('login_failures')
    .select('blocked_until')
    .where('subject_hash', '=', subjectHash)
    .executeTakeFirst();
  return row?.blocked_until ?? new Date();
}

/** After a success: the subject begins anew. */
export async function forgetLoginFailures(tx: TenantTransaction, subjectHash: Buffer): Promise<void> {
  await tx.deleteFrom('login_failures').where('subject_hash', '=', subjectHash).execute();
}

/** After a success of one among many behind the same subject: only the last attempt is taken back. */
export async function forgiveLoginAttempt(tx: TenantTransaction, subjectHash: Buffer): Promise<void> {
  await tx
    .updateTable('login_failures')
    .set({ failures: sql<number>`greatest(failures - 1, 0)`, blocked_until: null })
    .where('subject_hash', '=', subjectHash)
    .where(sql<SqlBool>`failures > 0`)
    .execute();
}
