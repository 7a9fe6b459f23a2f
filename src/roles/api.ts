// The api role: database, cache and keys, and the application server's endpoints over them.
import type { RateLimiter } from '../api-gateway/index.ts';
import {
  type Application,
  createApplication,
  createKeyRing,
  createRevocations,
  type KeyRing,
  type Revocations,
} from '../application-server/index.ts';
import { openCache } from '../cache/index.ts';
import type { Configuration } from '../config/index.ts';
import { type Database, databaseOptions, openDatabase } from '../database-service/index.ts';
import type { MessageQueue } from '../message-queue/index.ts';
import type { ModelService } from '../model-service/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import { ruleHelp } from '../rules/index.ts';
import { loadOperatorKeys, type OperatorKeys, tokenScopeOf } from '../security/index.ts';
import { openQueue } from './queue.ts';
import { contentCharge, openQuotas } from './quotas.ts';
import { closePeers, openPeers, type RegionPeers } from './regions.ts';

export interface ApiOptions {
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly isStopping: () => boolean;
}

export interface Api extends Application {
  readonly database: Database;
  readonly queue: MessageQueue;
  readonly keys: OperatorKeys;
  readonly keyRing: KeyRing;
  readonly revocations: Revocations;
  /** closed with everything else */
  readonly quotas: RateLimiter;
  /** the other regions; whoever answers clients has them watched */
  readonly peers: RegionPeers;
  close(): Promise<void>;
}

const MEBIBYTE = 1_048_576;

export async function startApi(options: ApiOptions): Promise<Api> {
  const { configuration, logger } = options;
  const { dataDirectory } = configuration;
  // The database first: it locks the data directory, and only the owner of the lock may make keys in it.
  const database = await openDatabase({ ...databaseOptions(configuration), logger });
  try {
    const keys = await loadOperatorKeys(dataDirectory);
    const cache = openCache({
      url: configuration.redisUrl,
      answerMs: configuration.redisTimeoutMs,
      maxBytes: configuration.cacheMb * MEBIBYTE,
      onTrouble: (message) => logger.warn(message),
    });
    const queue = openQueue(configuration, database, options);
    const revocations = createRevocations();
    const quotas = openQuotas(configuration, { database, revocations }, logger);
    const keyRing = openKeyRing(configuration, database, keys);
    const logins = {
      passwords: configuration.oidcIssuers.length === 0,
      idleMs: configuration.sessionIdleMinutes * 60_000,
      longestMs: configuration.sessionHours * 3_600_000,
      region: configuration.region,
    };
    const peers = openPeers(configuration, logger);
    const services = { database, cache, queue, keys, keyRing, dataDirectory, ruleHelp, revocations, logins, peers };
    const application = createApplication({ ...options, ...services, chargeContent: contentCharge(quotas) });
    const close = async () => {
      await Promise.all([application.maintenance.stop(), application.workers.stop(configuration.shutdownTimeoutMs)]);
      await application.finish();
      await quotas.close();
      closePeers(peers);
      await queue.close();
      await cache.close();
      await database.close();
    };
    return { ...application, database, queue, keys, keyRing, revocations, quotas, peers, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export function openKeyRing(configuration: Configuration, database: Database, { masterKeys }: OperatorKeys): KeyRing {
  return createKeyRing(database, masterKeys, {
    scope: tokenScopeOf(configuration.publicUrl, configuration.region),
    rotateAfterDays: configuration.signingKeyDays,
  });
}
