// The rules of giving: nobody grants, changes or takes away more than they hold, and an owner always remains.
import { lockOwners, type TenantTransaction, type UserRecord } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { isRole, mayGrant } from '../../security/index.ts';
import type { Caller } from '../endpoint.ts';

interface Granted {
  readonly role: string;
  readonly scopes?: readonly string[];
}

/** Throws AssayError `beyond_own_rights` when the caller does not hold all of this. */
export function requireGrant({ permissions }: Pick<Caller, 'permissions'>, { role, scopes = [] }: Granted): void {
  if (isRole(role) && mayGrant(permissions, { role, scopes })) return;
  throw new AssayError('beyond_own_rights', { detail: `Only somebody who holds all of the role ${role} may do that.` });
}

/** Throws AssayError `last_owner` when this user is the only active owner. Call it before the change, in its transaction. */
export async function requireAnotherOwner(tx: TenantTransaction, user: UserRecord): Promise<void> {
  const owners = await lockOwners(tx);
  if (owners.length === 1 && owners[0] === user.id) throw new AssayError('last_owner');
}
