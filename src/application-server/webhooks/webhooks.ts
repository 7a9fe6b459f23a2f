// Webhooks as a whole: their endpoints and the jobs that deliver and tidy up.
import type { Configuration } from '../../config/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { MessageQueue } from '../../message-queue/index.ts';
import type { Endpoint } from '../endpoint.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { QueueWork } from '../queue-work/queue-work.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { oldDeliveriesJob, webhookDispatchJob, webhookWork } from './delivery.ts';
import { webhookEndpoints } from './endpoints.ts';
import { outgoingCalls } from './targets.ts';

export interface Webhooks {
  readonly endpoints: readonly Endpoint[];
  readonly jobs: readonly MaintenanceJob[];
  readonly work: QueueWork;
}

interface Dependencies {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly queue: MessageQueue;
  readonly dataKeys: DataKeys;
}

/** Throws AssayError `invalid_configuration` for an allow-list that cannot be read. */
export function createWebhooks({ configuration, database, queue, dataKeys }: Dependencies): Webhooks {
  const options = { database, dataKeys, outgoing: outgoingCalls(configuration) };
  return {
    endpoints: webhookEndpoints(options),
    jobs: [webhookDispatchJob(database, queue), oldDeliveriesJob(database)],
    work: webhookWork(options),
  };
}
