// The door of the cache: one port, in this process alone or with Redis behind it.
import type { Cache, CacheOptions } from './cache.ts';
import { openMemoryCache } from './memory.ts';
import { openRedisCache } from './redis.ts';
import { openTieredCache } from './tiered.ts';

export type { Cache, CacheOptions, CacheStatistics, CacheTier, CacheValue, Claim } from './cache.ts';
export { type CacheKeyParts, cacheKey } from './cache-key.ts';

/** With Redis behind this process when an address is given. Returns at once; Redis connects behind it. */
export function openCache({ url, maxBytes, ...far }: CacheOptions): Cache {
  const memory = openMemoryCache(maxBytes);
  return url === null ? memory : openTieredCache(memory, openRedisCache(url, far));
}
