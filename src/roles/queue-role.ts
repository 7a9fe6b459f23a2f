// A process that works on queues: takes messages, answers probes and metrics on its port, and nobody else.
import { createRoleServer } from '../api-gateway/index.ts';
import { databaseDependency, healthEndpoints, modelDependency, queueDependency } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import type { QueueName } from '../message-queue/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import { startApi } from './api.ts';
import { listenAt } from './listening.ts';
import { startModel } from './model.ts';

export interface QueueRole {
  readonly name: 'worker' | 'trainer';
  readonly queues: readonly QueueName[];
  /** whether it needs the model service */
  readonly analyses: boolean;
}

interface Options {
  readonly roles: readonly QueueRole[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly isStopping: () => boolean;
}

export async function startQueueRole(configuration: Configuration, { roles, isStopping, ...observers }: Options) {
  const analyses = roles.some((role) => role.analyses);
  const model = startModel(
    analyses ? configuration : { ...configuration, analysisThreads: 0, modelServers: [] },
    observers.logger,
    false,
  );
  const closers: (() => Promise<unknown>)[] = [() => model.close()];
  const closeAll = () => Promise.allSettled(closers.splice(0).map((close) => close()));
  try {
    // Other regions are the business of those who answer clients.
    const alone = { ...configuration, regions: new Map() };
    const api = await startApi({ ...observers, configuration: alone, model, isStopping });
    closers.push(api.close);
    const needed = [databaseDependency(api.database), queueDependency(api.queue, 'failing')];
    const dependencies = analyses ? [...needed, modelDependency(model)] : needed;
    const endpoints = healthEndpoints({ metrics: observers.metrics, isStopping, dependencies });
    const server = await createRoleServer({ ...observers, endpoints, key: api.keys.gatewayKey });
    const listening = await listenAt(server, configuration);
    await api.workers.start(roles.flatMap(({ queues }) => queues));
    const close = async (graceMs: number) => {
      await api.workers.stop(graceMs);
      await listening.close(graceMs);
      await model.close();
      await api.close();
    };
    return { ...listening, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
