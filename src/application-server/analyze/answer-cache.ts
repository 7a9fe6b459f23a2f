// Answers in the cache, sealed under the tenant's data key: once that is destroyed, no cache and no copy of one gives
// anything of the tenant any more.
import type { Cache } from '../../cache/index.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface AnswerCache {
  /** null for what is not there or was sealed under a key that is gone; throws as `DataKeys.of` does */
  get(tenantId: string, key: string): Promise<string | null>;
  set(tenantId: string, key: string, answer: string): Promise<void>;
}

const TTL_SECONDS = 24 * 60 * 60;
const PURPOSE = 'answer-cache';

export function createAnswerCache(cache: Cache, dataKeys: DataKeys): AnswerCache {
  return {
    async get(tenantId, key) {
      const sealed = await cache.get(key);
      if (sealed === null) return null;
      const ring = await dataKeys.of(tenantId);
      try {
        return ring.openFor(PURPOSE, Buffer.from(sealed), key).toString('utf8');
      } catch {
        return null;
      }
    },
    async set(tenantId, key, answer) {
      const ring = await dataKeys.of(tenantId);
      await cache.set(key, ring.sealFor(PURPOSE, Buffer.from(answer, 'utf8'), key), TTL_SECONDS);
    },
  };
}
