// The quotas of the configuration with their counters: shared in Redis when there is one, otherwise in this process.
import type { Revocations } from '../../application-server/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { Database } from '../../database-service/index.ts';
import { createMemoryQuotas } from './memory-quotas.ts';
import { createRateLimiter, type Quotas, type RateLimiter } from './rate-limiting.ts';
import { openRedisQuotas } from './redis-quotas.ts';
import { createTenantQuotas } from './tenant-quotas.ts';

export type { RateLimiter } from './rate-limiting.ts';

const MEBIBYTE = 1_048_576;

export interface RateLimiterOptions {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly revocations: Revocations;
  /** hears of a failing Redis, at most every ten seconds */
  readonly onTrouble: (message: string) => void;
}

export function openRateLimiter({ configuration, database, revocations, onTrouble }: RateLimiterOptions): RateLimiter {
  const { redisUrl, redisTimeoutMs } = configuration;
  const store = redisUrl === null ? createMemoryQuotas() : openRedisQuotas(redisUrl, onTrouble, redisTimeoutMs);
  return createRateLimiter(quotasOf(configuration), store, createTenantQuotas(database, revocations));
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
