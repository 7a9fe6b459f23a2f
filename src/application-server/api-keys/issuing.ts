// Making keys: what a new key may be, given who makes it.
import type { ApiKeyRequest } from '../../contract/index.ts';
import {
  type ApiKeyRecord,
  createApiKey,
  findProject,
  findUser,
  type NewApiKey,
  type TenantTransaction,
  type UserRecord,
} from '../../database-service/index.ts';
import { AssayError, type InputError } from '../../errors.ts';
import {
  type ApiKeyEnvironment,
  generateApiKey,
  hashApiKey,
  isAction,
  isAllowed,
  isRole,
  parseApiKey,
} from '../../security/index.ts';
import type { Caller } from '../endpoint.ts';
import { timeFilter } from '../time-filter.ts';
import { requireGrant } from '../users/grants.ts';

export type KeyPlan = Omit<NewApiKey, 'hash' | 'prefix' | 'isBootstrap'>;

/** The key and its record. The key is in no other place than this answer. */
export async function issueKey(
  tx: TenantTransaction,
  { pepper, region }: { readonly pepper: Buffer; readonly region: string | null },
  environment: ApiKeyEnvironment,
  plan: KeyPlan & { readonly isBootstrap?: boolean },
): Promise<{ readonly key: string; readonly record: ApiKeyRecord }> {
  const key = generateApiKey(environment, region);
  const prefix = parseApiKey(key)?.prefix ?? '';
  return { key, record: await createApiKey(tx, { ...plan, hash: hashApiKey(key, pepper), prefix }) };
}

/**
 * What the request asks for with its defaults, or an error: a key is never wider than its maker in role, scopes and time
 * (keys that are restricted to a project make none). Without the action `keys:manage` it is for the caller alone.
 */
export async function planKey(tx: TenantTransaction, caller: Caller, request: ApiKeyRequest): Promise<KeyPlan> {
  const holder = await findHolder(tx, caller, request.user_id);
  const role = request.role ?? holder?.role ?? caller.permissions.role;
  const scopes = request.scopes ?? [];
  checkScopes(role, scopes);
  // A key that repeats its maker's role is as narrow as its maker.
  const effective = scopes.length === 0 && request.role === undefined ? caller.permissions.scopes : scopes;
  requireGrant(caller, { role, scopes: effective });
  if (holder !== null) requireWithin(holder, role, effective);
  return {
    name: request.name,
    role,
    scopes: effective,
    expiresAt: expiryOf(caller, request.expires_at),
    userId: holder?.id ?? null,
    projectId: await projectOf(tx, request.project_id),
    createdBy: caller.actor,
  };
}

/** Whose key it is to be: the caller's own, or a service account's. */
async function findHolder(
  tx: TenantTransaction,
  caller: Caller,
  userId: string | undefined,
): Promise<UserRecord | null> {
  const id = userId ?? caller.userId;
  if (id === null) return null;
  const user = await findUser(tx, id);
  if (user === null) throw new AssayError('not_found', { detail: 'There is no user of that id.' });
  if (user.id === caller.userId) return user;
  if (user.kind !== 'service' || !isAllowed(caller.permissions, 'keys:manage')) {
    throw new AssayError('beyond_own_rights', {
      detail: 'Keys of persons are made by themselves, and keys of service accounts by those who manage keys.',
    });
  }
  requireGrant(caller, user);
  return user;
}

function checkScopes(role: string, scopes: readonly string[]): void {
  const errors: InputError[] = [];
  for (const [index, scope] of scopes.entries()) {
    const known = isAction(scope) && isRole(role) && isAllowed({ role, scopes: [], isBootstrap: false }, scope);
    if (!known) errors.push({ path: `/scopes/${index}`, message: `is no action of the role ${role}` });
  }
  if (errors.length > 0) throw new AssayError('invalid_request', { errors });
}

/** A key wider than its user would be cut down on each use; it is refused at once. */
function requireWithin(holder: UserRecord, role: string, scopes: readonly string[]): void {
  if (!isRole(holder.role)) throw new AssayError('beyond_own_rights');
  const permissions = { role: holder.role, scopes: [], isBootstrap: false };
  requireGrant({ permissions }, { role, scopes });
}

function expiryOf({ credential }: Caller, text: string | undefined): Date | null {
  const wanted = timeFilter('expires_at', text).expires_at ?? null;
  if (wanted !== null && wanted.getTime() <= Date.now()) {
    throw new AssayError('invalid_request', { errors: [{ path: '/expires_at', message: 'must be in the future' }] });
  }
  const end = credential.expiresAt ?? null;
  if (end === null) return wanted;
  if (wanted !== null && wanted <= end) return wanted;
  if (wanted === null) return end;
  throw new AssayError('beyond_own_rights', { detail: 'The key that makes it ends sooner.' });
}

async function projectOf(tx: TenantTransaction, projectId: string | undefined): Promise<string | null> {
  if (projectId === undefined) return null;
  const project = await findProject(tx, projectId);
  if (project === null) throw new AssayError('not_found', { detail: 'There is no project of that id.' });
  return project.id;
}
