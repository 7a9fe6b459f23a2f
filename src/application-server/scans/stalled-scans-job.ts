// Says again of scans that nobody works on: their message was lost, or whoever had them is dead.
import { takeStalledScans } from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { ScanDependencies } from './scans.ts';

const EVERY_MS = 15_000;
/** A message waits in the queue for so long before it is taken for lost; one more does no harm. */
const SILENCE_SECONDS = 60;
const TENANTS_A_ROUND = 100;
const SCANS_A_TENANT = 100;

export function stalledScansJob({ database, queue }: Pick<ScanDependencies, 'database' | 'queue'>): MaintenanceJob {
  return {
    name: 'stalled-scans',
    everyMs: EVERY_MS,
    async run({ signal }) {
      for (const tenantId of await database.listTenantsWithStalledScans(SILENCE_SECONDS, TENANTS_A_ROUND)) {
        signal.throwIfAborted();
        const stalled = await database.asTenant(tenantId, (tx) =>
          takeStalledScans(tx, SILENCE_SECONDS, SCANS_A_TENANT),
        );
        for (const id of stalled) await queue.publish('scans', { id, tenantId });
      }
    },
  };
}
