// The data keys of each tenant, unwrapped and remembered: they seal and open what is stored and cached of the tenant.
import { LRUCache } from 'lru-cache';
import { type Database, findWrappedKeys, type TenantTransaction } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  createDataKey,
  DataKeyRing,
  type MasterKeys,
  UnknownDataKeyError,
  unwrapDataKey,
  wrapDataKey,
} from '../../security/index.ts';

/** Another process may have rotated or destroyed a key: look again after this long. */
const SHARED_TTL_MS = 5000;
const REMEMBERED_TENANTS = 10_000;

export interface DataKeys {
  /** Throws AssayError `not_found` when the tenant's keys were destroyed: nothing of it can be read or stored any more. */
  of(tenantId: string): Promise<DataKeyRing>;
  /** What was sealed by `seal` of the ring, whichever key sealed it. Throws as `of` does, or when it was altered. */
  open(tenantId: string, sealed: Buffer, context: string): Promise<Buffer>;
  /** to be called when this process has rotated or destroyed a key */
  forget(tenantId: string): void;
}

export function createDataKeys(database: Database, masterKeys: MasterKeys): DataKeys {
  // The embedded database belongs to this process alone, so what it wrote itself is all there is to know.
  const ttl = database.backend === 'embedded' ? 0 : SHARED_TTL_MS;
  const rings = new LRUCache<string, DataKeyRing>({ max: REMEMBERED_TENANTS, ttl });
  const of = async (tenantId: string): Promise<DataKeyRing> => {
    const known = rings.get(tenantId);
    if (known !== undefined) return known;
    const ring = await database.asTenant(tenantId, (tx) => readDataKeys(tx, masterKeys, tenantId));
    rings.set(tenantId, ring);
    return ring;
  };
  return {
    of,
    async open(tenantId, sealed, context) {
      try {
        return (await of(tenantId)).open(sealed, context);
      } catch (error) {
        if (!(error instanceof UnknownDataKeyError)) throw error;
      }
      // Sealed by another process under a key that it has just made.
      rings.delete(tenantId);
      return (await of(tenantId)).open(sealed, context);
    },
    forget: (tenantId) => void rings.delete(tenantId),
  };
}

/** The tenant's keys as they are now. Throws AssayError `not_found` for a tenant without any. */
export async function readDataKeys(
  tx: TenantTransaction,
  masterKeys: MasterKeys,
  tenantId: string,
): Promise<DataKeyRing> {
  const wrapped = await findWrappedKeys(tx);
  if (wrapped.length === 0) throw new AssayError('not_found', { detail: 'This tenant was erased.' });
  const keys = await Promise.all(
    wrapped.map(async ({ version, wrappedKey }) => ({
      version,
      key: await masterKeys.open((masterKey) => unwrapDataKey(masterKey, wrappedKey, tenantId)),
    })),
  );
  return new DataKeyRing(keys);
}

/** A new data key, wrapped for the tenant; asked for in the transaction that stores it. */
export async function newDataKey(masterKeys: MasterKeys, tenantId: string): Promise<Buffer> {
  return wrapDataKey(await masterKeys.newest(), createDataKey(), tenantId);
}
