// The quotas of this process, and what is charged to them by work that no request waits for.
import { openRateLimiter, type RateLimiter } from '../api-gateway/index.ts';
import type { ApplicationOptions, Revocations } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Database } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import type { Logger } from '../monitoring/index.ts';

export function openQuotas(
  configuration: Configuration,
  { database, revocations }: { readonly database: Database; readonly revocations: Revocations },
  logger: Logger,
): RateLimiter {
  return openRateLimiter({ configuration, database, revocations, onTrouble: (message) => logger.warn(message) });
}

export function contentCharge(quotas: RateLimiter): ApplicationOptions['chargeContent'] {
  return async (holder, bytes) => {
    const { violated, retryAfter } = await quotas.countContent(holder, bytes, null);
    if (violated.length === 0) return;
    const detail = `It holds ${bytes} bytes of source, more than is left of the quota of content, which is restored in ${retryAfter} seconds.`;
    throw new AssayError('rate_limited', { detail, retryAfter });
  };
}
