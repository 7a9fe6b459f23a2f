// The other regions of an installation as a process knows them: a pool of gateways each.
import { createRegionRouting, type RegionRouting } from '../api-gateway/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Logger, Metrics } from '../monitoring/index.ts';
import type { OperatorKeys } from '../security/index.ts';
import { createUpstreamPool, type UpstreamPool } from '../upstreams/index.ts';

export type RegionPeers = ReadonlyMap<string, UpstreamPool>;

/** Nobody is asked whether it is ready until `watchPeers`. */
export function openPeers({ region, regions }: Configuration, logger: Logger): RegionPeers {
  const others = [...regions].filter(([name]) => name !== region);
  return new Map(
    others.map(([name, origin]) => [
      name,
      createUpstreamPool({
        origins: [origin],
        onChange: (gateway, isReady) => {
          const message = isReady ? 'a region can be reached' : 'a region cannot be reached';
          logger[isReady ? 'info' : 'warn']({ region: name, gateway }, message);
        },
      }),
    ]),
  );
}

/** Not waited for: a region that is away does not keep this one from starting. */
export function watchPeers(peers: RegionPeers): void {
  for (const pool of peers.values()) void pool.start();
}

export function closePeers(peers: RegionPeers): void {
  for (const pool of peers.values()) pool.close();
}

/** Null where the configuration names no region. */
export function openRegions(
  { region, upstreamTimeoutMs }: Configuration,
  { peers, keys, metrics }: { readonly peers: RegionPeers; readonly keys: OperatorKeys; readonly metrics: Metrics },
): RegionRouting | null {
  if (region === null) return null;
  return createRegionRouting({ own: region, peers, key: keys.regionKey, timeoutMs: upstreamTimeoutMs, metrics });
}
