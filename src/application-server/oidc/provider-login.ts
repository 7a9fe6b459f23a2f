// From a provider's claims to a session. The stored role follows the provider's at each log-in, since sessions go by it.
import type { JWTPayload } from 'jose';
import type { OidcIssuer } from '../../config/index.ts';
import { appendAuditEvent, changeUser } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Client } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import { type StartSessionDependencies, startSession } from '../sessions/started-session.ts';
import { type CodeFlow, createCodeFlow } from './code-flow.ts';
import { findOidcUser, identityOf, type OidcUser } from './identity.ts';
import { createOidcProvider } from './provider.ts';

export interface ProviderLogins extends StartSessionDependencies {
  readonly issuers: readonly OidcIssuer[];
  /** as people's browsers reach this server; the configuration insists on one when there is a log-in */
  readonly publicUrl: string;
  readonly pepper: Buffer;
  readonly revocations: Revocations;
}

export function providerLogins({ issuers, publicUrl, pepper }: ProviderLogins): CodeFlow[] {
  return issuers.flatMap((settings) => {
    const { login } = settings;
    if (login === undefined) return [];
    const redirectUri = `${publicUrl}/login/oidc/${login.id}/callback`;
    return [createCodeFlow({ provider: createOidcProvider(settings), login, redirectUri, pepper })];
  });
}

/** The cookies of a new session. Throws AssayError `no_account` when the mapping or the user's state has no place. */
export async function logInWithProvider(
  logins: ProviderLogins,
  settings: OidcIssuer,
  claims: JWTPayload,
  client: Client,
): Promise<readonly string[]> {
  const identity = identityOf(claims, settings);
  const found = identity === null ? null : await findOidcUser(logins.database, identity, settings);
  if (identity === null || found === null) throw new AssayError('no_account');
  await adoptRole(logins, identity.tenantId, found);
  const { cookies } = await startSession(logins, identity.tenantId, found.user.id, client, settings.issuer);
  return cookies;
}

/** Owners are made and unmade inside Assay alone. */
async function adoptRole(
  { database, revocations }: ProviderLogins,
  tenantId: string,
  { user, role }: OidcUser,
): Promise<void> {
  if (user.role === 'owner' || user.role === role) return;
  await database.asTenant(tenantId, async (tx) => {
    await changeUser(tx, user.id, { role });
    const details = { from: user.role, to: role, by: 'oidc' };
    await appendAuditEvent(tx, { action: 'user.role-changed', actor: user.id, target: user.id, details });
  });
  revocations.announce(tenantId);
}
