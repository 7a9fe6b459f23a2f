// Memory of this process in front of a cache that several share. Both may hold a value, since no key ever gets another one.
import type { Cache } from './cache.ts';

/** How long this process keeps what another one made: its age there is not known here. */
const NEAR_TTL_SECONDS = 300;

export function openTieredCache(near: Cache, far: Cache): Cache {
  return {
    async get(key) {
      const here = await near.get(key);
      if (here !== null) return here;
      const there = await far.get(key);
      if (there !== null) await near.set(key, there, NEAR_TTL_SECONDS);
      return there;
    },
    async set(key, value, ttlSeconds) {
      await Promise.all([near.set(key, value, ttlSeconds), far.set(key, value, ttlSeconds)]);
    },
    async claim(key) {
      const claim = await far.claim(key);
      if (claim.isMine) return claim;
      const settled = async (signal: AbortSignal) => {
        const value = await claim.settled(signal);
        if (value !== null) await near.set(key, value, NEAR_TTL_SECONDS);
        return value;
      };
      return { isMine: false, settled };
    },
    statistics: () => ({ ...near.statistics(), ...far.statistics() }),
    ping: () => far.ping(),
    async close() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}
