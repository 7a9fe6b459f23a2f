// POST /api/v1/tokens: an API key or a session for a token that lives minutes and may do no more than it.
import { v4 as uuidv4 } from 'uuid';
import { TOKEN_LIFE, TokenRequest, TokenResponse } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { ACTIONS, type Action, isAllowed, type Permissions, signToken } from '../../security/index.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { keySetEndpoints } from '../jwks/endpoints.ts';
import type { KeyRing } from '../jwks/key-ring.ts';

/** What makes other, lasting credentials must be asked for: a token that is stolen should end with its minutes. */
const BY_NAME_ONLY: ReadonlySet<Action> = new Set<Action>([
  'tokens:create',
  'keys:own',
  'keys:manage',
  'users:manage',
  'tenants:create',
  'signing-keys:rotate',
  'platform:manage',
  'tenant:erase',
]);

/** Tokens, and the keys that they are signed and checked with. */
export function tokenEndpoints(keyRing: KeyRing): Endpoint[] {
  return [createTokenEndpoint(keyRing), ...keySetEndpoints(keyRing)];
}

function createTokenEndpoint(keyRing: KeyRing): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/tokens',
      operationId: 'createToken',
      tag: 'access',
      summary: 'Exchange an API key or a session for a short-lived access token.',
      description:
        'The token may do what the credential may, or less, and dies with it within five seconds, whatever its own end. ' +
        'A token cannot be exchanged for another.',
      access: 'tokens:create',
      body: TokenRequest,
      answers: { 201: json('The token, shown once.', TokenResponse) },
    },
    async ({ body, caller }) => {
      const credential = exchangeable(caller);
      const scopes = grantedScopes(body.scopes, caller.permissions);
      const lifeSeconds = body.expires_in ?? TOKEN_LIFE.longestSeconds;
      const { tenantId, actor } = caller;
      const token = { id: uuidv4(), tenantId, actor, credential, scopes, lifeSeconds };
      const answer: TokenResponse = {
        access_token: await signToken(token, keyRing.scope, await keyRing.signer(), Date.now()),
        token_type: 'Bearer',
        expires_in: lifeSeconds,
        scope: scopes.join(' '),
      };
      return { status: 201, body: answer, headers: { 'cache-control': 'no-store' } };
    },
  );
}

function exchangeable({ credential: { kind, id } }: Caller): { kind: 'api-key' | 'session'; id: string } {
  if (kind === 'token') {
    throw new AssayError('forbidden', { detail: 'A token cannot be exchanged for another; use the key or session.' });
  }
  return { kind, id };
}

/** Never more than the credential may: asking for more is an error, not a narrower token. */
function grantedScopes(wanted: readonly string[] | undefined, permissions: Permissions): readonly Action[] {
  const mayDo = (action: Action) => isAllowed(permissions, action);
  if (wanted === undefined) return ACTIONS.filter((action) => !BY_NAME_ONLY.has(action) && mayDo(action));
  return [...new Set(wanted)].map((name, index) => {
    const action = ACTIONS.find((one) => one === name);
    if (action === undefined || action === 'tokens:create') {
      throw new AssayError('invalid_request', { errors: [{ path: `/scopes/${index}`, message: 'is no action' }] });
    }
    if (!mayDo(action)) throw new AssayError('forbidden', { detail: `This credential may not do ${action}.` });
    return action;
  });
}
