// How passwords are set: by a one-time token of somebody who manages users, or by their owner, who knows the old one.
import { PasswordChange, PasswordRequest, PasswordTokenAnswer } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findLoginOf,
  findPasswordToken,
  findUser,
  forgetLoginFailures,
  revokeSessionsOf,
  savePasswordToken,
  setPassword,
  takePasswordToken,
  type UserRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createTenantSecret, passwordFault, readTenantSecret } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { requireGrant } from '../users/grants.ts';
import { existingUser } from '../users/presentation.ts';
import { UserParameters } from '../users/read-endpoints.ts';
import type { SessionDependencies } from './endpoints.ts';
import { admit } from './login.ts';
import { ACCOUNT_BACK_OFF, PASSWORD_TOKEN_MS } from './login-settings.ts';

export function passwordEndpoints(dependencies: SessionDependencies): Endpoint[] {
  return [tokenEndpoint(dependencies), setEndpoint(dependencies), changeEndpoint(dependencies)];
}

function tokenEndpoint({ database, settings }: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/users/:user_id/password-token',
      operationId: 'createPasswordToken',
      tag: 'users',
      summary: 'Make a one-time token with which a person sets a password, for the first time or anew.',
      description:
        'It works for a day and is shown this once. Nobody makes one for somebody who may do more than they.',
      access: 'users:manage',
      parameters: UserParameters,
      answers: { 201: json('The token.', PasswordTokenAnswer) },
    },
    async ({ parameters, caller }) => {
      if (!settings.passwords) throw new AssayError('passwords_off');
      const secret = createTenantSecret(caller.tenantId);
      const expiresAt = new Date(Date.now() + PASSWORD_TOKEN_MS);
      await database.asTenant(caller.tenantId, async (tx) => {
        const user = existingUser(await findUser(tx, parameters.user_id));
        if (user.kind !== 'person') throw new AssayError('not_found', { detail: 'A service account has no password.' });
        requireGrant(caller, user);
        await savePasswordToken(tx, user.id, secret.hash, expiresAt);
        const event = { action: 'password.token-created', actor: caller.actor, target: user.id };
        await appendAuditEvent(tx, { ...event, details: { expires_at: expiresAt.toISOString() } });
      });
      // Behind the #, so that no log on the way sees it.
      const path = `/login#token=${secret.text}`;
      const answer: PasswordTokenAnswer = { token: secret.text, path, expires_at: expiresAt.toISOString() };
      return { status: 201, body: answer, headers: { 'cache-control': 'no-store' } };
    },
  );
}

function setEndpoint(dependencies: SessionDependencies): Endpoint {
  const { database, settings, hasher, revocations } = dependencies;
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/passwords',
      operationId: 'setPassword',
      tag: 'access',
      summary: 'Set a password with a one-time token; ends all sessions of the user.',
      access: 'public',
      body: PasswordRequest,
      answers: { 204: { description: 'Set; the token is used up.' } },
    },
    async ({ body: { token, password } }) => {
      if (!settings.passwords) throw new AssayError('passwords_off');
      const secret = readTenantSecret(token);
      const user = secret === null ? null : await ownerOfToken(database, secret.tenantId, secret.hash);
      if (secret === null || user === null) throw unknownToken();
      requireGoodPassword(password, user, '/password');
      // Slow, and therefore between two transactions.
      const hash = await hasher.hash(password);
      await database.asTenant(secret.tenantId, async (tx) => {
        if (!(await takePasswordToken(tx, secret.hash))) throw unknownToken();
        await setPassword(tx, user.id, hash);
        await revokeSessionsOf(tx, user.id, null);
        await appendAuditEvent(tx, { action: 'password.set', actor: user.id, target: user.id, details: {} });
      });
      revocations.announce(secret.tenantId);
      return { status: 204, body: null };
    },
  );
}

function changeEndpoint(dependencies: SessionDependencies): Endpoint {
  const { database, settings, hasher, browsers, revocations } = dependencies;
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/users/me/password',
      operationId: 'changeOwnPassword',
      tag: 'users',
      summary: 'Change your password; ends your other sessions.',
      access: 'account:own',
      body: PasswordChange,
      answers: { 204: { description: 'Changed.' } },
    },
    async ({ body, caller: { tenantId, userId, credential } }) => {
      if (!settings.passwords) throw new AssayError('passwords_off');
      if (userId === null) throw new AssayError('not_found', { detail: 'This key belongs to no user.' });
      const attempts = browsers.subjectHash('change', userId);
      await admit(database, tenantId, attempts, ACCOUNT_BACK_OFF);
      const login = await database.asTenant(tenantId, (tx) => findLoginOf(tx, userId));
      const matches = await hasher.verify(login?.passwordHash ?? null, body.current_password);
      if (login === null || !matches)
        throw new AssayError('login_failed', { detail: 'The current password is wrong.' });
      requireGoodPassword(body.new_password, login.user, '/new_password');
      const hash = await hasher.hash(body.new_password);
      await database.asTenant(tenantId, async (tx) => {
        await setPassword(tx, userId, hash);
        await forgetLoginFailures(tx, attempts);
        const ended = await revokeSessionsOf(tx, userId, credential.kind === 'session' ? credential.id : null);
        const details = { sessions_ended: ended };
        await appendAuditEvent(tx, { action: 'password.changed', actor: userId, target: userId, details });
      });
      revocations.announce(tenantId);
      return { status: 204, body: null };
    },
  );
}

async function ownerOfToken(database: Database, tenantId: string, hash: Buffer): Promise<UserRecord | null> {
  return await database.asTenant(tenantId, async (tx) => {
    const userId = await findPasswordToken(tx, hash);
    return userId === null ? null : await findUser(tx, userId);
  });
}

function unknownToken(): AssayError {
  return new AssayError('not_found', { detail: 'This token is unknown, used up or expired; ask for a new one.' });
}

function requireGoodPassword(password: string, owner: UserRecord, path: string): void {
  const fault = passwordFault(password, owner);
  if (fault !== null) throw new AssayError('weak_password', { errors: [{ path, message: fault }] });
}
