// Tokens of identity providers as credentials: `Authorization: Bearer eyJ…` of an issuer that the operator configured.
import { createHash } from 'node:crypto';
import { findOidcUser, identityOf, type OidcProvider } from '../../application-server/index.ts';
import type { Database } from '../../database-service/index.ts';
import { claimedIssuer } from '../../security/index.ts';
import { type CredentialKind, presentedSecret } from './credential.ts';
import type { Recognised, RememberedCallers } from './remembered-callers.ts';

export interface OidcOptions {
  readonly database: Database;
  readonly oidcProviders: readonly OidcProvider[];
  readonly remembered: RememberedCallers;
}

export function oidcCredentials({ database, oidcProviders, remembered }: OidcOptions): CredentialKind {
  const providers = new Map(oidcProviders.map((provider) => [provider.settings.issuer, provider]));
  return {
    recognise({ headers }) {
      const token = presentedSecret(headers);
      const issuer = token === null ? null : claimedIssuer(token);
      const provider = issuer === null ? undefined : providers.get(issuer);
      if (token === null || provider === undefined) return null;
      const name = `oidc ${createHash('sha256').update(token).digest('base64')}`;
      return remembered.recognise(name, () => recognise(database, provider, token));
    },
  };
}

const NOBODY: Recognised = { caller: null, expiresAt: 0 };

async function recognise(database: Database, provider: OidcProvider, token: string): Promise<Recognised> {
  const claims = await provider.verify(token);
  const identity = claims === null ? null : identityOf(claims, provider.settings);
  if (claims === null || identity === null) return NOBODY;
  const found = await findOidcUser(database, identity, provider.settings);
  if (found === null) return NOBODY;
  const { user, role } = found;
  const expiresAt = (claims.exp ?? 0) * 1000;
  const caller = {
    tenantId: identity.tenantId,
    actor: user.id,
    credential: { kind: 'token' as const, id: user.id, expiresAt: new Date(expiresAt) },
    userId: user.id,
    permissions: { role, scopes: [], isBootstrap: false },
    project: null,
  };
  return { caller, expiresAt };
}
