// The cache in this process: least recently used entries go first, bounded by bytes.
import { LRUCache } from 'lru-cache';
import type { Cache, CacheValue } from './cache.ts';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
/** V8 keeps up to two bytes a character; the entry itself costs about this much more */
const ENTRY_OVERHEAD = 200;

export function openMemoryCache(maxBytes: number = DEFAULT_MAX_BYTES): Cache {
  const entries = new LRUCache<string, CacheValue>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 8)),
    sizeCalculation: (value, key) => byteSize(value) + 2 * key.length + ENTRY_OVERHEAD,
  });
  let hits = 0;
  let misses = 0;
  return {
    backend: 'memory',
    async get(key) {
      const value = entries.get(key) ?? null;
      if (value === null) misses++;
      else hits++;
      return value;
    },
    async set(key, value, ttlSeconds) {
      entries.set(key, value, { ttl: ttlSeconds * 1000 });
    },
    statistics: () => ({ hits, misses, failures: 0 }),
    async ping() {},
    async close() {
      entries.clear();
    },
  };
}

function byteSize(value: CacheValue): number {
  return typeof value === 'string' ? 2 * value.length : value.length;
}
