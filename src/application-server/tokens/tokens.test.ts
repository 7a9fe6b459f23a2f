import { setTimeout as delay } from 'node:timers/promises';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN } from '../../../tests/server/samples.ts';
import { HOME_TENANT_ID, listApiKeys, revokeApiKey } from '../../database-service/index.ts';

const PUBLIC_URL = 'https://assay.example';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { ASSAY_PUBLIC_URL: PUBLIC_URL } });
});
afterAll(() => server.close());

const exchange = async (key: string, body: object = {}) => await server.post('/api/v1/tokens', body, { key });
const token = async (key: string, body: object = {}): Promise<string> => (await exchange(key, body)).body.access_token;
const keySet = async () => (await server.get('/.well-known/jwks.json', { key: null })).body;
const analyze = async (key: string) => (await server.post('/api/v1/analyze', { code: CLEAN }, { key })).status;

describe('POST /api/v1/tokens', () => {
  it('201: a token that does what its key does, checked by anyone with the key set', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    const answer = await exchange(key);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    expect(answer.body.scope.split(' ')).toContain('analyses:create');
    const { payload } = await jwtVerify(answer.body.access_token, createLocalJWKSet(await keySet()), {
      issuer: PUBLIC_URL,
      audience: `${PUBLIC_URL}/api`,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload.scope).toBe(answer.body.scope);
    expect(await analyze(answer.body.access_token)).toBe(200);
  });

  it('201: narrower and shorter when asked to be', async () => {
    const narrow = await exchange(BOOTSTRAP_KEY, { scopes: ['model:read'], expires_in: 600 });
    expect(narrow.body).toMatchObject({ scope: 'model:read', expires_in: 600 });
    expect((await server.get('/api/v1/model/status', { key: narrow.body.access_token })).status).toBe(200);
    expect(await analyze(narrow.body.access_token)).toBe(403);
  });

  it('201: does not make other credentials unless that was asked for', async () => {
    const make = async (key: string) => (await server.post('/api/v1/tenants', { name: 'x' }, { key })).status;
    expect(await make(await token(BOOTSTRAP_KEY))).toBe(403);
    expect(await make(await token(BOOTSTRAP_KEY, { scopes: ['tenants:create'] }))).toBe(201);
  });

  it('400: what is no action, no scope at all, too long a life', async () => {
    for (const body of [
      { scopes: ['analyses:everything'] },
      { scopes: ['tokens:create'] },
      { scopes: [] },
      { expires_in: 901 },
      { expires_in: 0 },
      { audience: 'other' },
    ]) {
      expect((await exchange(BOOTSTRAP_KEY, body)).status, JSON.stringify(body)).toBe(400);
    }
  });

  it('403: more than the key may', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'service');
    expect((await exchange(key, { scopes: ['analyses:create', 'rules:manage'] })).status).toBe(403);
  });

  it('403: a token for a token', async () => {
    expect((await exchange(await token(BOOTSTRAP_KEY))).status).toBe(403);
  });

  it('401: without a key', async () => {
    expect((await server.post('/api/v1/tokens', {}, { key: null })).status).toBe(401);
  });
});

describe('an access token', () => {
  it('sees the tenant of its key only', async () => {
    const other = await server.createTenant();
    const { body } = await server.post('/api/v1/analyze', { code: CLEAN });
    const foreign = await token(other.key);
    expect((await server.get(`/api/v1/analyses/${body.analysis_id}`, { key: foreign })).status).toBe(404);
  });

  it('ends within five seconds of its key, however long it was to live', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    const text = await token(key);
    expect(await analyze(text)).toBe(200);
    await server.database.asTenant(HOME_TENANT_ID, async (tx) => {
      const record = (await listApiKeys(tx)).find(({ prefix }) => key.startsWith(prefix));
      await revokeApiKey(tx, record?.id ?? '');
    });
    await delay(5100);
    expect(await analyze(text)).toBe(401);
  });

  it('is neither logged nor told apart from nonsense', async () => {
    const text = await token(BOOTSTRAP_KEY);
    expect(await analyze(text)).toBe(200);
    const signature = text.split('.')[2] ?? '';
    expect(server.logs()).not.toContain(signature);
    const broken = `${text.slice(0, -4)}AAAA`;
    const [wrong, none] = await Promise.all([
      server.get('/api/v1/model/status', { key: broken }),
      server.get('/api/v1/model/status', { key: 'nonsense' }),
    ]);
    expect([wrong.status, wrong.body.code, wrong.body.detail]).toEqual([none.status, none.body.code, none.body.detail]);
  });
});

describe('the signing keys', () => {
  it('are published before they sign, and go on checking what they signed', async () => {
    const before = await token(BOOTSTRAP_KEY);
    const first = (await keySet()).keys.map(({ kid }: { kid: string }) => kid);
    const rotated = await server.post('/api/v1/signing-keys', {});
    expect(rotated.status).toBe(201);
    expect(new Date(rotated.body.active_from).getTime()).toBeGreaterThan(Date.now() + 500_000);
    const second = (await keySet()).keys.map(({ kid }: { kid: string }) => kid);
    expect(second).toEqual([rotated.body.kid, ...first]);
    expect(await analyze(before)).toBe(200);
    const after = await token(BOOTSTRAP_KEY);
    expect(JSON.parse(Buffer.from(after.split('.')[0] ?? '', 'base64url').toString()).kid).toBe(first[0]);
  });

  it('take every token with them when they are compromised', async () => {
    const before = await token(BOOTSTRAP_KEY);
    expect(await analyze(before)).toBe(200);
    const rotated = await server.post('/api/v1/signing-keys', { compromised: true });
    expect((await keySet()).keys.map(({ kid }: { kid: string }) => kid)).toEqual([rotated.body.kid]);
    expect(await analyze(await token(BOOTSTRAP_KEY))).toBe(200);
    await delay(5100);
    expect(await analyze(before)).toBe(401);
  });

  it('are replaced by the owner of the platform alone', async () => {
    const tenant = await server.createTenant();
    expect((await server.post('/api/v1/signing-keys', {}, { key: tenant.key })).status).toBe(403);
  });
});
