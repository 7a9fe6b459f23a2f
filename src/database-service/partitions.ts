// The monthly partitions of analyses and issues: made ahead, and dropped when their rows are gone.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

/**
 * Makes what is missing of the partitions of this month and the next ones, and drops those of past months that are empty.
 * Concerns all tenants; any transaction may ask for it.
 */
export async function keepPartitions(
  tx: TenantTransaction,
  monthsAhead: number,
  now: Date = new Date(),
): Promise<{ made: number; dropped: number }> {
  const { rows } = await sql<{ made: number; dropped: number }>`
    select make_partitions(${monthsAhead}) as made, drop_empty_partitions(${now}) as dropped`.execute(tx);
  return rows[0] ?? { made: 0, dropped: 0 };
}
