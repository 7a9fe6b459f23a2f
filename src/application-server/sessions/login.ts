// Logging in with a password. Unknown accounts, wrong passwords and disabled users get the same answer after the same work,
// and every attempt is counted before it is made.
import {
  appendAuditEvent,
  type BackOff,
  countLoginAttempt,
  createSession,
  type Database,
  findLogin,
  findTenant,
  forgetLoginFailures,
  forgiveLoginAttempt,
  HOME_TENANT_ID,
  type Login,
  type SessionRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createTenantSecret, type PasswordHasher } from '../../security/index.ts';
import type { Client } from '../endpoint.ts';
import { cookieName, DEVICE_COOKIE, SESSION_COOKIE, setCookie } from './cookies.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { ACCOUNT_BACK_OFF, ADDRESS_BACK_OFF, type LoginSettings } from './login-settings.ts';

export interface LoginDependencies {
  readonly database: Database;
  readonly settings: LoginSettings;
  readonly hasher: PasswordHasher;
  readonly browsers: KnownBrowsers;
}

interface Attempt {
  readonly tenantId: string;
  readonly email: string;
  readonly password: string;
}

export interface LoggedIn {
  readonly login: Login;
  readonly session: SessionRecord;
  readonly csrfToken: string;
  readonly cookies: readonly string[];
}

const KNOWN_BROWSER_SECONDS = 180 * 24 * 60 * 60;

/** Throws AssayError `login_failed`, `too_many_attempts`, `overloaded`. */
export async function logIn(dependencies: LoginDependencies, attempt: Attempt, client: Client): Promise<LoggedIn> {
  const { database, hasher } = dependencies;
  const { login, counted } = await findAccount(dependencies, attempt, client);
  for (const { tenantId, subject, backOff } of counted) await admit(database, tenantId, subject, backOff);
  const matches = await hasher.verify(login?.passwordHash ?? null, attempt.password);
  if (login === null || !matches || login.user.state !== 'active') {
    await recordFailure(dependencies, attempt, login, client);
    throw new AssayError('login_failed');
  }
  for (const { tenantId, subject, shared } of counted) {
    await database.asTenant(tenantId, (tx) => (shared ? forgiveLoginAttempt : forgetLoginFailures)(tx, subject));
  }
  return await begin(dependencies, attempt.tenantId, login, client);
}

/** Counts an attempt, or throws AssayError `too_many_attempts`. */
export async function admit(database: Database, tenantId: string, subject: Buffer, backOff: BackOff): Promise<void> {
  const blockedUntil = await database.asTenant(tenantId, (tx) => countLoginAttempt(tx, subject, backOff));
  if (blockedUntil === null) return;
  const retryAfter = Math.max(1, Math.ceil((blockedUntil.getTime() - Date.now()) / 1000));
  throw new AssayError('too_many_attempts', { retryAfter });
}

interface Counted {
  readonly tenantId: string;
  readonly subject: Buffer;
  readonly backOff: BackOff;
  /** by many people: one success does not wipe out what the others failed at */
  readonly shared: boolean;
}

/** The account, and under what the attempt counts: a browser that it knows by itself, strangers by account and address. */
async function findAccount(
  { database, browsers }: LoginDependencies,
  { tenantId, email }: Attempt,
  client: Client,
): Promise<{ readonly login: Login | null; readonly counted: readonly Counted[] }> {
  const { exists, login } = await database.asTenant(tenantId, async (tx) => ({
    exists: (await findTenant(tx)) !== null,
    login: await findLogin(tx, email),
  }));
  const cookie = client.cookie(cookieName(DEVICE_COOKIE, client));
  const browser = browsers.recognise(cookie, tenantId, login?.user.id ?? '');
  if (browser !== null) {
    const subject = browsers.subjectHash('browser', `${tenantId} ${browser}`);
    return { login, counted: [{ tenantId, subject, backOff: ACCOUNT_BACK_OFF, shared: false }] };
  }
  const account = {
    // A tenant that does not exist has no place to count in.
    tenantId: exists ? tenantId : HOME_TENANT_ID,
    subject: browsers.subjectHash('account', `${tenantId} ${email.toLowerCase()}`),
    backOff: ACCOUNT_BACK_OFF,
    shared: false,
  };
  const address = {
    // In one place: whoever tries the accounts of many tenants is one address.
    tenantId: HOME_TENANT_ID,
    subject: browsers.subjectHash('address', client.address),
    backOff: ADDRESS_BACK_OFF,
    shared: true,
  };
  return { login, counted: [address, account] };
}

async function recordFailure(
  { database }: LoginDependencies,
  { tenantId }: Attempt,
  login: Login | null,
  { address }: Client,
): Promise<void> {
  const reason = login === null ? 'unknown account' : failureOf(login);
  await database.asTenant(tenantId, async (tx) => {
    if ((await findTenant(tx)) === null) return;
    const target = login?.user.id ?? null;
    await appendAuditEvent(tx, { action: 'session.failed', actor: null, target, details: { reason, address } });
  });
}

function failureOf({ user, passwordHash }: Login): string {
  if (user.state !== 'active') return 'disabled';
  return passwordHash === null ? 'no password' : 'wrong password';
}

async function begin(
  { database, settings, browsers }: LoginDependencies,
  tenantId: string,
  login: Login,
  client: Client,
): Promise<LoggedIn> {
  const secret = createTenantSecret(tenantId);
  const { user } = login;
  const session = await database.asTenant(tenantId, async (tx) => {
    const expiresAt = new Date(Date.now() + settings.longestMs);
    const made = await createSession(tx, {
      userId: user.id,
      secretHash: secret.hash,
      userAgent: client.userAgent,
      expiresAt,
    });
    const details = { session: made.id, address: client.address };
    await appendAuditEvent(tx, { action: 'session.created', actor: user.id, target: user.id, details });
    return made;
  });
  const cookies = [
    setCookie(SESSION_COOKIE, secret.text, Math.floor(settings.longestMs / 1000), client),
    setCookie(DEVICE_COOKIE, browsers.introduce(tenantId, user.id), KNOWN_BROWSER_SECONDS, client),
  ];
  return { login, session, csrfToken: secret.csrfToken, cookies };
}
