// The cache shared by several processes, in Redis. Short time-outs; failure is a miss, never an error to the request.
import { Redis } from 'ioredis';
import type { Cache, CacheOptions, CacheValue, Claim } from './cache.ts';
import { answerWithin } from './patience.ts';
import { type Asking, takeClaim } from './redis-claims.ts';

const CONNECT_TIMEOUT_MS = 1000;
const DEFAULT_ANSWER_MS = 100;
/** At least: whoever claims will work for longer than that. After a failure nobody claims anything for a while. */
const CLAIM_TIMEOUT_MS = 1000;
const CLAIM_PAUSE_MS = 1000;
const TROUBLE_INTERVAL_MS = 10_000;
const MAX_VALUE_BYTES = 8 * 1024 * 1024;
// The first byte says what the value was, so that both backends give back what they were given.
const STRING_TAG = 0x73;
const BYTES_TAG = 0x62;

/** Everyone works for himself. */
const UNCLAIMED: Claim = { isMine: true, release: async () => undefined };

export function openRedisCache(
  url: string,
  { answerMs = DEFAULT_ANSWER_MS, onTrouble = () => {} }: Pick<CacheOptions, 'answerMs' | 'onTrouble'> = {},
): Cache {
  const claimMs = Math.max(CLAIM_TIMEOUT_MS, answerMs);
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  let hits = 0;
  let misses = 0;
  let failures = 0;
  let nextReport = 0;
  let lastFailure = Number.NEGATIVE_INFINITY;
  const report = (error: unknown) => {
    lastFailure = performance.now();
    if (Date.now() < nextReport) return;
    nextReport = Date.now() + TROUBLE_INTERVAL_MS;
    onTrouble(`The Redis cache does not answer (${error instanceof Error ? error.message : String(error)}).`);
  };
  redis.on('error', report);
  return {
    async get(key) {
      try {
        const stored = await answerWithin(answerMs, redis.getBuffer(key));
        const value = stored === null ? null : decode(stored);
        if (value === null) misses++;
        else hits++;
        return value;
      } catch (error) {
        misses++;
        failures++;
        report(error);
        return null;
      }
    },
    async set(key, value, ttlSeconds) {
      const encoded = encode(value);
      if (encoded.length > MAX_VALUE_BYTES) return;
      try {
        const seconds = Math.max(1, Math.round(ttlSeconds));
        await answerWithin(answerMs, redis.set(key, encoded, 'EX', seconds));
      } catch (error) {
        failures++;
        report(error);
      }
    },
    async claim(key) {
      const trouble = (error: unknown) => {
        failures++;
        report(error);
      };
      if (performance.now() < lastFailure + CLAIM_PAUSE_MS) return UNCLAIMED;
      try {
        const ask: Asking = (command) => answerWithin(claimMs, command);
        return await takeClaim({ redis, ask, decode, onTrouble: trouble }, key);
      } catch (error) {
        trouble(error);
        return UNCLAIMED;
      }
    },
    statistics: () => ({ redis: { hits, misses, failures } }),
    async ping() {
      await answerWithin(claimMs, redis.ping());
    },
    async close() {
      redis.disconnect();
    },
  };
}

function encode(value: CacheValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.of(STRING_TAG), Buffer.from(value, 'utf8')]);
  return Buffer.concat([Buffer.of(BYTES_TAG), value]);
}

/** null for a value that some other program stored */
function decode(stored: Buffer): CacheValue | null {
  if (stored[0] === STRING_TAG) return stored.toString('utf8', 1);
  if (stored[0] === BYTES_TAG) return stored.subarray(1);
  return null;
}
