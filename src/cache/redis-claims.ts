// Of several processes that miss the same value one makes it: a claim in Redis that ends by itself when its owner does.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Claim } from './cache.ts';

/** Renewed while the work goes on: so long do others wait for a process that was killed. */
const CLAIM_MS = 3000;
const RENEW_MS = 1000;
/** Between two looks for the value: as long as an analysis, then as long as nobody minds. */
const FIRST_LOOK_MS = 10;
const LONGEST_PAUSE_MS = 100;

/** Whoever holds the claim by now is left alone. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;

const nameOf = (key: string) => `${key}:claim`;

/** Waits for an answer of Redis, and rejects when there is none in time. */
export type Asking = <Answer>(command: Promise<Answer>) => Promise<Answer>;

interface ClaimBackend {
  readonly redis: Redis;
  readonly ask: Asking;
  /** null for a value that some other program stored */
  readonly decode: (stored: Buffer) => string | Buffer | null;
  readonly onTrouble: (error: unknown) => void;
}

/** Rejects when Redis does not answer. */
export async function takeClaim(backend: ClaimBackend, key: string): Promise<Claim> {
  const { redis, ask, decode, onTrouble } = backend;
  const token = randomUUID();
  const [taken, stored] = await ask(
    Promise.all([redis.set(nameOf(key), token, 'PX', CLAIM_MS, 'NX'), redis.getBuffer(key)]),
  );
  if (taken === 'OK') {
    const claim = mine(backend, nameOf(key), token);
    const value = stored === null ? null : decode(stored);
    if (value === null) return claim;
    // It was stored after it was looked for, and before it was claimed.
    await claim.release();
    return { isMine: false, settled: async () => value };
  }
  return {
    isMine: false,
    async settled(signal) {
      for (let pause = FIRST_LOOK_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
        const [value, holder] = await ask(redis.mgetBuffer(key, nameOf(key))).catch((error: unknown) => {
          onTrouble(error);
          return [null, null];
        });
        if (value !== null && value !== undefined) return decode(value);
        if (holder === null || holder === undefined) return null;
      }
    },
  };
}

function mine({ redis, ask, onTrouble }: ClaimBackend, name: string, token: string) {
  // A claim that cannot be renewed ends, and somebody else makes the value as well: a waste, no harm.
  const renewal = setInterval(() => {
    if (redis.status === 'end') clearInterval(renewal);
    else redis.eval(RENEW, 1, name, token, CLAIM_MS).catch(onTrouble);
  }, RENEW_MS);
  renewal.unref();
  return {
    isMine: true as const,
    async release() {
      clearInterval(renewal);
      await ask(redis.eval(RELEASE, 1, name, token)).catch(onTrouble);
    },
  };
}
