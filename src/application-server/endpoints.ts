// Every endpoint, by group. A new group is one line here: its function takes what it needs from the shared services.
import { accountEndpoints } from './account/endpoints.ts';
import { deleteAnalysesEndpoints } from './analyses/delete-endpoints.ts';
import { getAnalysisEndpoint } from './analyses/get-endpoint.ts';
import { listAnalysesEndpoint } from './analyses/list-endpoint.ts';
import { analyzeEndpoint } from './analyze/endpoint.ts';
import { batchEndpoint } from './analyze-batch/endpoint.ts';
import { apiKeyEndpoints } from './api-keys/endpoints.ts';
import { backupEndpoint } from './backups/endpoint.ts';
import { exportEndpoints } from './data-export/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { feedbackEndpoint } from './feedback/endpoint.ts';
import {
  cacheDependency,
  databaseDependency,
  modelDependency,
  queueDependency,
  regionDependencies,
  replicaDependency,
} from './health/dependencies.ts';
import { healthEndpoints } from './health/endpoints.ts';
import { explainIssueEndpoint } from './issues/explanation-endpoint.ts';
import { getIssueEndpoint } from './issues/get-endpoint.ts';
import { listIssuesEndpoint } from './issues/list-endpoint.ts';
import { triageIssueEndpoint } from './issues/triage-endpoint.ts';
import { metricsEndpoints } from './metrics/endpoints.ts';
import { modelStatusEndpoint } from './model-status/endpoint.ts';
import { modelEndpoints } from './models/endpoints.ts';
import { muteEndpoints } from './mutes/endpoints.ts';
import { oidcLoginEndpoints } from './oidc/login-endpoints.ts';
import { ownRuleEndpoints } from './own-rules/endpoints.ts';
import { rotateMasterKeyEndpoint } from './platform/rotate-master-key-endpoint.ts';
import { playgroundEndpoints } from './playground/endpoints.ts';
import { preferenceEndpoints } from './preferences/endpoints.ts';
import { problemTypesEndpoint } from './problem-types/endpoint.ts';
import { projectEndpoints } from './projects/endpoints.ts';
import { bundleEndpoints } from './regions/bundle-endpoints.ts';
import { ruleHelpEndpoint } from './rule-help/endpoint.ts';
import { scanPageEndpoints } from './scans/page-endpoints.ts';
import { sealedEndpoints } from './sealed/endpoint.ts';
import { sessionEndpoints } from './sessions/endpoints.ts';
import { passwordEndpoints } from './sessions/password-endpoints.ts';
import type { SharedServices } from './shared-services.ts';
import { explanationStreamEndpoint } from './suggestions/explanation-stream-endpoint.ts';
import { suggestionsEndpoint } from './suggestions/suggestions-endpoint.ts';
import { createTenantEndpoint } from './tenants/endpoint.ts';
import { eraseTenantEndpoint } from './tenants/erase-endpoint.ts';
import { tenantQuotaEndpoints } from './tenants/quota-endpoints.ts';
import { rotateDataKeyEndpoint } from './tenants/rotate-key-endpoint.ts';
import { tokenEndpoints } from './tokens/endpoint.ts';
import { trainingRowEndpoints } from './training-rows/endpoint.ts';
import { trainingRunEndpoints } from './training-runs/endpoints.ts';
import { changeUserEndpoints } from './users/change-endpoints.ts';
import { readUserEndpoints } from './users/read-endpoints.ts';
import { verdictImportEndpoint } from './verdict-imports/endpoint.ts';

export function createEndpoints(services: SharedServices): Endpoint[] {
  return [
    ...analysisEndpoints(services),
    ...accessEndpoints(services),
    ...operationEndpoints(services),
    ...pageEndpoints(services),
  ];
}

/** What is analysed, what was found, what people say of it, how it went. */
function analysisEndpoints(services: SharedServices): Endpoint[] {
  const { database, knowledge, dataKeys, idempotency } = services;
  return [
    analyzeEndpoint(services),
    batchEndpoint(services),
    feedbackEndpoint(services),
    modelStatusEndpoint(services),
    ...modelEndpoints(services),
    ...trainingRunEndpoints(services),
    verdictImportEndpoint(services),
    ...services.scans.endpoints,
    listAnalysesEndpoint(database),
    getAnalysisEndpoint(database, dataKeys),
    ...deleteAnalysesEndpoints(database, knowledge),
    listIssuesEndpoint(database),
    getIssueEndpoint(database),
    explainIssueEndpoint(services),
    triageIssueEndpoint(services),
    suggestionsEndpoint(services),
    explanationStreamEndpoint(services),
    ...muteEndpoints(services),
    ...metricsEndpoints(database),
    ...preferenceEndpoints(services),
    ...ownRuleEndpoints(services),
    ...sealedEndpoints(database, idempotency),
    ...trainingRowEndpoints(database, dataKeys),
  ];
}

/** Who there is, and what lets them in. */
function accessEndpoints(services: SharedServices): Endpoint[] {
  return [
    ...readUserEndpoints(services.database),
    ...changeUserEndpoints(services),
    ...projectEndpoints(services),
    ...sessionEndpoints(services),
    ...passwordEndpoints(services),
    ...oidcLoginEndpoints(services),
    ...apiKeyEndpoints(services),
    ...tokenEndpoints(services.keyRing),
  ];
}

/** What operators and administrators do. */
function operationEndpoints(services: SharedServices): Endpoint[] {
  const { database, cache, queue, model, keys, dataKeys, masterKeys, revocations } = services;
  const dependencies = [databaseDependency(database), cacheDependency(cache), modelDependency(model)];
  if (database.replicaStatus() !== null) dependencies.push(replicaDependency(database));
  // In the database it is as well as that is.
  if (queue.backend === 'rabbitmq') dependencies.push(queueDependency(queue));
  dependencies.push(...regionDependencies(services.peers));
  return [
    createTenantEndpoint(services),
    eraseTenantEndpoint(database, dataKeys, revocations),
    ...tenantQuotaEndpoints(services),
    ...exportEndpoints(services),
    rotateDataKeyEndpoint(database, masterKeys, dataKeys),
    rotateMasterKeyEndpoint(database, keys),
    backupEndpoint(database, keys, services.dataDirectory),
    ...bundleEndpoints(services),
    ...services.auditLog.endpoints,
    ...services.webhooks.endpoints,
    ...healthEndpoints({
      metrics: services.metrics,
      dependencies,
      isStopping: services.isStopping,
      region: services.region,
    }),
  ];
}

/** Pages for people, and their files. */
function pageEndpoints(services: SharedServices): Endpoint[] {
  return [
    problemTypesEndpoint(),
    ruleHelpEndpoint(services.ruleHelp),
    ...playgroundEndpoints(),
    ...accountEndpoints(),
    ...scanPageEndpoints(),
  ];
}
