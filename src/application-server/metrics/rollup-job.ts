// Rolls times of analyses up: to hours after a minute, to days after a week.
import { type Database, rollUpDays, rollUpHours } from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';

const EVERY_MS = 5 * 60_000;
const SINGLE_FOR_MS = 60_000;
const HOURS_FOR_MS = 7 * 24 * 60 * 60_000;
const BATCH = 5000;

export function timingRollupJob(database: Database, now = Date.now): MaintenanceJob {
  return {
    name: 'timing-rollup',
    everyMs: EVERY_MS,
    run: ({ forEachTenant, signal }) =>
      forEachTenant(async (tenantId) => {
        for (const [rollUp, age] of [
          [rollUpHours, SINGLE_FOR_MS],
          [rollUpDays, HOURS_FOR_MS],
        ] as const) {
          // Whole days only, so that no day is begun and finished at two times of it.
          const time = now() - age;
          const before = new Date(rollUp === rollUpDays ? time - (time % 86_400_000) : time);
          let rolled = BATCH;
          while (rolled === BATCH) {
            signal.throwIfAborted();
            rolled = await database.asTenant(tenantId, (tx) => rollUp(tx, before, BATCH));
          }
        }
      }),
  };
}
