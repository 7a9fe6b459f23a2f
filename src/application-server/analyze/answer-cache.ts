// Answers in the cache, sealed under the tenant's data key: once that is destroyed, no cache and no copy of one gives
// anything of the tenant any more.
import type { Cache, CacheValue } from '../../cache/index.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface FreshAnswer {
  readonly text: string;
  /** whether the next one would be the same: not when a ranker failed that is back in a moment */
  readonly isFinal: boolean;
}

export interface AnswerCache {
  /**
   * The answer, made by `make` unless another process makes it at the same time. Rejects as `make` does, and with the reason
   * of the signal.
   */
  getOrMake(
    tenantId: string,
    key: string,
    signal: AbortSignal,
    make: () => Promise<FreshAnswer>,
  ): Promise<{ readonly answer: string; readonly isNew: boolean }>;
  /** null for what is not there or was sealed under a key that is gone; throws as `DataKeys.of` does */
  get(tenantId: string, key: string): Promise<string | null>;
}

const TTL_SECONDS = 24 * 60 * 60;
/** So often is somebody else waited for who then gives up; then this process does without a claim. */
const MOST_WAITS = 5;
const PURPOSE = 'answer-cache';

export function createAnswerCache(cache: Cache, dataKeys: DataKeys): AnswerCache {
  const open = async (tenantId: string, key: string, sealed: CacheValue | null): Promise<string | null> => {
    if (sealed === null) return null;
    const ring = await dataKeys.of(tenantId);
    try {
      return ring.openFor(PURPOSE, Buffer.from(sealed), key).toString('utf8');
    } catch {
      return null;
    }
  };
  const makeAndKeep = async (tenantId: string, key: string, make: () => Promise<FreshAnswer>): Promise<string> => {
    const { text: answer, isFinal } = await make();
    if (!isFinal) return answer;
    const ring = await dataKeys.of(tenantId);
    await cache.set(key, ring.sealFor(PURPOSE, Buffer.from(answer, 'utf8'), key), TTL_SECONDS);
    return answer;
  };
  return {
    get: async (tenantId, key) => await open(tenantId, key, await cache.get(key)),
    async getOrMake(tenantId, key, signal, make) {
      for (let waited = 0; waited < MOST_WAITS; waited++) {
        const claim = await cache.claim(key);
        if (!claim.isMine) {
          const answer = await open(tenantId, key, await claim.settled(signal));
          if (answer !== null) return { answer, isNew: false };
          continue;
        }
        try {
          return { answer: await makeAndKeep(tenantId, key, make), isNew: true };
        } finally {
          await claim.release();
        }
      }
      return { answer: await makeAndKeep(tenantId, key, make), isNew: true };
    },
  };
}
