// Quota counters that all gateways share, in Redis. When it does not answer, this process counts on from what it knew last:
// the quotas still bind, though each process then has its own.
import { Redis } from 'ioredis';
import { createMemoryQuotas } from './memory-quotas.ts';
import type { Charge, Count, QuotaStore } from './quota-store.ts';

const CONNECT_TIMEOUT_MS = 1000;
/** Longer than a busy machine may take, since what is counted here meanwhile is not shared; a hanging Redis costs it once. */
const LEAST_ANSWER_TIMEOUT_MS = 1000;
const TROUBLE_INTERVAL_MS = 10_000;
const PREFIX = 'assay:quota:';

/** Three arguments a key (points, limit, window in ms), three numbers a key back (used, ms left, 1 for exceeded). One step for Redis: nothing comes between. */
const CHARGE = `
local counts, fits = {}, true
for i = 1, #KEYS do
  local points, limit, window = tonumber(ARGV[3*i-2]), tonumber(ARGV[3*i-1]), tonumber(ARGV[3*i])
  local left = redis.call('pttl', KEYS[i])
  local used = left >= 0 and tonumber(redis.call('get', KEYS[i]) or '0') or 0
  local exceeded = used + points > limit
  if exceeded then fits = false end
  counts[i] = { used, left, exceeded, points, window }
end
local answer = {}
for i = 1, #KEYS do
  local used, left, exceeded, points, window = unpack(counts[i])
  if fits then
    used = used + points
    if left >= 0 then redis.call('incrby', KEYS[i], points)
    else redis.call('set', KEYS[i], points, 'PX', window) end
  end
  if left < 0 then left = window end
  answer[3*i-2], answer[3*i-1], answer[3*i] = used, left, exceeded and 1 or 0
end
return answer
`;

interface ChargingRedis extends Redis {
  chargeQuotas(numberOfKeys: number, ...keysAndArguments: readonly (string | number)[]): Promise<number[]>;
}

/** `answerMs`: how long an answer is waited for, at least a second. */
export function openRedisQuotas(url: string, onTrouble: (message: string) => void, answerMs = 0): QuotaStore {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  }) as ChargingRedis;
  redis.defineCommand('chargeQuotas', { lua: CHARGE });
  const memory = createMemoryQuotas();
  const patienceMs = Math.max(LEAST_ANSWER_TIMEOUT_MS, answerMs);
  /** true from the first command without an answer until a new connection is ready */
  let hangs = false;
  let nextReport = 0;
  const report = (error: unknown) => {
    if (Date.now() < nextReport) return;
    nextReport = Date.now() + TROUBLE_INTERVAL_MS;
    const reason = error instanceof Error ? error.message : String(error);
    onTrouble(`Redis does not answer (${reason}); quotas are counted in this process until it does.`);
  };
  redis.on('error', report);
  redis.on('ready', () => {
    hangs = false;
  });
  return {
    async charge(charges) {
      if (redis.status !== 'ready' || hangs) return await memory.charge(charges);
      try {
        const numbers = await withinTime(patienceMs, redis.chargeQuotas(charges.length, ...toArguments(charges)));
        const counts = toCounts(numbers, charges.length);
        memory.adopt(charges, counts);
        return counts;
      } catch (error) {
        report(error);
        if (!hangs) redis.disconnect(true);
        hangs = true;
        return await memory.charge(charges);
      }
    },
    async close() {
      redis.disconnect();
    },
  };
}

function withinTime<Result>(patienceMs: number, answer: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no answer within ${patienceMs} ms`));
    // When this process was busy itself, the answer lies in the socket already: it is read before anything is decided.
    const timer = setTimeout(() => setImmediate(late), patienceMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function toArguments(charges: readonly Charge[]): (string | number)[] {
  return [
    ...charges.map(({ key }) => PREFIX + key),
    ...charges.flatMap(({ points, limit, windowMs }) => [points, limit, windowMs]),
  ];
}

function toCounts(numbers: readonly number[], length: number): Count[] {
  return Array.from({ length }, (_, index) => {
    const [used = 0, msLeft = 0, exceeded = 0] = numbers.slice(3 * index, 3 * index + 3);
    return { used, msLeft, exceeded: exceeded === 1 };
  });
}
