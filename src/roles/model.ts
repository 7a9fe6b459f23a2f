// The model role: the model service in this process, or asked for elsewhere; and the server that answers those who ask for it.
import { createRoleServer } from '../api-gateway/index.ts';
import { modelServerEndpoints } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import {
  createModelService,
  createRemoteModelService,
  type ModelService,
  withLocalFallback,
} from '../model-service/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import { findModelKey } from '../security/index.ts';
import { listenAt } from './listening.ts';
import { missingModelKey } from './split.ts';

/** Returns at once; workers load, and replicas are looked for, behind it. */
export function startModel(configuration: Configuration, logger: Logger, here: boolean): ModelService {
  const { modelServers, dataDirectory } = configuration;
  if (here || modelServers.length === 0) return localModel(configuration);
  const remote = createRemoteModelService({
    servers: modelServers,
    // Made, where there is none, when the database is open.
    loadKey: () => readModelKey(dataDirectory),
    deadlineMs: configuration.modelDeadlineMs,
    hedgeAfterMs: configuration.modelHedgeMs,
    onChange: (replica, isReady) => {
      const message = isReady
        ? 'a replica of the model service is ready'
        : 'a replica of the model service is not ready';
      logger[isReady ? 'info' : 'warn']({ replica }, message);
    },
  });
  return configuration.modelFallback === 'on' ? withLocalFallback(remote, () => localModel(configuration)) : remote;
}

/** Answers application servers and workers until it is closed. */
export async function startModelServer(
  configuration: Configuration,
  observers: { readonly logger: Logger; readonly metrics: Metrics; readonly tracing: Tracing },
  isStopping: () => boolean,
) {
  const key = await readModelKey(configuration.dataDirectory);
  const model = localModel(configuration);
  observers.metrics.observeLoad({ analyses: () => model.load() });
  const endpoints = modelServerEndpoints({ model, metrics: observers.metrics, isStopping });
  const server = await createRoleServer({ ...observers, endpoints, key }).catch(async (error: unknown) => {
    await model.close();
    throw error;
  });
  return { ...(await listenAt(server, configuration)), model };
}

function localModel(configuration: Configuration): ModelService {
  return createModelService({
    threads: configuration.analysisThreads,
    timeoutMs: configuration.analysisTimeoutMs,
    memoryMb: configuration.analysisMemoryMb,
    maxQueue: configuration.analysisQueue,
  });
}

async function readModelKey(dataDirectory: string): Promise<Buffer> {
  const key = await findModelKey(dataDirectory);
  if (key === null) throw missingModelKey();
  return key;
}
