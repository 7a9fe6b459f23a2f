// Quotas of single API keys and of tenants. How they are counted is the gateway's business.
import type { TenantTransaction } from './database.ts';
import { isUuid } from './storable.ts';

/** null: what the configuration gives everybody */
export interface Quota {
  readonly requestsPerMinute: number | null;
  readonly contentMbPerHour: number | null;
}

export const NO_QUOTA: Quota = { requestsPerMinute: null, contentMbPerHour: null };

/** False when the tenant has no key of this id. */
export async function setApiKeyQuota(tx: TenantTransaction, id: string, quota: Quota): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx.updateTable('api_keys').set(columns(quota)).where('api_key_id', '=', id).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Of the tenant that the transaction belongs to. */
export async function setTenantQuota(tx: TenantTransaction, quota: Quota): Promise<boolean> {
  const result = await tx.updateTable('tenants').set(columns(quota)).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Of the tenant that the transaction belongs to. */
export async function findTenantQuota(tx: TenantTransaction): Promise<Quota> {
  const row = await tx
    .selectFrom('tenants')
    .select(['requests_per_minute as requestsPerMinute', 'content_mb_per_hour as contentMbPerHour'])
    .executeTakeFirst();
  return row ?? NO_QUOTA;
}

function columns({ requestsPerMinute, contentMbPerHour }: Quota) {
  return { requests_per_minute: requestsPerMinute, content_mb_per_hour: contentMbPerHour };
}
