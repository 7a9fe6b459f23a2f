// What the database says of tenants' quotas, remembered for a moment: here a change counts at once, elsewhere within five seconds.
import { LRUCache } from 'lru-cache';
import type { Revocations } from '../../application-server/index.ts';
import { type Database, findTenantQuota, NO_QUOTA, type Quota } from '../../database-service/index.ts';

const TTL_MS = 4000;
const REMEMBERED = 10_000;

export type TenantQuotas = (tenantId: string) => Promise<Quota> | Quota;

/** Never rejects: while the database is away, the last known quota holds, or the configuration's. */
export function createTenantQuotas(database: Database, revocations: Revocations): TenantQuotas {
  const known = new LRUCache<string, Quota>({
    max: REMEMBERED,
    ttl: TTL_MS,
    allowStaleOnFetchRejection: true,
    fetchMethod: (tenantId) => database.asTenant(tenantId, findTenantQuota),
  });
  revocations.listen((tenantId) => known.delete(tenantId));
  return (tenantId) => known.get(tenantId) ?? known.fetch(tenantId).then(orNone, () => NO_QUOTA);
}

const orNone = (quota: Quota | undefined): Quota => quota ?? NO_QUOTA;
