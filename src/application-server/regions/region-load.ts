// Which other regions can be reached, as `/metrics` reads it.
import type { UpstreamPool } from '../../upstreams/index.ts';

/** Nothing where there are no other regions. */
export function regionLoad(peers: ReadonlyMap<string, UpstreamPool>) {
  if (peers.size === 0) return {};
  return { regions: () => [...peers].map(([name, pool]) => ({ name, isAvailable: pool.available() > 0 })) };
}
