// Quotas by API key, and the header fields that tell clients of them (draft-ietf-httpapi-ratelimit-headers-11).
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../../application-server/index.ts';

const REQUESTS_WINDOW_SECONDS = 60;
const CONTENT_WINDOW_SECONDS = 3600;
const BOOTSTRAP_CONTENT_BYTES = 10 * 1024 ** 3;

export interface Quotas {
  /** requests a minute */
  readonly requests: number;
  /** requests a minute of the bootstrap key */
  readonly bootstrapRequests: number;
}

/** What a request has used, as header values; `violated` names the policies that it broke. */
export interface QuotaState {
  /** of `RateLimit-Policy` */
  readonly policy: string;
  /** of `RateLimit` */
  readonly limit: string;
  readonly violated: readonly string[];
  /** seconds until a violated quota is restored */
  readonly retryAfter: number;
}

export interface RateLimiter {
  /** Counts one request. */
  countRequest(caller: Caller): Promise<QuotaState>;
  /** Counts content bytes of a request that `before` has counted already. */
  countContent(caller: Caller, bytes: number, before: QuotaState): Promise<QuotaState>;
}

interface Policy {
  readonly name: string;
  readonly limiter: RateLimiterMemory;
  /** its item in `RateLimit-Policy` */
  readonly item: string;
}

export function createRateLimiter(quotas: Quotas): RateLimiter {
  const ordinary = requestPolicy(quotas.requests);
  const bootstrap = requestPolicy(quotas.bootstrapRequests);
  const content = contentPolicy();
  return {
    async countRequest(caller) {
      const { isBootstrap } = caller.permissions;
      const policy = isBootstrap ? bootstrap : ordinary;
      const state = await consume(policy, caller.credential.id, 1);
      return isBootstrap ? { ...state, policy: `${state.policy}, ${content.item}` } : state;
    },
    async countContent(caller, bytes, before) {
      if (!caller.permissions.isBootstrap) return before;
      const state = await consume(content, caller.credential.id, bytes);
      return { ...state, policy: before.policy, limit: `${before.limit}, ${state.limit}` };
    },
  };
}

function requestPolicy(requests: number): Policy {
  return {
    name: 'default',
    limiter: new RateLimiterMemory({ points: requests, duration: REQUESTS_WINDOW_SECONDS }),
    item: `"default";q=${requests};w=${REQUESTS_WINDOW_SECONDS}`,
  };
}

function contentPolicy(): Policy {
  return {
    name: 'content',
    limiter: new RateLimiterMemory({ points: BOOTSTRAP_CONTENT_BYTES, duration: CONTENT_WINDOW_SECONDS }),
    item: `"content";q=${BOOTSTRAP_CONTENT_BYTES};qu="content-bytes";w=${CONTENT_WINDOW_SECONDS}`,
  };
}

async function consume(policy: Policy, key: string, points: number): Promise<QuotaState> {
  const { used, exceeded } = await tryConsume(policy.limiter, key, points);
  const seconds = Math.max(0, Math.ceil(used.msBeforeNext / 1000));
  return {
    policy: policy.item,
    limit: `"${policy.name}";r=${used.remainingPoints};t=${seconds}`,
    violated: exceeded ? [policy.name] : [],
    retryAfter: Math.max(1, seconds),
  };
}

/** The limiter rejects with its state when a quota is used up, and with an Error only when it is broken. */
async function tryConsume(limiter: RateLimiterMemory, key: string, points: number) {
  try {
    return { used: await limiter.consume(key, points), exceeded: false };
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return { used: reason, exceeded: true };
    throw reason;
  }
}
