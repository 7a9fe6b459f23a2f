// Access tokens of this installation (RFC 9068): signed, read and refused. No I/O: whoever calls brings keys and time.
import { type CryptoKey, errors, jwtVerify, type ProtectedHeaderParameters, SignJWT } from 'jose';
import { SIGNING_ALGORITHM } from './signing-keys.ts';

/** No token that this code or a sane provider makes is longer; longer ones are not even decoded. */
export const LONGEST_TOKEN = 8192;
export const LONGEST_TOKEN_LIFE_SECONDS = 900;
const TOKEN_TYPE = 'at+jwt';
/** seconds that clocks of two hosts may differ */
export const CLOCK_TOLERANCE_SECONDS = 30;
/** a thumbprint in base64url; a path, an address or SQL in its place is refused before anything looks it up */
const KID = /^[A-Za-z0-9_-]{43}$/;

/** Who may have said it, and to whom it is said. */
export interface TokenScope {
  readonly issuer: string;
  readonly audience: string;
  /** stands in every token, so that other regions know where it belongs; null: there is one region */
  readonly region: string | null;
}

/** All processes of an installation must agree on it, so that it hangs on the configured address and not on a port. */
export function tokenScopeOf(publicUrl: string | null, region: string | null = null): TokenScope {
  return publicUrl === null
    ? { issuer: 'urn:assay', audience: 'urn:assay:api', region }
    : { issuer: publicUrl, audience: `${publicUrl}/api`, region };
}

/** What a token stands for: a credential in force, narrowed. It says nothing of a role: that is looked up with each use. */
export interface TokenGrant {
  readonly tenantId: string;
  readonly actor: string;
  /** the credential that it was exchanged for, with which it dies */
  readonly credential: { readonly kind: 'api-key' | 'session'; readonly id: string };
  readonly scopes: readonly string[];
}

export interface NewToken extends TokenGrant {
  readonly id: string;
  readonly lifeSeconds: number;
}

export interface SigningKeyPair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/** The compact form of a token that is valid from `now` (milliseconds since the epoch) on. */
export async function signToken(
  token: NewToken,
  scope: TokenScope,
  { kid, privateKey }: SigningKeyPair,
  now: number,
): Promise<string> {
  if (token.lifeSeconds > LONGEST_TOKEN_LIFE_SECONDS) throw new Error('An access token lives at most 15 minutes.');
  const seconds = Math.floor(now / 1000);
  const { kind, id } = token.credential;
  const home = scope.region === null ? {} : { region: scope.region };
  const claims = { client_id: id, scope: token.scopes.join(' '), tenant: token.tenantId, credential: kind, ...home };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TOKEN_TYPE, kid })
    .setIssuer(scope.issuer)
    .setAudience(scope.audience)
    .setSubject(token.actor)
    .setJti(token.id)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + token.lifeSeconds)
    .sign(privateKey);
}

export interface ReadToken extends TokenGrant {
  /** milliseconds since the epoch */
  readonly expiresAt: number;
}

/**
 * What a token grants, or null for anything that this installation did not sign for itself, or whose time is not now.
 * `keyOf` gives the public key of a well-formed kid, or null; what it throws is passed on.
 */
export async function readToken(
  text: string,
  scope: TokenScope,
  keyOf: (kid: string) => Promise<CryptoKey | null>,
  now: number,
): Promise<ReadToken | null> {
  const header = tokenHeader(text);
  if (header === null || !isOwnHeader(header)) return null;
  const key = await keyOf(header.kid);
  if (key === null) return null;
  try {
    const { payload } = await jwtVerify(text, key, {
      algorithms: [SIGNING_ALGORITHM],
      typ: TOKEN_TYPE,
      issuer: scope.issuer,
      audience: scope.audience,
      requiredClaims: ['sub', 'jti', 'iat', 'nbf', 'exp'],
      maxTokenAge: LONGEST_TOKEN_LIFE_SECONDS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    return grantOf(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** The protected header of something that has the form of a signed token, otherwise null. Nothing in it is trusted. */
export function tokenHeader(text: string): ProtectedHeaderParameters | null {
  return partOf(text, 0);
}

/** The `iss` that a token claims, unverified: good for choosing who is to verify it, and for nothing else. */
export function claimedIssuer(text: string): string | null {
  const issuer = partOf(text, 1)?.iss;
  return typeof issuer === 'string' ? issuer : null;
}

/** The region that a token claims, unverified: good for finding who is to verify it, and for nothing else. */
export function claimedRegion(text: string): string | null {
  const region = partOf(text, 1)?.region;
  return typeof region === 'string' ? region : null;
}

function partOf(text: string, index: 0 | 1): Record<string, unknown> | null {
  if (text.length > LONGEST_TOKEN || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(text.split('.')[index], 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Exactly the header that `signToken` writes: keys that a token brings along or points to are not even read. */
function isOwnHeader(header: ProtectedHeaderParameters): header is ProtectedHeaderParameters & { kid: string } {
  const { alg, typ, kid, ...others } = header;
  if (Object.keys(others).length > 0) return false;
  return alg === SIGNING_ALGORITHM && typ === TOKEN_TYPE && typeof kid === 'string' && KID.test(kid);
}

/** The signature was right, so the claims are our own; a shape of another version is no grant. */
function grantOf(payload: Readonly<Record<string, unknown>>): ReadToken | null {
  const { tenant, sub, credential, client_id: id, scope, exp } = payload;
  if (typeof tenant !== 'string' || typeof sub !== 'string' || typeof id !== 'string') return null;
  if (typeof scope !== 'string' || typeof exp !== 'number') return null;
  if (credential !== 'api-key' && credential !== 'session') return null;
  return {
    tenantId: tenant,
    actor: sub,
    credential: { kind: credential, id },
    scopes: scope.split(' ').filter((one) => one !== ''),
    expiresAt: exp * 1000,
  };
}
