// Goes on with erasures that were cut off after the keys had been destroyed: deletes what is left of the rows.
import { type Database, eraseTenant, findWrappedKeys } from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';

const EVERY_MS = 60 * 60_000;

export function unfinishedErasuresJob(database: Database): MaintenanceJob {
  return {
    name: 'unfinished-erasures',
    everyMs: EVERY_MS,
    run: ({ forEachTenant }) =>
      forEachTenant(async (tenantId) => {
        const keys = await database.asTenant(tenantId, findWrappedKeys);
        if (keys.length === 0) await eraseTenant(database, tenantId);
      }),
  };
}
