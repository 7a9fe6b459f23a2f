// What the endpoints and jobs share, made once from what the role hands over.

import { createPasswordHasher } from '../security/index.ts';
import { rankerPipeline } from '../training-pipeline/index.ts';
import { createAnalyzer } from './analyze/analysis.ts';
import { createAuditLog } from './audit-log/audit-log.ts';
import { createIdempotency } from './idempotency/idempotency.ts';
import { createTimingRecorder } from './metrics/timing-recorder.ts';
import { createOnlineTotals } from './model-status/online-totals.ts';
import { createModelWatches } from './model-status/watches.ts';
import { createModelsInUse } from './models/models-in-use.ts';
import { createRolloutRecorder } from './models/rollout-recorder.ts';
import { createOwnRules } from './own-rules/own-rules.ts';
import { createPreferenceReader } from './preferences/effective-preferences.ts';
import { createFixOrders } from './ranking/fix-orders.ts';
import { createOutsideRanker } from './ranking/outside-ranker.ts';
import { createTenantRankers } from './ranking/tenant-rankers.ts';
import { createScans } from './scans/scans.ts';
import type { ApplicationOptions } from './services.ts';
import { createKnownBrowsers } from './sessions/known-browsers.ts';
import { createLlmDesk } from './suggestions/llm-desk.ts';
import { createDataKeys } from './tenants/data-keys.ts';
import { createKnowledge } from './tenants/knowledge.ts';
import { createTrainingService } from './training-runs/training-service.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export type SharedServices = ReturnType<typeof createSharedServices>;

/** Each part takes of it what it needs: the names are those that the parts give their dependencies. */
export function createSharedServices(options: ApplicationOptions) {
  const { database, cache, queue, model, metrics, keys, configuration } = options;
  const knowledge = createKnowledge(database);
  const dataKeys = createDataKeys(database, keys.masterKeys);
  const totals = createOnlineTotals();
  const timings = createTimingRecorder(database, options.logger);
  const rankers = createTenantRankers({ database, dataKeys, model });
  const fixOrders = createFixOrders(database);
  const models = createModelsInUse(database, options.logger);
  const rollouts = createRolloutRecorder({ database, models, rankers, logger: options.logger });
  const counted = { database, metrics, knowledge, totals, timings };
  const ownRules = createOwnRules(database);
  const idempotency = createIdempotency(database);
  const preferences = createPreferenceReader(database);
  const outside = createOutsideRanker(database, configuration, options.logger);
  const learned = { dataKeys, rankers, ownRules, models, fixOrders, outside };
  return {
    ...options,
    ...counted,
    dataKeys,
    rankers,
    fixOrders,
    outside,
    models,
    rollouts,
    watches: createModelWatches(database),
    training: createTrainingService({
      database,
      queue,
      models,
      logger: options.logger,
      pipeline: rankerPipeline({ workDirectory: options.dataDirectory, trainer: configuration.trainer }),
      everyHours: configuration.trainingHours,
    }),
    masterKeys: keys.masterKeys,
    pepper: keys.pepper,
    region: configuration.region,
    analyzer: createAnalyzer({
      ...counted,
      ...learned,
      cache,
      model,
      rollouts,
      hmacKey: keys.hmacKey,
    }),
    idempotency,
    preferences,
    scans: createScans({ ...options, ...learned, knowledge, idempotency, preferences }),
    llm: createLlmDesk({ database, cache, dataKeys, preferences, metrics, configuration, hmacKey: keys.hmacKey }),
    isRule: (id: string) => options.ruleHelp(id) !== null,
    settings: options.logins,
    issuers: configuration.oidcIssuers,
    publicUrl: configuration.publicUrl ?? '',
    hasher: createPasswordHasher(),
    browsers: createKnownBrowsers(keys.pepper),
    webhooks: createWebhooks({ configuration, database, queue, dataKeys }),
    auditLog: createAuditLog(options),
  };
}
