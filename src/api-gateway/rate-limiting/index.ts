// The quotas of the configuration with their counters: shared in Redis when there is one, otherwise in this process.
import type { Configuration } from '../../config/index.ts';
import { createMemoryQuotas } from './memory-quotas.ts';
import { createRateLimiter, type Quotas, type RateLimiter } from './rate-limiting.ts';
import { openRedisQuotas } from './redis-quotas.ts';

export type { RateLimiter } from './rate-limiting.ts';

const MEBIBYTE = 1_048_576;

/** `onTrouble` hears of a failing Redis, at most every ten seconds. */
export function openRateLimiter(configuration: Configuration, onTrouble: (message: string) => void): RateLimiter {
  const { redisUrl } = configuration;
  const store = redisUrl === null ? createMemoryQuotas() : openRedisQuotas(redisUrl, onTrouble);
  return createRateLimiter(quotasOf(configuration), store);
}

function quotasOf(configuration: Configuration): Quotas {
  return {
    requests: configuration.requestsPerMinute,
    bootstrapRequests: configuration.bootstrapRequestsPerMinute,
    tenantRequests: configuration.tenantRequestsPerMinute,
    addressRequests: configuration.addressRequestsPerMinute,
    contentBytes: configuration.contentMbPerHour * MEBIBYTE,
    bootstrapContentBytes: configuration.bootstrapContentMbPerHour * MEBIBYTE,
    tenantContentBytes: configuration.tenantContentMbPerHour * MEBIBYTE,
  };
}
