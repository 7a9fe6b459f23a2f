import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { type OidcIssuerServer, startOidcIssuer } from '../../../tests/services/oidc-issuer.ts';
import { readConfiguration } from '../../config/index.ts';
import { changeUser, createUser, HOME_TENANT_ID, listUsers } from '../../database-service/index.ts';
import { createOidcProvider } from './provider.ts';

const AUDIENCE = 'assay-of-acme';
const ROLES = { claim: 'groups', values: { 'code-admins': 'admin', developers: 'developer' } };

let directory: string;
let provider: OidcIssuerServer;
let server: TestServer;
let other: { readonly id: string };

const settings = (issuer: string, more: object = {}) => ({
  issuer,
  audience: AUDIENCE,
  tenant: HOME_TENANT_ID,
  role: ROLES,
  create_users: true,
  ...more,
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-oidc-'));
  provider = await startOidcIssuer(AUDIENCE);
  const file = join(directory, 'oidc.json');
  await writeFile(file, JSON.stringify({ issuers: [settings(provider.issuer)] }));
  server = await startTestServer({ environment: { ASSAY_OIDC_FILE: file } });
  other = await server.createTenant();
});
afterAll(async () => {
  await server?.close();
  await provider?.close();
  await rm(directory, { recursive: true, force: true });
});

/** of a person whom the provider vouches for */
const mail = (name: string) => ({ email: `${name}@acme.example`, email_verified: true });

const status = async (token: string, path = '/api/v1/model/status') => (await server.get(path, { key: token })).status;

describe('a token of an identity provider', () => {
  it('is a person of the tenant, made at the first visit, with the role of the mapping', async () => {
    const token = await provider.token({ sub: 'ada', name: 'Ada', groups: ['developers', 'everyone'], ...mail('ada') });
    expect(await status(token)).toBe(200);
    expect(await status(token, '/api/v1/audit-log')).toBe(403);
    const admin = await provider.token({ sub: 'grace', groups: ['developers', 'code-admins'], ...mail('grace') });
    expect(await status(admin, '/api/v1/audit-log')).toBe(200);
    const { users } = await server.database.asTenant(HOME_TENANT_ID, (tx) => listUsers(tx, {}));
    expect(users.map(({ name, role, subject }) => [name, role, subject]).sort()).toEqual([
      ['Ada', 'developer', 'ada'],
      ['grace@acme.example', 'admin', 'grace'],
    ]);
  });

  it('is nobody new without an address that the provider vouches for', async () => {
    const claims = { sub: 'joan', groups: ['developers'], email: 'joan@acme.example' };
    expect(await status(await provider.token(claims))).toBe(401);
    expect(await status(await provider.token({ ...claims, email_verified: true }))).toBe(200);
  });

  it('is nobody without a role in the mapping, or when the user was disabled', async () => {
    expect(await status(await provider.token({ sub: 'eve', groups: ['visitors'] }))).toBe(401);
    expect(await status(await provider.token({ sub: 'eve', groups: ['__proto__', 'constructor'] }))).toBe(401);
    await server.database.asTenant(HOME_TENANT_ID, async (tx) => {
      const { users } = await listUsers(tx, {});
      await changeUser(tx, users.find(({ subject }) => subject === 'ada')?.id ?? '', { state: 'disabled' });
    });
    expect(await status(await provider.token({ sub: 'ada', groups: ['developers'] }))).toBe(401);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another audience', { aud: 'another' }],
    ['an end before now', { exp: 1 }],
    ['no end', { exp: undefined }],
    ['a beginning after now', { nbf: 9_999_999_999 }],
    ['no subject', { sub: undefined }],
    ['a making days ago', { iat: 1_700_000_000 }],
  ])('is refused with %s', async (_, claims) => {
    expect(await status(await provider.token({ sub: 'grace', groups: ['developers'], ...claims }))).toBe(401);
  });

  it('is refused unsigned, signed by a shared secret, or with a key that it brings or points to', async () => {
    const [, payload = ''] = (await provider.token({ sub: 'grace', groups: ['code-admins'] })).split('.');
    const secret = Buffer.from('a shared secret of 32 characters');
    provider.addKey({ kty: 'oct', k: secret.toString('base64url'), kid: 'shared' });
    for (const header of [
      { alg: 'none' },
      { alg: 'HS256', kid: 'shared' },
      { alg: 'RS256', jku: `${provider.issuer}/keys`, kid: 'elsewhere' },
      { alg: 'RS256', kid: '../../etc/passwd' },
      { alg: 'RS256', kid: `${provider.issuer}/keys` },
    ]) {
      const head = Buffer.from(JSON.stringify(header)).toString('base64url');
      const signature = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url');
      expect(await status(`${head}.${payload}.${signature}`), JSON.stringify(header)).toBe(401);
    }
  });

  it('is refused when nobody configured its issuer', async () => {
    expect(await status(await provider.token({ iss: 'https://evil.example', sub: 'grace' }))).toBe(401);
  });

  it('never is of another tenant than the mapping says', async () => {
    const { body } = await server.post('/api/v1/analyze', { code: 'x = 1' });
    const admin = await provider.token({ sub: 'grace', groups: ['code-admins'], tenant: other.id });
    expect(await status(admin, `/api/v1/analyses/${body.analysis_id}`)).toBe(200);
  });
});

