// Sessions as credentials: a cookie, which browsers send by themselves. So whatever changes something must also show that
// a page of this server asks: by the browser's word, and by a token that other sites cannot read.
import { LRUCache } from 'lru-cache';
import { type Caller, cookieName, SESSION_COOKIE } from '../../application-server/index.ts';
import { type Database, findSessionInForce, type SessionInForce, touchSession } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Logger } from '../../monitoring/index.ts';
import { isEqualSecret, isRole, readTenantSecret, type TenantSecret } from '../../security/index.ts';
import { cookieOf, isLoopbackHost, isSameOrigin } from './client.ts';
import { type CredentialKind, type PresentedRequest, presentedSecret } from './credential.ts';
import type { Recognised, RememberedCallers } from './remembered-callers.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const TOUCH_INTERVAL_MS = 60_000;
const REMEMBERED_SESSIONS = 10_000;

export interface SessionOptions {
  readonly database: Database;
  readonly remembered: RememberedCallers;
  /** sessions that are not used for so long have ended */
  readonly sessionIdleMs: number;
  readonly logger: Logger;
}

export function sessionCredentials({ database, remembered, sessionIdleMs, logger }: SessionOptions): CredentialKind {
  const touched = new LRUCache<string, true>({ max: REMEMBERED_SESSIONS, ttl: TOUCH_INTERVAL_MS });
  const touch = ({ tenantId, credential: { id } }: Caller) => {
    if (touched.has(id)) return;
    touched.set(id, true);
    database
      .asTenant(tenantId, (tx) => touchSession(tx, id))
      .catch((error: unknown) => logger.debug({ err: error }, 'the use of a session was not noted'));
  };
  const recognise = async (secret: TenantSecret, request: PresentedRequest): Promise<Caller> => {
    const { tenantId, hash, csrfToken } = secret;
    const caller = await remembered.recognise(`session ${hash.toString('base64')}`, () =>
      lookUpSession(database, tenantId, { secretHash: hash }, sessionIdleMs),
    );
    if (!SAFE_METHODS.includes(request.method)) requireOwnPage(request, csrfToken);
    touch(caller);
    return { ...caller, credential: { ...caller.credential, csrfToken } };
  };
  return {
    recognise(request) {
      if (request.headers.authorization !== undefined || presentedSecret(request.headers) !== null) return null;
      const text = sessionCookie(request);
      const secret = text === null ? null : readTenantSecret(text);
      return secret === null ? null : recognise(secret, request);
    },
  };
}

/** The session as it is now: with the role that its user has now. */
export async function lookUpSession(
  database: Database,
  tenantId: string,
  by: { readonly secretHash: Buffer } | { readonly id: string },
  idleMs: number,
): Promise<Recognised> {
  const idleSince = new Date(Date.now() - idleMs);
  const session = await database.asTenant(tenantId, (tx) => findSessionInForce(tx, by, idleSince));
  if (session === null) return { caller: null, expiresAt: 0 };
  const expiresAt = Math.min(session.expiresAt.getTime(), session.lastSeenAt.getTime() + idleMs);
  return { caller: toCaller(tenantId, session), expiresAt };
}

function toCaller(tenantId: string, { id, userId, role }: SessionInForce): Caller | null {
  if (!isRole(role)) return null;
  const permissions = { role, scopes: [], isBootstrap: false };
  return { tenantId, actor: userId, credential: { kind: 'session', id }, userId, permissions };
}

/** The text of the session's cookie. Without the prefix, only where the browser is on this machine: elsewhere another host could have planted the cookie. */
export function sessionCookie({ headers }: Pick<PresentedRequest, 'headers'>): string | null {
  const secure = cookieOf(headers, cookieName(SESSION_COOKIE, { transport: 'tls' }));
  if (secure !== null) return secure;
  const { host } = headers;
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  if (!isLoopbackHost(new URL(`http://${host}`).hostname)) return null;
  return cookieOf(headers, cookieName(SESSION_COOKIE, { transport: 'loopback' }));
}

function requireOwnPage({ headers }: PresentedRequest, csrfToken: string): void {
  const shown = headers['x-csrf-token'];
  if (isSameOrigin(headers) && typeof shown === 'string' && isEqualSecret(shown, csrfToken)) return;
  throw new AssayError('cross_site_request');
}
