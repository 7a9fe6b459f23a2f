// Says again of scans that nobody works on: their message was lost, or whoever had them is dead.
import { takeStalledScans } from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { ScanDependencies } from './scans.ts';

const EVERY_MS = 15_000;
/** When no message waits in the queue, that of a scan nobody works on was lost; one more does no harm. */
const SILENCE_SECONDS = 60;
/** While messages wait, it is most likely among them; RabbitMQ would keep each of them again and again. */
const SILENCE_IN_BACKLOG_SECONDS = 30 * 60;
const TENANTS_A_ROUND = 100;
const SCANS_A_TENANT = 100;

export function stalledScansJob({ database, queue }: Pick<ScanDependencies, 'database' | 'queue'>): MaintenanceJob {
  return {
    name: 'stalled-scans',
    everyMs: EVERY_MS,
    async run({ signal }) {
      const silent = await database.listTenantsWithStalledScans(SILENCE_SECONDS, TENANTS_A_ROUND);
      if (silent.length === 0) return;
      const { ready } = await queue.depth('scans');
      const seconds = ready === 0 ? SILENCE_SECONDS : SILENCE_IN_BACKLOG_SECONDS;
      const tenants = ready === 0 ? silent : await database.listTenantsWithStalledScans(seconds, TENANTS_A_ROUND);
      for (const tenantId of tenants) {
        signal.throwIfAborted();
        const stalled = await database.asTenant(tenantId, (tx) => takeStalledScans(tx, seconds, SCANS_A_TENANT));
        for (const id of stalled) await queue.publish('scans', { id, tenantId });
      }
    },
  };
}
