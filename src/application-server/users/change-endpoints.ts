// POST /api/v1/users, PATCH and DELETE /api/v1/users/{user_id}.
import { User, UserChange, UserRequest } from '../../contract/index.ts';
import {
  appendAuditEvent,
  changeUser,
  createUser,
  type Database,
  deleteUser,
  endJudgementsOf,
  eraseSuggestionOutcomesOf,
  findUser,
  type TenantTransaction,
  type UserRecord,
} from '../../database-service/index.ts';
import { AssayError, type InputError } from '../../errors.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { requireAnotherOwner, requireGrant } from './grants.ts';
import { existingUser, toUser } from './presentation.ts';
import { UserParameters } from './read-endpoints.ts';

export interface UserDependencies {
  readonly database: Database;
  readonly revocations: Revocations;
  readonly knowledge: Knowledge;
}

export function changeUserEndpoints(dependencies: UserDependencies): Endpoint[] {
  return [createUserEndpoint(dependencies), changeUserEndpoint(dependencies), deleteUserEndpoint(dependencies)];
}

function createUserEndpoint({ database }: UserDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/users',
      operationId: 'createUser',
      tag: 'users',
      summary: 'Make a person or a service account.',
      description: 'Nobody may give a role that holds more than their own; only an owner makes owners.',
      access: 'users:manage',
      body: UserRequest,
      answers: { 201: json('The new user.', User) },
    },
    async ({ body, caller }) => {
      checkUser(body);
      requireGrant(caller, { role: body.role });
      const { kind = 'person', name, role, email = null, issuer = null, subject = null } = body;
      const user = await database.asTenant(caller.tenantId, async (tx) => {
        const made = await createUser(tx, { kind, email, name, role, issuer, subject, createdBy: caller.actor });
        if (made === null) {
          throw new AssayError('already_exists', { detail: 'A user has this e-mail address or identity already.' });
        }
        const details = { kind, role, by_issuer: issuer !== null };
        await appendAuditEvent(tx, { action: 'user.created', actor: caller.actor, target: made.id, details });
        return made;
      });
      return { status: 201, body: toUser(user), headers: { location: `/api/v1/users/${user.id}` } };
    },
  );
}

function changeUserEndpoint({ database, revocations }: UserDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'PATCH',
      path: '/api/v1/users/:user_id',
      operationId: 'changeUser',
      tag: 'users',
      summary: 'Change the name, role or state of a user.',
      description:
        'Takes effect on every credential of the user: at once in the process that answers, elsewhere within five seconds. ' +
        'The last active owner can be neither demoted nor disabled.',
      access: 'users:manage',
      parameters: UserParameters,
      body: UserChange,
      answers: { 200: json('The user as changed.', User) },
    },
    async ({ parameters, body, caller }) => {
      const user = await database.asTenant(caller.tenantId, async (tx) => {
        const before = existingUser(await findUser(tx, parameters.user_id));
        await checkChange(tx, caller, before, body);
        const after = existingUser(await changeUser(tx, before.id, body));
        await auditChange(tx, caller, before, after);
        return after;
      });
      revocations.announce(caller.tenantId);
      return { status: 200, body: toUser(user) };
    },
  );
}

function deleteUserEndpoint({ database, knowledge, revocations }: UserDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/users/:user_id',
      operationId: 'deleteUser',
      tag: 'users',
      summary: 'Delete a user with all their keys and sessions.',
      description:
        'Their verdicts stay in the history, but nothing is learned from them any more. The last active owner cannot be deleted.',
      access: 'users:manage',
      parameters: UserParameters,
      answers: { 204: { description: 'Deleted.' } },
    },
    async ({ parameters, caller }) => {
      const version = await database.asTenant(caller.tenantId, async (tx) => {
        const user = existingUser(await findUser(tx, parameters.user_id));
        requireGrant(caller, user);
        await requireAnotherOwner(tx, user);
        await deleteUser(tx, user.id);
        const details = { kind: user.kind, role: user.role };
        await appendAuditEvent(tx, { action: 'user.deleted', actor: caller.actor, target: user.id, details });
        const ended = await endJudgementsOf(tx, user.id);
        return (await eraseSuggestionOutcomesOf(tx, user.id)) ?? ended;
      });
      if (version !== null) knowledge.learned(caller.tenantId, version);
      revocations.announce(caller.tenantId);
      return { status: 204, body: null };
    },
  );
}

/** The conditions between fields, which the schema cannot say. */
function checkUser({ kind = 'person', email, role, issuer, subject }: UserRequest): void {
  const errors: InputError[] = [];
  if (kind === 'person' && email === undefined) errors.push({ path: '/email', message: 'is needed for a person' });
  if (kind === 'service' && email !== undefined) {
    errors.push({ path: '/email', message: 'must be absent: a service account has none' });
  }
  if (kind === 'service' && issuer !== undefined) {
    errors.push({ path: '/issuer', message: 'must be absent: a service account has API keys' });
  }
  if ((issuer === undefined) !== (subject === undefined)) {
    errors.push({ path: '/subject', message: 'and issuer are given both or not at all' });
  }
  errors.push(...roleErrors(kind, role));
  if (errors.length > 0) throw new AssayError('invalid_request', { errors });
}

function roleErrors(kind: UserRecord['kind'], role: string): InputError[] {
  if (kind === 'person' && role === 'service') return [{ path: '/role', message: 'service is for service accounts' }];
  if (kind === 'service' && role === 'owner') return [{ path: '/role', message: 'owner is for persons' }];
  return [];
}

async function checkChange(
  tx: TenantTransaction,
  caller: Caller,
  before: UserRecord,
  { role = before.role, state = before.state }: { readonly role?: string; readonly state?: UserRecord['state'] },
): Promise<void> {
  requireGrant(caller, before);
  requireGrant(caller, { role });
  const errors = roleErrors(before.kind, role);
  if (errors.length > 0) throw new AssayError('invalid_request', { errors });
  if (before.role === 'owner' && (role !== 'owner' || state === 'disabled')) await requireAnotherOwner(tx, before);
}

async function auditChange(tx: TenantTransaction, { actor }: Caller, before: UserRecord, after: UserRecord) {
  const target = after.id;
  if (before.role !== after.role) {
    const details = { from: before.role, to: after.role };
    await appendAuditEvent(tx, { action: 'user.role-changed', actor, target, details });
  }
  if (before.state !== after.state) {
    const action = after.state === 'active' ? 'user.enabled' : 'user.disabled';
    await appendAuditEvent(tx, { action, actor, target, details: {} });
  }
  if (before.name !== after.name) await appendAuditEvent(tx, { action: 'user.renamed', actor, target, details: {} });
}
