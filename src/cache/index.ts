// The door of the cache: one port, in this process or in Redis.
import type { Cache, CacheOptions } from './cache.ts';
import { openMemoryCache } from './memory.ts';
import { openRedisCache } from './redis.ts';

export type { Cache, CacheOptions, CacheStatistics, CacheValue } from './cache.ts';
export { type CacheKeyParts, cacheKey } from './cache-key.ts';

/** In Redis when an address is given, otherwise in this process. Returns at once; Redis connects behind it. */
export function openCache(options: CacheOptions): Cache {
  if (options.url === null) return openMemoryCache(options.maxBytes);
  return openRedisCache(options.url, options.onTrouble);
}
