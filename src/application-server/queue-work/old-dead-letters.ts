// Dead letters of the queue in the database are kept for a month, as those in RabbitMQ are.
import { type Database, deleteDeadQueueMessages } from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';

const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = 30 * DAY_MS;

export function oldDeadLettersJob(database: Database): MaintenanceJob {
  return {
    name: 'old-dead-letters',
    everyMs: DAY_MS,
    run: ({ forEachTenant }) =>
      forEachTenant((tenantId) =>
        database.asTenant(tenantId, (tx) => deleteDeadQueueMessages(tx, new Date(Date.now() - KEPT_MS))),
      ),
  };
}
