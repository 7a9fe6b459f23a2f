// What this process knows of one identity provider: its discovery document and keys, fetched rarely and within bounds.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { OidcIssuer } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import { CLOCK_TOLERANCE_SECONDS } from '../../security/index.ts';
import { type Discovery, fetchJson, readDiscovery } from './discovery.ts';

/** Keys are fetched again when they are this old, and not more often than the pause, whatever key names come. */
const FRESH_MS = 10 * 60_000;
const PAUSE_MS = 30_000;
/** While a provider is away, the keys that it had go on for this long. */
const STALE_MS = 24 * 60 * 60_000;
/** Old tokens of clocks that were set back, and ones without an end in sight, are nobody's. */
const LONGEST_TOKEN_LIFE = '24h';
const DEFAULT_ALGORITHMS: NonNullable<OidcIssuer['algorithms']> = ['RS256', 'PS256', 'ES256', 'EdDSA'];

export interface OidcProvider {
  readonly settings: OidcIssuer;
  /**
   * The claims of an ID or access token that this provider has signed for us and whose time is now, otherwise null.
   * `audience` is whom it must be made for when that is not the configured one.
   * Throws AssayError `identity_provider_unavailable` when its keys cannot be had.
   */
  verify(token: string, audience?: string): Promise<JWTPayload | null>;
  /** what the provider says of itself; throws AssayError `identity_provider_unavailable` */
  discovery(): Promise<Discovery>;
}

interface Keys {
  readonly discovery: Discovery;
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
        .then(({ discovery, set }) => {
          keys = { discovery, find: createLocalJWKSet(set), fetchedAt: now() };
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
    discovery: async () => (await current()).discovery,
    async verify(token, audience = settings.audience) {
      const scope = { ...settings, audience };
      const known = await current();
      const first = await check(token, known, scope, now());
      if (first !== 'unknown key') return first;
      await refresh();
      const later = await current();
      if (later === known) return null;
      const second = await check(token, later, scope, now());
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

async function fetchKeys(issuer: string): Promise<{ readonly discovery: Discovery; readonly set: JSONWebKeySet }> {
  const discovery = await readDiscovery(issuer);
  const set = await fetchJson(discovery.jwksUri);
  if (!Array.isArray(set.keys)) throw new Error('no key set');
  // Symmetric keys have no place in a public set; a confused provider must not make its key a shared secret.
  return { discovery, set: { keys: set.keys.filter((key: { kty?: unknown }) => key.kty !== 'oct').slice(0, 100) } };
}
