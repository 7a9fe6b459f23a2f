// The door of the application server: every endpoint, as data for the gateway to route to.

import type { Database } from '../database-service/index.ts';
import { createPasswordHasher } from '../security/index.ts';
import { accountEndpoints } from './account/endpoints.ts';
import { deleteAnalysesEndpoints } from './analyses/delete-endpoints.ts';
import { getAnalysisEndpoint } from './analyses/get-endpoint.ts';
import { listAnalysesEndpoint } from './analyses/list-endpoint.ts';
import { createAnalyzer } from './analyze/analysis.ts';
import { analyzeEndpoint } from './analyze/endpoint.ts';
import { batchEndpoint } from './analyze-batch/endpoint.ts';
import { apiKeyEndpoints } from './api-keys/endpoints.ts';
import { createAuditLog } from './audit-log/audit-log.ts';
import { backupEndpoint } from './backups/endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { feedbackEndpoint, type VerdictDependencies } from './feedback/endpoint.ts';
import { cacheDependency, databaseDependency, modelDependency } from './health/dependencies.ts';
import { healthEndpoints } from './health/endpoints.ts';
import { createIdempotency } from './idempotency/idempotency.ts';
import { getIssueEndpoint } from './issues/get-endpoint.ts';
import { listIssuesEndpoint } from './issues/list-endpoint.ts';
import { triageIssueEndpoint } from './issues/triage-endpoint.ts';
import { signingKeyRotationJob } from './jwks/rotation-job.ts';
import { endedLoginsJob } from './maintenance/ended-logins.ts';
import { expiredIdempotencyKeysJob } from './maintenance/expired-idempotency-keys.ts';
import type { MaintenanceJob } from './maintenance/maintenance-job.ts';
import { partitionsJob } from './maintenance/partitions.ts';
import { retentionJob } from './maintenance/retention-job.ts';
import { createMaintenance, type Maintenance } from './maintenance/runner.ts';
import { unreferencedCodeJob } from './maintenance/unreferenced-code.ts';
import { metricsEndpoints } from './metrics/endpoints.ts';
import { timingRollupJob } from './metrics/rollup-job.ts';
import { createTimingRecorder } from './metrics/timing-recorder.ts';
import { modelStatusEndpoint } from './model-status/endpoint.ts';
import { createOnlineTotals } from './model-status/online-totals.ts';
import { rotateMasterKeyEndpoint } from './platform/rotate-master-key-endpoint.ts';
import { playgroundEndpoints } from './playground/endpoints.ts';
import { createPreferenceReader } from './preferences/effective-preferences.ts';
import { preferenceEndpoints } from './preferences/endpoints.ts';
import { problemTypesEndpoint } from './problem-types/endpoint.ts';
import { projectEndpoints } from './projects/endpoints.ts';
import { ruleHelpEndpoint } from './rule-help/endpoint.ts';
import { sealedEndpoints } from './sealed/endpoint.ts';
import type { ApplicationOptions } from './services.ts';
import { sessionEndpoints } from './sessions/endpoints.ts';
import { createKnownBrowsers } from './sessions/known-browsers.ts';
import { passwordEndpoints } from './sessions/password-endpoints.ts';
import { createDataKeys, type DataKeys } from './tenants/data-keys.ts';
import { createTenantEndpoint } from './tenants/endpoint.ts';
import { eraseTenantEndpoint } from './tenants/erase-endpoint.ts';
import { createKnowledge, type Knowledge } from './tenants/knowledge.ts';
import { replacedKeysJob } from './tenants/replaced-keys-job.ts';
import { rotateDataKeyEndpoint } from './tenants/rotate-key-endpoint.ts';
import { unfinishedErasuresJob } from './tenants/unfinished-erasures-job.ts';
import { tokenEndpoints } from './tokens/endpoint.ts';
import { trainingRowsEndpoint } from './training-rows/endpoint.ts';
import { changeUserEndpoints } from './users/change-endpoints.ts';
import { readUserEndpoints } from './users/read-endpoints.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export { type ChainSource, databaseChain, databaseChains } from './audit-log/chain-source.ts';
export { checkpointDirectory, writeCheckpoints } from './audit-log/checkpoints.ts';
export { type VerificationReport, verifyAudit } from './audit-log/verification.ts';
export { backupName, openBackup, openKeys, verifyBackup, writeBackup } from './backups/backup-file.ts';
export type { Answer, AnswerDescription, Caller, Client, Deprecation, Endpoint, EndpointRequest } from './endpoint.ts';
export { databaseDependency } from './health/dependencies.ts';
export { type Dependency, healthEndpoints } from './health/endpoints.ts';
export { createKeyRing, type KeyRing } from './jwks/key-ring.ts';
export { rotateSigningKeys } from './jwks/rotation.ts';
export { findOidcUser, identityOf } from './oidc/identity.ts';
export { createOidcProvider, type OidcProvider } from './oidc/provider.ts';
export { createProblem } from './problem-types/problem.ts';
export { createRevocations, type Revocations } from './revocations.ts';
export { createSecurityReport } from './security-report/report.ts';
export { securityReportText } from './security-report/report-text.ts';
export type { ApplicationOptions } from './services.ts';
export { cookieName, SESSION_COOKIE } from './sessions/cookies.ts';
export type { LoginSettings } from './sessions/login-settings.ts';
export { replaceOlderKeys, rotateDataKey } from './tenants/data-key-rotation.ts';
export { checkConfiguredKey, ensureFirstKey, type FirstKey } from './tenants/first-key.ts';
export { rotateMasterKey } from './tenants/master-key-rotation.ts';

