// Quotas by credential, by tenant and by client address, and the header fields that tell clients of them
// (draft-ietf-httpapi-ratelimit-headers-11).
import { LRUCache } from 'lru-cache';
import type { Caller, QuotaHolder } from '../../application-server/index.ts';
import { NO_QUOTA, type Quota } from '../../database-service/index.ts';
import { networkOf } from '../client-address/client-address.ts';
import { ADDRESS_PREFIX } from './memory-quotas.ts';
import type { Charge, Count, QuotaStore } from './quota-store.ts';
import type { TenantQuotas } from './tenant-quotas.ts';

const REQUESTS_WINDOW_SECONDS = 60;
const CONTENT_WINDOW_SECONDS = 3600;
const MEBIBYTE = 1_048_576;

/** Requests a minute and bytes of content an hour. */
export interface Quotas {
  readonly requests: number;
  readonly bootstrapRequests: number;
  readonly tenantRequests: number;
  /** of one client address, counting the requests that no credential answers for */
  readonly addressRequests: number;
  readonly contentBytes: number;
  readonly bootstrapContentBytes: number;
  readonly tenantContentBytes: number;
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
  /** Counts one request of a caller, for the credential and for its tenant. */
  countRequest(caller: Caller): Promise<QuotaState>;
  /** Counts content bytes of a request that `before` has counted already; null when another process has. */
  countContent(holder: QuotaHolder, bytes: number, before: QuotaState | null): Promise<QuotaState>;
  /** Counts one request that no credential answers for. */
  countAddress(address: string): Promise<QuotaState>;
  close(): Promise<void>;
}

interface Policy {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly unit?: 'content-bytes';
}

/** The policies that hold for one kind of caller. */
interface Policies {
  readonly requests: readonly Policy[];
  readonly content: readonly Policy[];
  /** value of `RateLimit-Policy` */
  readonly header: string;
}

/** `tenantQuotas` are the tenants' own; a key's own comes with its caller. */
export function createRateLimiter(quotas: Quotas, store: QuotaStore, tenantQuotas: TenantQuotas): RateLimiter {
  const policiesOf = createPolicies(quotas);
  const address = policies([minutely('address', quotas.addressRequests)], []);
  const of = async ({ tenantId, credential: { quota = NO_QUOTA }, permissions: { isBootstrap } }: QuotaHolder) => {
    if (isBootstrap) return policiesOf(true, quota, NO_QUOTA);
    const tenant = tenantQuotas(tenantId);
    return policiesOf(false, quota, tenant instanceof Promise ? await tenant : tenant);
  };
  return {
    async countRequest(caller) {
      const { requests, header } = await of(caller);
      return { policy: header, ...(await charge(store, requests, callerKeys(caller), 1)) };
    },
    async countContent(holder, bytes, before) {
      const { content, header } = await of(holder);
      const state = await charge(store, content, callerKeys(holder), bytes);
      return { ...state, policy: header, limit: before === null ? state.limit : `${before.limit}, ${state.limit}` };
    },
    async countAddress(client) {
      const key = `${ADDRESS_PREFIX}${networkOf(client)}}`;
      return { policy: address.header, ...(await charge(store, address.requests, () => key, 1)) };
    },
    close: () => store.close(),
  };
}

/** The policies of a caller, made once for each combination of quotas. */
function createPolicies(quotas: Quotas): (isBootstrap: boolean, own: Quota, tenant: Quota) => Policies {
  const made = new LRUCache<string, Policies>({ max: 1000 });
  const bytes = (mb: number | null, fallback: number) => (mb === null ? fallback : mb * MEBIBYTE);
  return (isBootstrap, own, tenant) => {
    const name = `${isBootstrap} ${own.requestsPerMinute} ${own.contentMbPerHour} ${tenant.requestsPerMinute} ${tenant.contentMbPerHour}`;
    const known = made.get(name);
    if (known !== undefined) return known;
    const [requestsOfAll, contentOfAll] = isBootstrap
      ? [quotas.bootstrapRequests, quotas.bootstrapContentBytes]
      : [quotas.requests, quotas.contentBytes];
    const requests = [minutely('default', own.requestsPerMinute ?? requestsOfAll)];
    const content = [hourly('content', bytes(own.contentMbPerHour, contentOfAll))];
    // The bootstrap key belongs to the owner of the platform: what it may do is not bounded by the quota of the home tenant.
    if (!isBootstrap) {
      requests.push(minutely('tenant', tenant.requestsPerMinute ?? quotas.tenantRequests));
      content.push(hourly('tenant-content', bytes(tenant.contentMbPerHour, quotas.tenantContentBytes)));
    }
    const fresh = policies(requests, content);
    made.set(name, fresh);
    return fresh;
  };
}

const minutely = (name: string, limit: number): Policy => ({ name, limit, windowSeconds: REQUESTS_WINDOW_SECONDS });
const hourly = (name: string, limit: number): Policy => ({
  name,
  limit,
  windowSeconds: CONTENT_WINDOW_SECONDS,
  unit: 'content-bytes',
});

function policies(requests: readonly Policy[], content: readonly Policy[]): Policies {
  const items = [...requests, ...content].map(({ name, limit, windowSeconds, unit }) => {
    return `"${name}";q=${limit}${unit === undefined ? '' : `;qu="${unit}"`};w=${windowSeconds}`;
  });
  return { requests, content, header: items.join(', ') };
}

/**
 * Names the counter of a policy: policies of the tenant count all its credentials together. A key and the tokens that it
 * was exchanged for are one credential.
 */
function callerKeys({ tenantId, credential }: QuotaHolder): (policy: Policy) => string {
  return ({ name }) => `{${tenantId}}:${name}${name.startsWith('tenant') ? '' : `:${credential.id}`}`;
}

async function charge(
  store: QuotaStore,
  charged: readonly Policy[],
  keyOf: (policy: Policy) => string,
  points: number,
): Promise<Omit<QuotaState, 'policy'>> {
  const charges: Charge[] = charged.map((policy) => ({
    key: keyOf(policy),
    points,
    limit: policy.limit,
    windowMs: policy.windowSeconds * 1000,
  }));
  return describe(charged, await store.charge(charges));
}

function describe(charged: readonly Policy[], counts: readonly Count[]): Omit<QuotaState, 'policy'> {
  const items: string[] = [];
  const violated: string[] = [];
  let retryAfter = 1;
  for (const [index, { name, limit }] of charged.entries()) {
    const { used, msLeft, exceeded } = counts[index] ?? { used: 0, msLeft: 0, exceeded: false };
    const seconds = Math.max(0, Math.ceil(msLeft / 1000));
    items.push(`"${name}";r=${Math.max(0, limit - used)};t=${seconds}`);
    if (!exceeded) continue;
    violated.push(name);
    retryAfter = Math.max(retryAfter, seconds);
  }
  return { limit: items.join(', '), violated, retryAfter };
}
