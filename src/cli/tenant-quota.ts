// What `assay tenant quota` does, directly or through the running server.
import { changeTenantQuota, toQuota } from '../application-server/index.ts';
import type { Quota } from '../contract/index.ts';
import { findTenant, findTenantQuota } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

export interface QuotaOptions {
  /** a number, or `default` */
  readonly requests?: string;
  readonly contentMb?: string;
}

/** Sets what is given, and returns the sentence to print. Throws AssayError. */
export async function setQuota(tenantId: string, options: QuotaOptions): Promise<string> {
  const changes: Partial<Quota> = {
    ...(options.requests !== undefined && { requests_per_minute: limitOf(options.requests) }),
    ...(options.contentMb !== undefined && { content_mb_per_hour: limitOf(options.contentMb) }),
  };
  const isChange = Object.keys(changes).length > 0;
  const path = `/api/v1/tenants/${encodeURIComponent(tenantId)}/quota`;
  const quota = await onInstallation<Quota>({
    direct: ({ database }) =>
      database.asTenant(tenantId, async (tx) => {
        if ((await findTenant(tx)) === null) {
          throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
        }
        const wanted = { ...toQuota(await findTenantQuota(tx)), ...changes };
        if (isChange) await changeTenantQuota(tx, tenantId, wanted, null);
        return wanted;
      }),
    async running(request) {
      const wanted = { ...((await request('GET', path)) as Quota), ...changes };
      return isChange ? ((await request('PUT', path, wanted)) as Quota) : wanted;
    },
  });
  const shown = (limit: number | null) => limit ?? "the configuration's";
  return `Requests a minute: ${shown(quota.requests_per_minute)}. MiB of code an hour: ${shown(quota.content_mb_per_hour)}.`;
}

function limitOf(text: string): number | null {
  if (text === 'default') return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new AssayError('invalid_request', {
    detail: `${text} is no quota: give a number from 1 to 999999999, or default.`,
  });
}
