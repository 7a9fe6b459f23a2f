// One writer at a time for the log of checkpoints, which all processes of an installation share.
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { HOME_TENANT_ID } from './tenants.ts';

/** any number, but the same in every process */
const CHECKPOINT_LOCK = 2_904_176_553;

/** Runs `work`, short as it must be, while no other process of this installation does. */
export async function holdCheckpointLog<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  return await database.asTenant(HOME_TENANT_ID, async (tx) => {
    await sql`select pg_advisory_xact_lock(${CHECKPOINT_LOCK})`.execute(tx);
    return await work();
  });
}