describe('a provider', () => {
  const providerAt = (clock: { now: number }, more: object = {}) => {
    const configured = settings(provider.issuer, more) as Parameters<typeof createOidcProvider>[0];
    return createOidcProvider(configured, () => clock.now);
  };

  it('is asked for its keys once, again when they change, and not more often than every half minute', async () => {
    const clock = { now: Date.now() };
    const client = providerAt(clock);
    const before = provider.keyFetches();
    const token = await provider.token({ sub: 'grace' });
    const all = await Promise.all(Array.from({ length: 20 }, () => client.verify(token)));
    expect(all.every((claims) => claims?.sub === 'grace')).toBe(true);
    expect(provider.keyFetches() - before).toBe(1);
    await provider.rotate();
    const rotated = await provider.token({ sub: 'grace' });
    expect(await client.verify(rotated)).toBeNull();
    clock.now += 31_000;
    expect(await client.verify(rotated)).toMatchObject({ sub: 'grace' });
    expect(provider.keyFetches() - before).toBe(2);
    for (let count = 0; count < 50; count++) {
      expect(await client.verify(await provider.token({ sub: 'x' }, { kid: `made-up-${count}` }))).toBeNull();
    }
    expect(provider.keyFetches() - before).toBe(2);
  });

  it('may be away: its known keys go on for a day, without any the answer is 503', async () => {
    const clock = { now: Date.now() };
    const client = providerAt(clock);
    const token = await provider.token({ sub: 'grace', exp: Math.floor(clock.now / 1000) + 20 * 3600 });
    expect(await client.verify(token)).not.toBeNull();
    provider.setDown(true);
    clock.now += 11 * 60_000;
    expect(await client.verify(token)).not.toBeNull();
    await expect(providerAt(clock).verify(token)).rejects.toMatchObject({ code: 'identity_provider_unavailable' });
    provider.setDown(false);
  });
});

describe('ASSAY_OIDC_FILE', () => {
  const read = async (content: unknown) => {
    const file = join(directory, 'wrong.json');
    await writeFile(file, JSON.stringify(content));
    return () => readConfiguration({ ASSAY_OIDC_FILE: file });
  };

  it('is refused when it cannot be read, is misspelt, or makes owners', async () => {
    const good = settings('https://login.example');
    expect((await read({ issuers: [good] }))().oidcIssuers).toHaveLength(1);
    expect(() => readConfiguration({ ASSAY_OIDC_FILE: '/does/not/exist' })).toThrow(/ASSAY_OIDC_FILE/);
    for (const wrong of [
      {},
      { issuers: [good, good] },
      { issuers: [{ ...good, audiance: 'x' }] },
      { issuers: [{ ...good, algorithms: ['HS256'] }] },
      { issuers: [{ ...good, algorithms: ['none'] }] },
      { issuers: [{ ...good, role: { claim: 'groups', values: { all: 'owner' } } }] },
    ]) {
      expect(await read(wrong), JSON.stringify(wrong)).toThrow(/ASSAY_OIDC_FILE/);
    }
  });
});

it('a user is found by the issuer’s subject alone, not by an address that the token claims', async () => {
  await server.database.asTenant(HOME_TENANT_ID, (tx) =>
    createUser(tx, { kind: 'person', email: 'root@acme.example', name: 'Root', role: 'admin', createdBy: null }),
  );
  const claims = { sub: 'mallory', groups: ['developers'], email: 'root@acme.example', email_verified: true };
  expect(await status(await provider.token(claims))).toBe(401);
});
