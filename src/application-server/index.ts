// The door of the application server: every endpoint, as data for the gateway to route to, and the jobs beside them.

import { QUEUE_NAMES } from '../message-queue/index.ts';
import type { Endpoint } from './endpoint.ts';
import { createEndpoints } from './endpoints.ts';
import { signingKeyRotationJob } from './jwks/rotation-job.ts';
import { endedLoginsJob } from './maintenance/ended-logins.ts';
import { expiredIdempotencyKeysJob } from './maintenance/expired-idempotency-keys.ts';
import type { MaintenanceJob } from './maintenance/maintenance-job.ts';
import { partitionsJob } from './maintenance/partitions.ts';
import { retentionJob } from './maintenance/retention-job.ts';
import { createMaintenance, type Maintenance } from './maintenance/runner.ts';
import { unreferencedCodeJob } from './maintenance/unreferenced-code.ts';
import { timingRollupJob } from './metrics/rollup-job.ts';
import { modelWatchJob } from './model-status/watches.ts';
import { oldDeadLettersJob } from './queue-work/old-dead-letters.ts';
import type { QueueWork } from './queue-work/queue-work.ts';
import { createWorkers, type Workers } from './queue-work/workers.ts';
import { bundleReplicationJobs } from './regions/bundle-replication.ts';
import { regionLoad } from './regions/region-load.ts';
import type { ApplicationOptions } from './services.ts';
import { createSharedServices, type SharedServices } from './shared-services.ts';
import { replacedKeysJob } from './tenants/replaced-keys-job.ts';
import { unfinishedErasuresJob } from './tenants/unfinished-erasures-job.ts';
import { trackingJobs } from './training-runs/tracking-job.ts';

export { type ChainSource, databaseChain, databaseChains } from './audit-log/chain-source.ts';
export { checkpointDirectory, writeCheckpoints } from './audit-log/checkpoints.ts';
export { type VerificationReport, verifyAudit } from './audit-log/verification.ts';
export { backupName, openBackup, openKeys, verifyBackup, writeBackup } from './backups/backup-file.ts';
export { noteExport } from './data-export/endpoints.ts';
export { exportLines } from './data-export/export-lines.ts';
export type {
  Answer,
  AnswerDescription,
  Caller,
  Client,
  Deprecation,
  Endpoint,
  EndpointRequest,
  QuotaHolder,
} from './endpoint.ts';
export { databaseDependency, modelDependency, queueDependency, regionDependencies } from './health/dependencies.ts';
export { type Dependency, healthEndpoints } from './health/endpoints.ts';
export { createKeyRing, type KeyRing } from './jwks/key-ring.ts';
export { rotateSigningKeys } from './jwks/rotation.ts';
export { modelServerEndpoints } from './model-server/endpoints.ts';
export { exportTrainingRows, importHistory, replayOffline } from './offline.ts';
export { findOidcUser, identityOf } from './oidc/identity.ts';
export { createOidcProvider, type OidcProvider } from './oidc/provider.ts';
export { createProblem } from './problem-types/problem.ts';
export { regionLoad } from './regions/region-load.ts';
export { createRevocations, type Revocations } from './revocations.ts';
export { createSecurityReport } from './security-report/report.ts';
export { securityReportText } from './security-report/report-text.ts';
export type { ApplicationOptions } from './services.ts';
export { cookieName, SESSION_COOKIE } from './sessions/cookies.ts';
export type { LoginSettings } from './sessions/login-settings.ts';
export { replaceOlderKeys, rotateDataKey } from './tenants/data-key-rotation.ts';
export { createDataKeys } from './tenants/data-keys.ts';
export { checkConfiguredKey, ensureFirstKey, type FirstKey } from './tenants/first-key.ts';
export { rotateMasterKey } from './tenants/master-key-rotation.ts';
export { toQuota } from './tenants/quota.ts';
export { changeTenantQuota } from './tenants/quota-endpoints.ts';

export interface Application {
  readonly endpoints: readonly Endpoint[];
  /** the jobs that run beside the endpoints; started and stopped by the role */
  readonly maintenance: Maintenance;
  /** take what waits in the queues; started and stopped by the role */
  readonly workers: Workers;
  /** the last thing before the database is closed, when maintenance has stopped: what must not wait for the next start */
  finish(): Promise<void>;
}

/** Every endpoint and maintenance job, wired to the given database, cache and model. */
export function createApplication(options: ApplicationOptions): Application {
  const services = createSharedServices(options);
  const { database, cache, queue, metrics, logger, model, timings, auditLog, keyRing, configuration } = services;
  metrics.observeLoad({
    analyses: () => model.load(),
    ...replicasOf(model),
    database: () => database.load(),
    ...readReplicaOf(database),
    ...regionLoad(services.peers),
    cache: () => cache.statistics(),
    queues: () => Promise.all(QUEUE_NAMES.map(async (name) => ({ name, ...(await queue.depth(name)) }))),
    dataDirectory: services.dataDirectory,
    signingKeyAge: () => keyRing.ageSeconds(),
    signingKeyDays: configuration.signingKeyDays,
  });
  return {
    endpoints: createEndpoints(services),
    maintenance: createMaintenance({ database, metrics, logger, jobs: createJobs(services) }),
    workers: createWorkers({ ...services, work: createWork(services) }),
    async finish() {
      await services.rollouts.finish();
      await services.outside?.finish();
      await timings.finish();
      await auditLog.finish();
    },
  };
}

/** What is done with the messages of each queue. A new one is one line here. */
function createWork(services: SharedServices): QueueWork[] {
  return [services.scans.work, services.training.work, services.webhooks.work];
}

/** Only of a process that has some: it is no gauge of nothing. */
function replicasOf(model: ApplicationOptions['model']) {
  if (model.replicas() === null) return {};
  return { modelReplicas: () => model.replicas() ?? { available: 0, configured: 0 } };
}

function readReplicaOf(database: ApplicationOptions['database']) {
  const first = database.replicaStatus();
  return first === null ? {} : { readReplica: () => database.replicaStatus() ?? first };
}

/** What runs beside the endpoints. A new job is one line here. */
function createJobs(services: SharedServices): MaintenanceJob[] {
  const { database, dataKeys, knowledge, masterKeys, metrics, configuration } = services;
  return [
    expiredIdempotencyKeysJob(database),
    unreferencedCodeJob(database),
    timingRollupJob(database),
    modelWatchJob(database, metrics),
    retentionJob(database, knowledge),
    endedLoginsJob(database, services.settings),
    signingKeyRotationJob(services.keyRing),
    replacedKeysJob(database, masterKeys, dataKeys),
    unfinishedErasuresJob(database),
    partitionsJob(database),
    oldDeadLettersJob(database),
    services.training.job,
    ...trackingJobs(database, configuration),
    ...bundleReplicationJobs({ ...services, everySeconds: configuration.regionBundlesSeconds }),
    services.scans.job,
    ...services.auditLog.jobs,
    ...services.webhooks.jobs,
  ];
}
