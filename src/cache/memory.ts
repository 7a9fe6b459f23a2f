// The cache in this process: least recently used entries go first, bounded by bytes.
import { LRUCache } from 'lru-cache';
import type { Cache } from './cache.ts';

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** what an entry costs beside its bytes */
const ENTRY_OVERHEAD = 200;

/** Texts are kept as bytes: outside the JavaScript heap they cost what they weigh, and no garbage collection walks them. */
interface Entry {
  readonly bytes: Buffer;
  readonly isText: boolean;
}

export function openMemoryCache(maxBytes: number = DEFAULT_MAX_BYTES): Cache {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 8)),
    sizeCalculation: (value, key) => value.bytes.length + 2 * key.length + ENTRY_OVERHEAD,
  });
  let hits = 0;
  let misses = 0;
  return {
    async get(key) {
      const entry = entries.get(key);
      if (entry === undefined) {
        misses++;
        return null;
      }
      hits++;
      return entry.isText ? entry.bytes.toString() : entry.bytes;
    },
    async set(key, value, ttlSeconds) {
      const isText = typeof value === 'string';
      entries.set(key, { bytes: isText ? Buffer.from(value) : value, isText }, { ttl: ttlSeconds * 1000 });
    },
    // Of one process: its requests wait for each other before they come here.
    claim: async () => ({ isMine: true, release: async () => undefined }),
    statistics: () => ({ memory: { hits, misses, failures: 0 } }),
    async ping() {},
    async close() {
      entries.clear();
    },
  };
}
