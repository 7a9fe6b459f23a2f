import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDataKey } from './encryption.ts';
import { createSigningKey, importPublicKey, openSigningKey, type PublicSigningKey } from './signing-keys.ts';
import { claimedIssuer, type NewToken, readToken, type SigningKeyPair, signToken, tokenScopeOf } from './tokens.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const SCOPE = tokenScopeOf('https://assay.example');
const TOKEN: NewToken = {
  id: '0f5a',
  tenantId: '00000000-0000-7000-8000-000000000001',
  actor: 'somebody',
  credential: { kind: 'api-key', id: 'key-1' },
  scopes: ['analyses:create', 'analyses:read'],
  lifeSeconds: 600,
};

const masterKey = createDataKey();
let publicKey: PublicSigningKey;
let pair: SigningKeyPair;
let asked: string[] = [];

beforeAll(async () => {
  const made = await createSigningKey(masterKey);
  publicKey = made.publicKey;
  pair = { kid: publicKey.kid, privateKey: await openSigningKey(masterKey, made.sealed, publicKey.kid) };
});

const keyOf = async (kid: string) => {
  asked.push(kid);
  return kid === publicKey.kid ? await importPublicKey(publicKey) : null;
};
const read = (text: string, now = NOW) => {
  asked = [];
  return readToken(text, SCOPE, keyOf, now);
};

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed with the right key, whatever the header and claims are. */
function forge(header: Record<string, unknown>, claims: Record<string, unknown> = {}): Promise<string> {
  const seconds = NOW / 1000;
  const payload = {
    iss: SCOPE.issuer,
    aud: SCOPE.audience,
    sub: 'somebody',
    jti: '1',
    iat: seconds,
    nbf: seconds,
    exp: seconds + 600,
    client_id: 'key-1',
    tenant: TOKEN.tenantId,
    credential: 'api-key',
    scope: 'analyses:read',
    ...claims,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid, ...header })
    .sign(pair.privateKey);
}

