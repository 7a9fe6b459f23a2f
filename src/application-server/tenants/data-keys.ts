// The data key of each tenant, unwrapped and remembered for a minute: it seals and opens the tenant's stored code.
import { LRUCache } from 'lru-cache';
import { type Database, findWrappedKey } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { unwrapDataKey } from '../../security/index.ts';

const TTL_MS = 60_000;
const REMEMBERED_TENANTS = 10_000;

export interface DataKeys {
  /** Throws AssayError `not_found` when the tenant's key was destroyed: nothing of it can be read or stored any more. */
  of(tenantId: string): Promise<Buffer>;
}

export function createDataKeys(database: Database, masterKey: Buffer): DataKeys {
  const keys = new LRUCache<string, Buffer>({ max: REMEMBERED_TENANTS, ttl: TTL_MS });
  return {
    async of(tenantId) {
      const known = keys.get(tenantId);
      if (known !== undefined) return known;
      const wrapped = await database.asTenant(tenantId, findWrappedKey);
      if (wrapped === null) throw new AssayError('not_found', { detail: 'This tenant was erased.' });
      const key = unwrapDataKey(masterKey, wrapped, tenantId);
      keys.set(tenantId, key);
      return key;
    },
  };
}
