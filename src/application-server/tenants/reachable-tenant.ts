// Which tenant a request about a tenant may be about: the caller's own, and for the owner of the platform any.
import { isUuid } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { isAllowed } from '../../security/index.ts';
import type { Caller } from '../endpoint.ts';

/** Throws AssayError `not_found` for a foreign one: that it exists is nobody's business. */
export function reachableTenant(caller: Caller, tenantId: string): string {
  const wanted = tenantId.toLowerCase();
  if (isUuid(wanted) && (wanted === caller.tenantId || isAllowed(caller.permissions, 'platform:manage'))) return wanted;
  throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
}