export interface Application {
  readonly endpoints: readonly Endpoint[];
  /** the jobs that run beside the endpoints; started and stopped by the role */
  readonly maintenance: Maintenance;
  /** the last thing before the database is closed, when maintenance has stopped: what must not wait for the next start */
  finish(): Promise<void>;
}

/** Every endpoint and maintenance job, wired to the given database, cache and model. */
export function createApplication(options: ApplicationOptions): Application {
  const { database, cache, model, metrics, keys, revocations, configuration } = options;
  const knowledge = createKnowledge(database);
  const dataKeys = createDataKeys(database, keys.masterKeys);
  const totals = createOnlineTotals();
  const idempotency = createIdempotency(database);
  const preferences = createPreferenceReader(database);
  const isRule = (id: string) => options.ruleHelp(id) !== null;
  const shared = { database, metrics, knowledge, totals };
  const timings = createTimingRecorder(database, options.logger);
  const analyzer = createAnalyzer({ ...shared, timings, cache, model, dataKeys, hmacKey: keys.hmacKey });
  metrics.observeLoad({ load: () => model.load() });
  const webhooks = createWebhooks(configuration, database, dataKeys);
  const auditLog = createAuditLog(options);
  const history = historyJobs(database, knowledge);
  const jobs = [...history, ...maintenanceJobs(options, dataKeys), ...auditLog.jobs, ...webhooks.jobs];
  const sessions = loginServices(options);
  const dependencies = [databaseDependency(database), cacheDependency(cache), modelDependency(model)];
  const endpoints = [
    analyzeEndpoint({ analyzer, idempotency, preferences }),
    batchEndpoint({ analyzer, idempotency, preferences }),
    feedbackEndpoint({ ...shared, idempotency }),
    modelStatusEndpoint({ model, knowledge, totals }),
    ...historyEndpoints(shared, dataKeys),
    ...preferenceEndpoints({ database, preferences, isRule }),
    createTenantEndpoint(database, keys),
    ...readUserEndpoints(database),
    ...changeUserEndpoints({ database, revocations }),
    ...projectEndpoints({ database, revocations }),
    ...sessionEndpoints(sessions),
    ...passwordEndpoints(sessions),
    ...apiKeyEndpoints({ database, pepper: keys.pepper, revocations }),
    eraseTenantEndpoint(database, dataKeys, revocations),
    rotateDataKeyEndpoint(database, keys.masterKeys, dataKeys),
    rotateMasterKeyEndpoint(database, keys),
    backupEndpoint(database, keys, options.dataDirectory),
    ...auditLog.endpoints,
    ...webhooks.endpoints,
    ...tokenEndpoints(options.keyRing),
    ...sealedEndpoints(database, idempotency),
    trainingRowsEndpoint(database, dataKeys),
    ...healthEndpoints({ metrics, dependencies, isStopping: options.isStopping }),
    problemTypesEndpoint(),
    ruleHelpEndpoint(options.ruleHelp),
    ...playgroundEndpoints(),
    ...accountEndpoints(),
  ];
  return {
    endpoints,
    maintenance: createMaintenance({ database, metrics, logger: options.logger, jobs }),
    async finish() {
      await timings.finish();
      await auditLog.finish();
    },
  };
}

function maintenanceJobs(options: ApplicationOptions, dataKeys: DataKeys): MaintenanceJob[] {
  const { database, keys } = options;
  return [
    endedLoginsJob(database, options.logins),
    signingKeyRotationJob(options.keyRing),
    replacedKeysJob(database, keys.masterKeys, dataKeys),
    unfinishedErasuresJob(database),
    partitionsJob(database),
  ];
}

/** What was analysed, what was found, how it went. */
function historyEndpoints(shared: VerdictDependencies, dataKeys: DataKeys): Endpoint[] {
  const { database, knowledge } = shared;
  return [
    listAnalysesEndpoint(database),
    getAnalysisEndpoint(database, dataKeys),
    ...deleteAnalysesEndpoints(database, knowledge),
    listIssuesEndpoint(database),
    getIssueEndpoint(database),
    triageIssueEndpoint(shared),
    ...metricsEndpoints(database),
  ];
}

function historyJobs(database: Database, knowledge: Knowledge): MaintenanceJob[] {
  return [
    expiredIdempotencyKeysJob(database),
    unreferencedCodeJob(database),
    timingRollupJob(database),
    retentionJob(database, knowledge),
  ];
}

function loginServices({ database, revocations, logins, keys }: ApplicationOptions) {
  return {
    database,
    revocations,
    settings: logins,
    hasher: createPasswordHasher(),
    browsers: createKnownBrowsers(keys.pepper),
  };
}
