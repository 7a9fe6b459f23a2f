// Deletes the answers that were kept for an Idempotency-Key and that nobody can ask for any more.
import { type Database, deleteExpiredIdempotencyKeys } from '../../database-service/index.ts';
import type { MaintenanceJob } from './maintenance-job.ts';

const EVERY_MS = 10 * 60_000;
const BATCH = 500;

export function expiredIdempotencyKeysJob(database: Database): MaintenanceJob {
  return {
    name: 'expired-idempotency-keys',
    everyMs: EVERY_MS,
    run: ({ forEachTenant, signal }) =>
      forEachTenant(async (tenantId) => {
        let deleted = BATCH;
        while (deleted === BATCH) {
          signal.throwIfAborted();
          deleted = await database.asTenant(tenantId, (tx) => deleteExpiredIdempotencyKeys(tx, BATCH));
        }
      }),
  };
}
