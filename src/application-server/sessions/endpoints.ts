// /api/v1/sessions: log in, look at one's sessions, log out.
import { Type } from 'typebox';
import { CurrentSession, LoginRequest, type Session, SessionsList } from '../../contract/index.ts';
import {
  appendAuditEvent,
  findSessionInForce,
  findUser,
  HOME_TENANT_ID,
  listSessions,
  revokeSession,
  type SessionRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type Caller, type Client, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import { existingUser, toUser } from '../users/presentation.ts';
import { SESSION_COOKIE, setCookie } from './cookies.ts';
import { type LoginDependencies, logIn } from './login.ts';
import { idleSince } from './login-settings.ts';

export interface SessionDependencies extends LoginDependencies {
  readonly revocations: Revocations;
}

const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NO_STORE = { 'cache-control': 'no-store' };

export function sessionEndpoints(dependencies: SessionDependencies): Endpoint[] {
  return [
    loginEndpoint(dependencies),
    currentEndpoint(dependencies),
    listEndpoint(dependencies),
    logoutEndpoint(dependencies),
    endEndpoint(dependencies),
  ];
}

function loginEndpoint(dependencies: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/sessions',
      operationId: 'logIn',
      tag: 'access',
      summary: 'Log in with a password, for pages of this server: the session is in a cookie.',
      description:
        'Programs use API keys. Failed attempts make wait, longer each time, up to 15 minutes; a browser in which the user has ' +
        'logged in before is not held up by the attempts of others.',
      access: 'public',
      body: LoginRequest,
      answers: { 201: json('The session.', CurrentSession) },
    },
    async ({ body: { email, password, tenant_id = HOME_TENANT_ID }, client }) => {
      if (!dependencies.settings.passwords) throw new AssayError('passwords_off');
      const browser = client();
      requirePage(browser);
      // What is no tenant's id is treated like a tenant that does not exist.
      const tenantId = TENANT_ID.test(tenant_id) ? tenant_id : '00000000-0000-0000-0000-000000000000';
      const { login, session, csrfToken, cookies } = await logIn(dependencies, { tenantId, email, password }, browser);
      const answer: CurrentSession = {
        session: toSession(session, session.id),
        user: toUser(login.user),
        csrf_token: csrfToken,
      };
      return { status: 201, body: answer, cookies, headers: NO_STORE };
    },
  );
}

function requirePage({ isSameOrigin, transport }: Client): void {
  if (!isSameOrigin || transport === 'unknown') throw new AssayError('cross_site_request');
  if (transport === 'plain') throw new AssayError('insecure_transport');
}

function currentEndpoint({ database, settings }: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/sessions/current',
      operationId: 'getCurrentSession',
      tag: 'access',
      summary: 'The session of this browser, and the token that its pages send with everything that changes something.',
      access: 'account:own',
      etag: false,
      answers: { 200: json('The session.', CurrentSession) },
    },
    async ({ caller }) => {
      const { userId, csrfToken, sessionId } = sessionOf(caller);
      const answer = await database.asTenant(caller.tenantId, async (tx) => {
        const session = await findSessionInForce(tx, { id: sessionId }, idleSince(settings));
        if (session === null) throw new AssayError('unauthenticated');
        const user = existingUser(await findUser(tx, userId));
        return { session: toSession(session, sessionId), user: toUser(user), csrf_token: csrfToken };
      });
      return { status: 200, body: answer satisfies CurrentSession, headers: NO_STORE };
    },
  );
}

function listEndpoint({ database, settings }: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/sessions',
      operationId: 'listSessions',
      tag: 'access',
      summary: 'Your sessions that have not ended, newest first.',
      access: 'account:own',
      answers: { 200: json('The sessions.', SessionsList) },
    },
    async ({ caller: { tenantId, userId, credential } }) => {
      const sessions =
        userId === null ? [] : await database.asTenant(tenantId, (tx) => listSessions(tx, userId, idleSince(settings)));
      const body: SessionsList = { items: sessions.map((session) => toSession(session, credential.id)) };
      return { status: 200, body };
    },
  );
}

function logoutEndpoint(dependencies: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/sessions/current',
      operationId: 'logOut',
      tag: 'access',
      summary: 'End the session of this browser.',
      access: 'account:own',
      answers: { 204: { description: 'Logged out; the cookie is gone.' } },
    },
    async ({ caller, client }) => {
      await end(dependencies, caller, sessionOf(caller).sessionId);
      return { status: 204, body: null, cookies: [setCookie(SESSION_COOKIE, '', 0, client())] };
    },
  );
}

function endEndpoint(dependencies: SessionDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/sessions/:session_id',
      operationId: 'endSession',
      tag: 'access',
      summary: 'End one of your sessions.',
      description: 'At once in the process that answers, within five seconds in every other.',
      access: 'account:own',
      parameters: Type.Object({ session_id: Type.String({ maxLength: 100 }) }),
      answers: { 204: { description: 'Ended.' } },
    },
    async ({ caller, parameters }) => {
      await end(dependencies, caller, parameters.session_id);
      return { status: 204, body: null };
    },
  );
}

async function end({ database, revocations }: SessionDependencies, caller: Caller, sessionId: string): Promise<void> {
  const { tenantId, userId, actor } = caller;
  await database.asTenant(tenantId, async (tx) => {
    if (userId === null || !(await revokeSession(tx, userId, sessionId))) {
      throw new AssayError('not_found', { detail: 'There is no session of that id.' });
    }
    const details = { session: sessionId };
    await appendAuditEvent(tx, { action: 'session.ended', actor, target: userId, details });
  });
  revocations.announce(tenantId);
}

function sessionOf({ credential: { kind, id, csrfToken }, userId }: Caller) {
  if (kind !== 'session' || csrfToken === undefined || userId === null) {
    throw new AssayError('not_found', { detail: 'This request comes with no session.' });
  }
  return { sessionId: id, csrfToken, userId };
}

function toSession(record: SessionRecord, currentId: string): Session {
  return {
    session_id: record.id,
    current: record.id === currentId,
    user_agent: record.userAgent,
    created_at: record.createdAt.toISOString(),
    last_seen_at: record.lastSeenAt.toISOString(),
    expires_at: record.expiresAt.toISOString(),
  };
}
