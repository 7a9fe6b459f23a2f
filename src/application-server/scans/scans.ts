// Everything about scans: what the endpoints share, the work on the queue, and the jobs beside it.
import type { Configuration } from '../../config/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { MessageQueue } from '../../message-queue/index.ts';
import type { ModelService } from '../../model-service/index.ts';
import type { LineLogger, Metrics } from '../../monitoring/index.ts';
import { createOutgoing, type Outgoing } from '../../security/index.ts';
import type { Endpoint, QuotaHolder } from '../endpoint.ts';
import type { Idempotency } from '../idempotency/idempotency.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { ModelsInUse } from '../models/models-in-use.ts';
import type { OwnRules } from '../own-rules/own-rules.ts';
import type { PreferenceReader } from '../preferences/effective-preferences.ts';
import type { QueueWork } from '../queue-work/queue-work.ts';
import type { FixOrders } from '../ranking/fix-orders.ts';
import type { OutsideRanker } from '../ranking/outside-ranker.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { cancelScanEndpoint, deleteScanEndpoint } from './change-endpoints.ts';
import { createScanEndpoint } from './create-endpoint.ts';
import { scanEventsEndpoint } from './events-endpoint.ts';
import { getScanEndpoint, listScansEndpoint, scanIssuesEndpoint, scanSarifEndpoint } from './read-endpoints.ts';
import { stalledScansJob } from './stalled-scans-job.ts';
import { scanWork } from './work/scan-work.ts';

export interface ScanOptions {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly queue: MessageQueue;
  readonly model: ModelService;
  readonly models: ModelsInUse;
  readonly knowledge: Knowledge;
  readonly dataKeys: DataKeys;
  readonly rankers: TenantRankers;
  readonly outside: OutsideRanker | null;
  readonly ownRules: OwnRules;
  readonly fixOrders: FixOrders;
  readonly preferences: PreferenceReader;
  readonly idempotency: Idempotency;
  readonly metrics: Metrics;
  readonly logger: LineLogger;
  /** Charges content to the quotas of whoever asked for it. Throws AssayError `rate_limited`; then nothing was charged. */
  readonly chargeContent: (holder: QuotaHolder, bytes: number) => Promise<void>;
  readonly isStopping: () => boolean;
}

export interface ScanDependencies extends ScanOptions {
  readonly outgoing: Outgoing;
  readonly gitHosts: readonly string[];
  readonly scansOpen: number;
  /** Says to the workers that there is a scan. It is stored: when the queue is away, a job says so later. */
  readonly announce: (scan: {
    readonly scanId: string;
    readonly tenantId: string;
    readonly traceparent?: string;
  }) => Promise<void>;
}

export interface Scans {
  readonly endpoints: readonly Endpoint[];
  readonly work: QueueWork;
  readonly job: MaintenanceJob;
}

export function createScans(options: ScanOptions): Scans {
  const { configuration, queue, logger } = options;
  const { scanGitHosts: gitHosts, scansOpen, outgoingAllow, outgoingHttp } = configuration;
  const dependencies: ScanDependencies = {
    ...options,
    outgoing: createOutgoing({ allow: outgoingAllow, http: outgoingHttp === 'on' }),
    gitHosts,
    scansOpen,
    async announce({ scanId, tenantId, traceparent }) {
      await queue
        .publish('scans', { id: scanId, tenantId }, traceparent === undefined ? {} : { traceparent })
        .catch((error: unknown) => logger.warn({ err: error, scan: scanId }, 'a scan waits for the queue'));
    },
  };
  return {
    endpoints: [
      createScanEndpoint(dependencies),
      listScansEndpoint(dependencies),
      getScanEndpoint(dependencies),
      scanIssuesEndpoint(dependencies),
      scanSarifEndpoint(dependencies),
      scanEventsEndpoint(dependencies),
      cancelScanEndpoint(dependencies),
      deleteScanEndpoint(dependencies),
    ],
    work: scanWork(dependencies),
    job: stalledScansJob(dependencies),
  };
}