describe('an access token', () => {
  it('says what it was made for, and is one of RFC 9068', async () => {
    const text = await signToken(TOKEN, SCOPE, pair, NOW);
    expect(await read(text)).toEqual({
      tenantId: TOKEN.tenantId,
      actor: TOKEN.actor,
      credential: TOKEN.credential,
      scopes: TOKEN.scopes,
      expiresAt: NOW + 600_000,
    });
    const [header, payload] = text.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(header ?? '')).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid });
    const claims = JSON.parse(payload ?? '');
    for (const name of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']) expect(claims[name], name).toBeTruthy();
    expect(claimedIssuer(text)).toBe('https://assay.example');
  });

  it('lives fifteen minutes at most', async () => {
    await expect(signToken({ ...TOKEN, lifeSeconds: 901 }, SCOPE, pair, NOW)).rejects.toThrow();
    const long = await forge({}, { exp: NOW / 1000 + 86_400 });
    expect(await read(long)).not.toBeNull();
    expect(await read(long, NOW + 931_000)).toBeNull();
  });

  it('counts from its beginning to its end, with half a minute for clocks that differ', async () => {
    const text = await signToken(TOKEN, SCOPE, pair, NOW);
    const at = async (seconds: number) => (await read(text, NOW + seconds * 1000)) !== null;
    expect(await Promise.all([at(-40), at(-20), at(599), at(620), at(640)])).toEqual([false, true, true, true, false]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://evil.example' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'https://assay.example' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is text', { exp: '9999999999' }],
    ['no beginning', { nbf: undefined }],
    ['an end before now', { exp: NOW / 1000 - 60, iat: NOW / 1000 - 120, nbf: NOW / 1000 - 120 }],
    ['a beginning after now', { nbf: NOW / 1000 + 60 }],
    ['a making after now', { iat: NOW / 1000 + 60 }],
    ['no subject', { sub: undefined }],
    ['no id', { jti: undefined }],
    ['another kind of credential', { credential: 'token' }],
    ['a tenant that is no text', { tenant: 7 }],
  ])('is refused with %s, though it is signed', async (_, claims) => {
    expect(await read(await forge({}, claims))).toBeNull();
  });

  it.each<[string, Record<string, unknown>]>([
    ['typ JWT (an ID token)', { typ: 'JWT' }],
    ['no typ', { typ: undefined }],
    ['an address of keys', { jku: 'https://evil.example/jwks.json' }],
    ['an address of certificates', { x5u: 'https://evil.example/cert.pem' }],
    ['certificates', { x5c: ['MIIB'] }],
    ['an unknown member', { cty: 'JWT' }],
    ['a kid that is a path', { kid: '../../../../dev/null' }],
    ['a kid that is an address', { kid: 'https://evil.example/key' }],
    ['a kid that is SQL', { kid: "' or 1=1 --" }],
    ['a kid that is long', { kid: 'a'.repeat(5000) }],
    ['a kid that is no text', { kid: 7 }],
    ['no kid', { kid: undefined }],
  ])('is refused with %s, before any key is looked up', async (_, header) => {
    expect(await read(await forge(header))).toBeNull();
    expect(asked).toEqual([]);
  });

  it('is refused with an unknown kid', async () => {
    expect(await read(await forge({ kid: 'A'.repeat(43) }))).toBeNull();
    expect(asked).toEqual(['A'.repeat(43)]);
  });

  it('is refused when it brings its own key', async () => {
    const attacker = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(attacker.publicKey);
    const text = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid, jwk })
      .sign(attacker.privateKey);
    expect(await read(text)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('is refused with critical extensions, b64 among them', async () => {
    const payload = (await forge({})).split('.')[1];
    for (const header of [
      { alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid, crit: ['b64'], b64: false },
      { alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid, crit: ['exp'], exp: 1 },
    ]) {
      expect(await read(`${base64url(header)}.${payload}.c2ln`)).toBeNull();
    }
    expect(asked).toEqual([]);
  });

  it('is refused without a signature, and signed as if the public key were a shared secret', async () => {
    const payload = (await forge({})).split('.')[1] ?? '';
    for (const alg of ['none', 'None', 'NONE', '', 'HS256', 'RS256', 'ES384', 'EdDSA']) {
      const head = base64url({ alg, typ: 'at+jwt', kid: publicKey.kid });
      const spki = await exportSPKI(await importPublicKey(publicKey));
      for (const secret of [spki, JSON.stringify(publicKey)]) {
        const signature = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url');
        expect(await read(`${head}.${payload}.${signature}`), alg).toBeNull();
      }
      expect(await read(`${head}.${payload}.`), alg).toBeNull();
    }
    expect(asked).toEqual([]);
  });

  it('is refused when a single bit of it was changed', async () => {
    const [header = '', payload = '', signature = ''] = (await signToken(TOKEN, SCOPE, pair, NOW)).split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    expect(await read(`${header}.${payload}.${bytes.toString('base64url')}`)).toBeNull();
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(await read(`${header}.${base64url({ ...claims, scope: 'tenant:erase' })}.${signature}`)).toBeNull();
    // zero signature (CVE-2022-21449)
    expect(await read(`${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`)).toBeNull();
  });

  it.each([
    '',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    'a.b.c.d.e',
    'eyJ.eyJ.eyJ',
    `${base64url([])}.${base64url({})}.c2ln`,
    `${base64url(null)}.${base64url({})}.c2ln`,
    `eyJhbGciOiJFUzI1NiJ9.${'A'.repeat(1_000_000)}.c2ln`,
    'eyJhbGciOiJFUzI1NiJ9.e30.\n',
  ])('is refused when it is none', async (text) => {
    expect(await read(text)).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('a signing key', () => {
  it('is named by its thumbprint, and publishes nothing private', async () => {
    expect(publicKey.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Object.keys(publicKey).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('opens with its master key and name only', async () => {
    const { sealed, publicKey: other } = await createSigningKey(masterKey);
    await expect(openSigningKey(createDataKey(), sealed, other.kid)).rejects.toThrow();
    await expect(openSigningKey(masterKey, sealed, publicKey.kid)).rejects.toThrow();
    expect(sealed.includes('"d":')).toBe(false);
  });
});
