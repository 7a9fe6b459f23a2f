// Whose turn a maintenance job is: a row a job, held by one process at a time. Rows lie under the home tenant.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

/** What a look at a job that is not free shows; equal ones mean that its holder has not stirred in between. */
export interface LeaseSeen {
  readonly holder: string;
  readonly heartbeat: string;
}

export interface MaintenanceClaim {
  readonly job: string;
  /** a UUID of this process */
  readonly holder: string;
  readonly everyMs: number;
  /** a holder that is taken to be dead: seen like this for longer than a holder may be silent */
  readonly presumedDead: LeaseSeen | null;
}

export type ClaimOutcome =
  | { readonly state: 'claimed' }
  | { readonly state: 'not-due' }
  | ({ readonly state: 'held' } & LeaseSeen);

/** After a failure the next try comes sooner than the next turn: after this, doubled with each failure in a row. */
const RETRY_SECONDS = 60;
const MAX_DOUBLINGS = 10;

/**
 * Takes the job if it is free and due, or if its holder is dead: then its run was cut short and is made up. Only the
 * database's clock counts, and a start that lies in the future (the clock was set back) counts as long ago.
 */
export async function claimMaintenanceJob(tx: TenantTransaction, claim: MaintenanceClaim): Promise<ClaimOutcome> {
  const { job, holder, presumedDead } = claim;
  const seconds = claim.everyMs / 1000;
  await tx
    .insertInto('maintenance_jobs')
    .values({ job })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('maintenance_jobs')
    .select(['holder', 'heartbeat'])
    .select(
      sql<boolean>`started_at is null or started_at > now() or started_at + interval '1 second' * case
        when failures = 0 then ${seconds}::float8
        else least(${seconds}::float8, ${RETRY_SECONDS} * 2.0 ^ least(failures - 1, ${MAX_DOUBLINGS}))
      end <= now()`.as('due'),
    )
    .where('job', '=', job)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.holder !== null) {
    const dead = row.holder === presumedDead?.holder && row.heartbeat === presumedDead.heartbeat;
    if (!dead) return { state: 'held', holder: row.holder, heartbeat: row.heartbeat };
  } else if (!row.due) {
    return { state: 'not-due' };
  }
  await tx
    .updateTable('maintenance_jobs')
    .set({ holder, heartbeat: sql`heartbeat + 1`, started_at: sql<Date>`now()` })
    .where('job', '=', job)
    .execute();
  return { state: 'claimed' };
}

/** Shows that the holder is alive; false when another process has taken the job over. */
export async function renewMaintenanceJob(tx: TenantTransaction, job: string, holder: string): Promise<boolean> {
  const result = await tx
    .updateTable('maintenance_jobs')
    .set({ heartbeat: sql`heartbeat + 1` })
    .where('job', '=', job)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Sets the job free. `interrupted` (the process stops) makes it due again at once. */
export async function releaseMaintenanceJob(
  tx: TenantTransaction,
  job: string,
  holder: string,
  outcome: 'done' | 'failed' | 'interrupted',
): Promise<void> {
  await tx
    .updateTable('maintenance_jobs')
    .set({
      holder: null,
      ...(outcome === 'done' && { failures: 0, finished_at: sql<Date>`now()` }),
      ...(outcome === 'failed' && { failures: sql<number>`failures + 1` }),
      ...(outcome === 'interrupted' && { started_at: null }),
    })
    .where('job', '=', job)
    .where('holder', '=', holder)
    .execute();
}
