// Access tokens of this installation as credentials: `Authorization: Bearer eyJ…`. The signature says which key or session
// the token was exchanged for; whether that is still in force, and what it may do by now, the database says.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller, KeyRing } from '../../application-server/index.ts';
import { type Database, findApiKeyInForce } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  claimedIssuer,
  isAction,
  isAllowed,
  type ReadToken,
  readToken,
  type TokenGrant,
} from '../../security/index.ts';
import { toCaller } from './api-keys.ts';
import { type CredentialKind, presentedSecret } from './credential.ts';
import type { Recognised, RememberedCallers } from './remembered-callers.ts';
import { lookUpSession } from './sessions.ts';

/** With the two seconds that the key ring remembers, the tokens of a key that was ended are refused within five. */
const CHECKED_TTL_MS = 3000;
const REMEMBERED_TOKENS = 10_000;

export interface TokenOptions {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly remembered: RememberedCallers;
  readonly sessionIdleMs: number;
}

export function tokenCredentials({ database, keyRing, remembered, sessionIdleMs }: TokenOptions): CredentialKind {
  /** by their SHA-256: a signature costs ten times what the rest of the way does */
  const checked = new LRUCache<string, ReadToken>({ max: REMEMBERED_TOKENS, ttl: CHECKED_TTL_MS });

  const check = async (text: string): Promise<ReadToken> => {
    const name = createHash('sha256').update(text).digest('base64');
    const known = checked.get(name);
    if (known !== undefined && known.expiresAt > Date.now()) return known;
    const token = await readToken(text, keyRing.scope, keyRing.publicKey, Date.now());
    if (token === null) throw new AssayError('unauthenticated');
    checked.set(name, token);
    return token;
  };
  const recognise = async (text: string): Promise<Caller> => {
    const token = await check(text);
    const { kind, id } = token.credential;
    const owner = await remembered.recognise(`${kind} of ${token.tenantId} ${id}`, () =>
      lookUp(database, token, sessionIdleMs),
    );
    return narrowed(owner, token);
  };
  return {
    recognise({ headers }) {
      const secret = presentedSecret(headers);
      if (secret === null || claimedIssuer(secret) !== keyRing.scope.issuer) return null;
      return recognise(secret);
    },
  };
}

/** The credential that the token was exchanged for, as it is now. */
async function lookUp(
  database: Database,
  { tenantId, credential }: TokenGrant,
  sessionIdleMs: number,
): Promise<Recognised> {
  if (credential.kind === 'session') return await lookUpSession(database, tenantId, credential, sessionIdleMs);
  const record = await database.asTenant(tenantId, (tx) => findApiKeyInForce(tx, credential.id));
  return { caller: toCaller(record), expiresAt: record?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY };
}

/** What both the token and its credential may do. Never an empty list, which would mean "not narrowed". */
function narrowed(owner: Caller, token: ReadToken): Caller {
  const scopes = token.scopes.filter((scope) => isAction(scope) && isAllowed(owner.permissions, scope));
  if (scopes.length === 0) throw new AssayError('forbidden', { detail: 'This token may not do anything any more.' });
  return {
    ...owner,
    credential: { ...owner.credential, kind: 'token' },
    permissions: { ...owner.permissions, scopes },
  };
}
