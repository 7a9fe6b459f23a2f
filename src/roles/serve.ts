// Everything in one process: model, api and gateway, started in that order and stopped in the reverse. Or one role of them.
import { setTimeout as delay } from 'node:timers/promises';
import { checkConfiguredKey, ensureFirstKey } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import { redactSecrets } from '../model-service/index.ts';
import { createLogger, createMetrics, type Logger, type Metrics, type Tracing } from '../monitoring/index.ts';
import { type Api, startApi } from './api.ts';
import { startForwardingGateway, startGateway } from './gateway.ts';
import { startModel, startModelServer } from './model.ts';
import { startQueueRole } from './queue-role.ts';
import { watchPeers } from './regions.ts';
import { checkRoles, drainDelay, isSplit, ownQueues, queueRoles, type RoleName } from './split.ts';
import { startTracing } from './tracing.ts';
import { listening, welcome } from './welcome.ts';

export interface RunningServer {
  /** e.g. `http://127.0.0.1:8080` */
  readonly address: string;
  /** the documented routes as `METHOD path` */
  readonly routes: readonly string[];
  /** Answers what is under way, then closes everything. A second call waits for the first. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** where the welcome goes, default standard output */
  readonly print?: (text: string) => void;
  /** whether somebody reads it there, default whether standard output is a terminal */
  readonly terminal?: boolean;
  readonly logger?: Logger;
  /** none or all: everything in this process; one: that one alone */
  readonly roles?: readonly RoleName[];
}

/**
 * Starts Assay and prints how to reach it. Throws AssayError `invalid_configuration`, `address_in_use`,
 * `data_directory_locked`, `data_directory_corrupt`, `storage_full` or `storage_unavailable`; nothing is left running then.
 */
export async function serve(configuration: Configuration, options: ServeOptions = {}): Promise<RunningServer> {
  const logger = options.logger ?? createLogger({ level: configuration.logLevel, redact: redactSecrets });
  const roles = options.roles ?? [];
  checkRoles(configuration, roles);
  const print = options.print ?? ((text: string) => void process.stdout.write(text));
  const tracing = await startTracing(configuration, logger);
  const observers = { logger, metrics: createMetrics(), tracing };
  try {
    const server = await serveRoles(configuration, observers, { ...options, print, roles });
    return { ...server, close: () => server.close().finally(() => tracing.close()) };
  } catch (error) {
    await tracing.close();
    throw error;
  }
}

type RoleOptions = Required<Pick<ServeOptions, 'print' | 'roles'>> & ServeOptions;

async function serveRoles(
  configuration: Configuration,
  observers: Observers,
  options: RoleOptions,
): Promise<RunningServer> {
  const { roles, print } = options;
  if (!isSplit(roles) || roles.includes('api')) return await serveApplication(configuration, observers, options);
  if (roles.includes('gateway')) return await serveGateway(configuration, observers, print);
  if (queueRoles(roles).length > 0) return await serveQueues(configuration, observers, options);
  return await serveModel(configuration, observers, print);
}

interface Observers {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

async function serveApplication(
  configuration: Configuration,
  observers: Observers,
  options: RoleOptions,
): Promise<RunningServer> {
  checkConfiguredKey(configuration);
  let stopping = false;
  const model = startModel(configuration, observers.logger, options.roles.includes('model'));
  let api: Api | null = null;
  try {
    api = await startApi({ ...observers, configuration, model, isStopping: () => stopping });
    const terminal = options.terminal ?? process.stdout.isTTY === true;
    const firstKey = await ensureFirstKey(configuration, api.database, api.keys, terminal);
    const behindGateways = isSplit(options.roles);
    const gateway = await startGateway(configuration, api, { ...observers, behindGateways });
    watchPeers(api.peers);
    api.maintenance.start();
    await api.workers.start(ownQueues(configuration, options.roles));
    options.print(
      behindGateways ? listening('application server', gateway.address) : welcome(gateway.address, firstKey),
    );
    const stop = once(async () => {
      stopping = true;
      await delay(drainDelay(configuration, options.roles));
      const graceMs = configuration.shutdownTimeoutMs;
      await Promise.all([gateway.close(graceMs), api?.maintenance.stop(), api?.workers.stop(graceMs)]);
      await model.close();
      await api?.close();
    });
    return { address: gateway.address, routes: gateway.routes, close: stop };
  } catch (error) {
    await Promise.allSettled([model.close(), api?.close()]);
    throw error;
  }
}

async function serveGateway(
  configuration: Configuration,
  observers: Observers,
  print: (text: string) => void,
): Promise<RunningServer> {
  let stopping = false;
  const gateway = await startForwardingGateway(configuration, { ...observers, isStopping: () => stopping });
  print(listening('gateway', gateway.address));
  const close = once(async () => {
    stopping = true;
    await delay(drainDelay(configuration, ['gateway']));
    await gateway.close(configuration.shutdownTimeoutMs);
  });
  return { address: gateway.address, routes: gateway.routes, close };
}

async function serveQueues(
  configuration: Configuration,
  observers: Observers,
  { roles, print }: RoleOptions,
): Promise<RunningServer> {
  let stopping = false;
  const working = queueRoles(roles);
  const server = await startQueueRole(configuration, { ...observers, roles: working, isStopping: () => stopping });
  print(listening(working.map(({ name }) => name).join(' and '), server.address));
  const close = once(async () => {
    stopping = true;
    await server.close(configuration.shutdownTimeoutMs);
  });
  return { address: server.address, routes: server.routes, close };
}

async function serveModel(
  configuration: Configuration,
  observers: Observers,
  print: (text: string) => void,
): Promise<RunningServer> {
  let stopping = false;
  const server = await startModelServer(configuration, observers, () => stopping);
  print(listening('model service', server.address));
  const close = once(async () => {
    stopping = true;
    await delay(drainDelay(configuration, ['model']));
    await server.close(configuration.shutdownTimeoutMs);
    await server.model.close();
  });
  return { address: server.address, routes: server.routes, close };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
