// Logging in with a password. Unknown accounts, wrong passwords and disabled users get the same answer after the same work,
// and every attempt is counted before it is made.
import {
  appendAuditEvent,
  type BackOff,
  countLoginAttempt,
  type Database,
  findLogin,
  findTenant,
  forgetLoginFailures,
  forgiveLoginAttempt,
  HOME_TENANT_ID,
  type Login,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { PasswordHasher } from '../../security/index.ts';
import type { Client } from '../endpoint.ts';
import { cookieName, DEVICE_COOKIE } from './cookies.ts';
import { ACCOUNT_BACK_OFF, ADDRESS_BACK_OFF } from './login-settings.ts';
import { type StartedSession, type StartSessionDependencies, startSession } from './started-session.ts';

export interface LoginDependencies extends StartSessionDependencies {
  readonly hasher: PasswordHasher;
}

interface Attempt {
  readonly tenantId: string;
  readonly email: string;
  readonly password: string;
}

export interface LoggedIn extends StartedSession {
  readonly login: Login;
}

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
  return { login, ...(await startSession(dependencies, attempt.tenantId, login.user.id, client)) };
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
