// Which keys a caller sees and may end: their own, and with `keys:manage` those of the tenant that they could have made.
import { type ApiKeyRecord, findApiKey, type TenantTransaction } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { isAllowed } from '../../security/index.ts';
import type { Caller } from '../endpoint.ts';
import { requireGrant } from '../users/grants.ts';

export function managesKeys(caller: Caller): boolean {
  return isAllowed(caller.permissions, 'keys:manage');
}

function isOwn(key: ApiKeyRecord, { actor, credential, userId }: Caller): boolean {
  if (key.userId !== null) return key.userId === userId;
  return key.id === credential.id || key.createdBy === actor;
}

/** The key, or AssayError `not_found` when there is none or it is not the caller's to see. */
export async function visibleKey(tx: TenantTransaction, caller: Caller, id: string): Promise<ApiKeyRecord> {
  const key = await findApiKey(tx, id);
  if (key !== null && (managesKeys(caller) || isOwn(key, caller))) return key;
  throw new AssayError('not_found', { detail: 'There is no API key of that id.' });
}

/** Throws AssayError `beyond_own_rights` when the caller may not end this key. */
export function requireRightToEnd(caller: Caller, key: ApiKeyRecord): void {
  if (key.isBootstrap && key.id !== caller.credential.id) {
    throw new AssayError('beyond_own_rights', { detail: 'The bootstrap key can be revoked by itself alone.' });
  }
  if (!isOwn(key, caller)) requireGrant(caller, key);
}
