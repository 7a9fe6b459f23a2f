// The beginning of a session, however its user was recognised.
import { appendAuditEvent, createSession, type Database, type SessionRecord } from '../../database-service/index.ts';
import { createTenantSecret } from '../../security/index.ts';
import type { Client } from '../endpoint.ts';
import { DEVICE_COOKIE, SESSION_COOKIE, setCookie } from './cookies.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { LoginSettings } from './login-settings.ts';

export interface StartSessionDependencies {
  readonly database: Database;
  readonly settings: LoginSettings;
  readonly browsers: KnownBrowsers;
}

export interface StartedSession {
  readonly session: SessionRecord;
  readonly csrfToken: string;
  readonly cookies: readonly string[];
}

const KNOWN_BROWSER_SECONDS = 180 * 24 * 60 * 60;

/** A new session with a secret of its own, noted in the audit log; `provider` is who vouched for the user. */
export async function startSession(
  { database, settings, browsers }: StartSessionDependencies,
  tenantId: string,
  userId: string,
  client: Client,
  provider?: string,
): Promise<StartedSession> {
  const secret = createTenantSecret(tenantId, settings.region);
  const expiresAt = new Date(Date.now() + settings.longestMs);
  const session = await database.asTenant(tenantId, async (tx) => {
    const made = await createSession(tx, { userId, secretHash: secret.hash, userAgent: client.userAgent, expiresAt });
    const details = { session: made.id, address: client.address, ...(provider !== undefined && { provider }) };
    await appendAuditEvent(tx, { action: 'session.created', actor: userId, target: userId, details });
    return made;
  });
  const cookies = [
    setCookie(SESSION_COOKIE, secret.text, Math.floor(settings.longestMs / 1000), client),
    setCookie(DEVICE_COOKIE, browsers.introduce(tenantId, userId), KNOWN_BROWSER_SECONDS, client),
  ];
  return { session, csrfToken: secret.csrfToken, cookies };
}
