// Quota counters in this process, bounded: whoever comes from ever new addresses pushes out the oldest of those, not tenants.
import { LRUCache } from 'lru-cache';
import type { Charge, Count, QuotaStore } from './quota-store.ts';

const REMEMBERED_COUNTERS = 50_000;
/** Keys of counters by client address begin so; they are kept apart, since anybody can make as many as he likes. */
export const ADDRESS_PREFIX = '{address:';

interface Counter {
  used: number;
  /** by performance.now() */
  resetAt: number;
}

export interface MemoryQuotas extends QuotaStore {
  /** Takes over what another store has counted, to go on from there. */
  adopt(charges: readonly Charge[], counts: readonly Count[]): void;
}

export function createMemoryQuotas(): MemoryQuotas {
  const callers = new LRUCache<string, Counter>({ max: REMEMBERED_COUNTERS });
  const addresses = new LRUCache<string, Counter>({ max: REMEMBERED_COUNTERS });
  const mapOf = (key: string) => (key.startsWith(ADDRESS_PREFIX) ? addresses : callers);
  const counterOf = ({ key, windowMs }: Charge, now: number): Counter => {
    const known = mapOf(key).get(key);
    if (known !== undefined && known.resetAt > now) return known;
    const counter = { used: 0, resetAt: now + windowMs };
    mapOf(key).set(key, counter);
    return counter;
  };
  return {
    async charge(charges) {
      const now = performance.now();
      const counters = charges.map((charge) => ({ ...charge, counter: counterOf(charge, now) }));
      const fits = counters.every(({ counter, points, limit }) => counter.used + points <= limit);
      return counters.map(({ counter, points, limit, windowMs }) => {
        const exceeded = counter.used + points > limit;
        if (fits) counter.used += points;
        // Of floating-point numbers, a window that begins now may seem to end a hair later than it is long.
        return { used: counter.used, msLeft: Math.min(windowMs, counter.resetAt - now), exceeded };
      });
    },
    adopt(charges, counts) {
      const now = performance.now();
      for (const [index, { key }] of charges.entries()) {
        const count = counts[index];
        if (count !== undefined) mapOf(key).set(key, { used: count.used, resetAt: now + count.msLeft });
      }
    },
    async close() {},
  };
}
