// Makes the monthly partitions of analyses and issues ahead of time, and drops those whose rows have been deleted.
import { type Database, HOME_TENANT_ID, keepPartitions } from '../../database-service/index.ts';
import type { MaintenanceJob } from './maintenance-job.ts';

const EVERY_MS = 24 * 60 * 60_000;
/** When the job does not run for longer, rows go to the default partition, and nothing is lost. */
const MONTHS_AHEAD = 3;

export function partitionsJob(database: Database): MaintenanceJob {
  return {
    name: 'partitions',
    everyMs: EVERY_MS,
    async run({ log }) {
      const changed = await database.asTenant(HOME_TENANT_ID, (tx) => keepPartitions(tx, MONTHS_AHEAD));
      if (changed.made > 0 || changed.dropped > 0) log.info(changed, 'partitions were made or dropped');
    },
  };
}
