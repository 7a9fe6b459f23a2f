// The gateway role: the HTTP server in front of the endpoints of this process, or of application servers elsewhere.
import { createForwardingGateway, createGateway, DIALECTS, type Dialect, type Gateway } from '../api-gateway/index.ts';
import {
  createOidcProvider,
  createRevocations,
  databaseDependency,
  healthEndpoints,
  regionDependencies,
  regionLoad,
} from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import { type Database, openDatabase } from '../database-service/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import { loadOperatorKeys } from '../security/index.ts';
import { createUpstreamPool } from '../upstreams/index.ts';
import { type Api, openKeyRing } from './api.ts';
import { listenAt } from './listening.ts';
import { packageVersion } from './package-version.ts';
import { openQuotas } from './quotas.ts';
import { closePeers, openPeers, openRegions, type RegionPeers, watchPeers } from './regions.ts';

export interface GatewayRole extends Gateway {
  /** where clients on this machine reach it, e.g. `http://127.0.0.1:8080` */
  readonly address: string;
}

interface Observers {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

interface ServingOptions extends Observers {
  /** it answers gateways, which have found out who asks, and nobody else */
  readonly behindGateways?: boolean;
  readonly dialects?: readonly Dialect[];
}

export async function startGateway(
  configuration: Configuration,
  api: Api,
  { logger, metrics, tracing, behindGateways = false, dialects = DIALECTS }: ServingOptions,
): Promise<GatewayRole> {
  const gateway = await createGateway({
    ...admission(configuration, api),
    endpoints: api.endpoints,
    metrics,
    logger,
    tracing,
    assertionKey: behindGateways ? api.keys.gatewayKey : null,
    regions: behindGateways ? null : openRegions(configuration, { ...api, metrics }),
    dialects,
    version: packageVersion(),
  });
  return await listenAt(gateway, configuration);
}

/** Forwards to the upstreams of the configuration. The database is asked who a key belongs to, and nothing else. */
export async function startForwardingGateway(
  configuration: Configuration,
  { logger, metrics, tracing, isStopping }: Observers & { readonly isStopping: () => boolean },
): Promise<GatewayRole> {
  const { databaseUrl: url, dataDirectory } = configuration;
  const database = await openDatabase({ url, dataDirectory, logger });
  try {
    const keys = await loadOperatorKeys(dataDirectory);
    const peers = openPeers(configuration, logger);
    const keyRing = openKeyRing(configuration, database, keys);
    // What is revoked elsewhere is heard of when the database is asked again.
    const revocations = createRevocations();
    const quotas = openQuotas(configuration, { database, revocations }, logger);
    const upstreams = createUpstreamPool({
      origins: configuration.upstreams,
      onChange: (upstream, isReady) => {
        const message = isReady ? 'an upstream is ready' : 'an upstream is not ready';
        logger[isReady ? 'info' : 'warn']({ upstream }, message);
      },
    });
    metrics.observeLoad({
      database: () => database.load(),
      upstreams: () => ({ available: upstreams.available(), configured: upstreams.members().length }),
      ...regionLoad(peers),
      dataDirectory,
    });
    const gateway = await createForwardingGateway({
      ...admission(configuration, { database, keys, keyRing, revocations, quotas }),
      metrics,
      logger,
      tracing,
      assertionKey: keys.gatewayKey,
      upstreams,
      regions: openRegions(configuration, { peers, keys, metrics }),
      upstreamTimeoutMs: configuration.upstreamTimeoutMs,
      probes: healthEndpoints({
        metrics,
        isStopping,
        dependencies: [
          databaseDependency(database),
          upstreamDependency(upstreams.available),
          ...regionDependencies(peers),
        ],
        region: configuration.region,
      }),
    });
    watchPeers(peers);
    await upstreams.start();
    return closing(await listenAt(gateway, configuration), database, peers);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who gets in, and how often. */
function admission(
  configuration: Configuration,
  {
    database,
    keys,
    keyRing,
    revocations,
    quotas,
  }: Pick<Api, 'database' | 'keys' | 'keyRing' | 'revocations' | 'quotas'>,
) {
  return {
    database,
    pepper: keys.pepper,
    revocations,
    sessionIdleMs: configuration.sessionIdleMinutes * 60_000,
    keyRing,
    oidcProviders: configuration.oidcIssuers.map((issuer) => createOidcProvider(issuer)),
    rateLimiter: quotas,
    trustedProxyHops: configuration.trustedProxyHops,
    corsOrigins: configuration.corsOrigins,
  };
}

function upstreamDependency(available: () => number) {
  return {
    name: 'application-servers',
    otherwise: 'failing',
    message: () => 'No application server is ready.',
    ask: async () => {
      if (available() === 0) throw new Error('none is available');
    },
  } as const;
}

function closing(gateway: GatewayRole, database: Database, peers: RegionPeers): GatewayRole {
  const close = async (graceMs: number) => {
    await gateway.close(graceMs);
    closePeers(peers);
    await database.close();
  };
  return { ...gateway, close };
}
