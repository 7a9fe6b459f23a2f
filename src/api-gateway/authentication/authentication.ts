// Who asks: one dispatcher over the kinds of credential. The first kind that the request brings decides; none is 401.
import type { Caller, KeyRing, OidcProvider, Revocations } from '../../application-server/index.ts';
import type { Database } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Logger } from '../../monitoring/index.ts';
import { apiKeyCredentials } from './api-keys.ts';
import type { CredentialKind, PresentedRequest } from './credential.ts';
import { oidcCredentials } from './oidc.ts';
import { rememberCallers } from './remembered-callers.ts';
import { sessionCredentials } from './sessions.ts';
import { tokenCredentials } from './tokens.ts';

export interface Authenticator {
  /** Throws AssayError `unauthenticated` when the request brings no credential in force. */
  authenticate(request: PresentedRequest): Promise<Caller>;
}

export interface AuthenticatorOptions {
  readonly database: Database;
  readonly pepper: Buffer;
  /** what this process has just revoked */
  readonly revocations: Revocations;
  /** sessions that are not used for so long have ended */
  readonly sessionIdleMs: number;
  /** checks access tokens */
  readonly keyRing: KeyRing;
  readonly oidcProviders: readonly OidcProvider[];
  readonly logger: Logger;
}

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const remembered = rememberCallers(options.revocations);
  const kinds: readonly CredentialKind[] = [
    apiKeyCredentials({ ...options, remembered }),
    tokenCredentials({ ...options, remembered }),
    oidcCredentials({ ...options, remembered }),
    sessionCredentials({ ...options, remembered }),
  ];
  return {
    async authenticate(request) {
      for (const kind of kinds) {
        const caller = kind.recognise(request);
        if (caller !== null) return await caller;
      }
      throw new AssayError('unauthenticated');
    },
  };
}
