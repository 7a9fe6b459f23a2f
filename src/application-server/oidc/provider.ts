// What this process knows of one identity provider: its discovery document and keys, fetched rarely and within bounds.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { OidcIssuer } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import { CLOCK_TOLERANCE_SECONDS } from '../../security/index.ts';

/** Keys are fetched again when they are this old, and not more often than the pause, whatever key names come. */
const FRESH_MS = 10 * 60_000;
const PAUSE_MS = 30_000;
/** While a provider is away, the keys that it had go on for this long. */
const STALE_MS = 24 * 60 * 60_000;
const TIMEOUT_MS = 5000;
const LONGEST_DOCUMENT = 512 * 1024;
/** Old tokens of clocks that were set back, and ones without an end in sight, are nobody's. */
const LONGEST_TOKEN_LIFE = '24h';
const DEFAULT_ALGORITHMS: NonNullable<OidcIssuer['algorithms']> = ['RS256', 'PS256', 'ES256', 'EdDSA'];

export interface OidcProvider {
  readonly settings: OidcIssuer;
  /**
   * The claims of an ID or access token that this provider has signed for us and whose time is now, otherwise null.
   * Throws AssayError `identity_provider_unavailable` when its keys cannot be had.
   */
  verify(token: string): Promise<JWTPayload | null>;
}

interface Keys {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly fetchedAt: number;
}

export function createOidcProvider(settings: OidcIssuer, now: () => number = () => Date.now()): OidcProvider {
  let keys: Keys | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | null = null;

  /** Fetches the keys unless that was tried a moment ago; concurrent callers wait for one fetch. */
  const refresh = async (): Promise<void> => {
    if (fetching === null && now() - triedAt < PAUSE_MS) return;
    if (fetching === null) {
      triedAt = now();
      fetching = fetchKeys(settings.issuer)
        .then((set) => {
          keys = { find: createLocalJWKSet(set), fetchedAt: now() };
        })
        .catch(() => {})
        .finally(() => {
          fetching = null;
        });
    }
    await fetching;
  };
  const current = async (): Promise<Keys> => {
    if (keys === null || now() - keys.fetchedAt > FRESH_MS) await refresh();
    if (keys === null || now() - keys.fetchedAt > STALE_MS) throw new AssayError('identity_provider_unavailable');
    return keys;
  };

  return {
    settings,
    async verify(token) {
      const known = await current();
      const first = await check(token, known, settings, now());
      if (first !== 'unknown key') return first;
      await refresh();
      const later = await current();
      if (later === known) return null;
      const second = await check(token, later, settings, now());
      return second === 'unknown key' ? null : second;
    },
  };
}

/** Keys that a token brings along or points to are never used: only those of the provider's own set are. */
async function check(
  token: string,
  keys: Keys,
  { issuer, audience, algorithms = DEFAULT_ALGORITHMS }: OidcIssuer,
  now: number,
): Promise<JWTPayload | 'unknown key' | null> {
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      algorithms: [...algorithms],
      issuer,
      audience,
      requiredClaims: ['sub', 'exp', 'iat'],
      maxTokenAge: LONGEST_TOKEN_LIFE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknown key';
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const discovery = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  // The document must be the issuer's own (OpenID Connect Discovery, section 4.3).
  if (discovery.issuer !== issuer || typeof discovery.jwks_uri !== 'string') throw new Error('no discovery document');
  const set = await fetchJson(discovery.jwks_uri);
  if (!Array.isArray(set.keys)) throw new Error('no key set');
  // Symmetric keys have no place in a public set; a confused provider must not make its key a shared secret.
  return { keys: set.keys.filter((key: { kty?: unknown }) => key.kty !== 'oct').slice(0, 100) };
}

/** An operator's address, so it may be private; bounded in time and size, and it may not send us elsewhere. */
async function fetchJson(address: string): Promise<Record<string, unknown>> {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > LONGEST_DOCUMENT) throw new Error('the document is too long');
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new Error('no JSON object');
  return value as Record<string, unknown>;
}
