import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { HOME_TENANT_ID, listApiKeys, revokeApiKey } from '../../database-service/index.ts';
import { generateApiKey } from '../../security/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const status = async (headers: Record<string, string>) =>
  (await server.get('/api/v1/model/status', { key: null, headers })).status;

describe('an API key', () => {
  it('comes in Authorization or in X-API-Key', async () => {
    expect(await status({ authorization: `Bearer ${BOOTSTRAP_KEY}` })).toBe(200);
    expect(await status({ authorization: `bearer   ${BOOTSTRAP_KEY}` })).toBe(200);
    expect(await status({ 'x-api-key': BOOTSTRAP_KEY })).toBe(200);
  });

  it('is refused when it is missing, malformed, unknown or in another scheme', async () => {
    expect(await status({})).toBe(401);
    expect(await status({ authorization: BOOTSTRAP_KEY })).toBe(401);
    expect(await status({ authorization: `Basic ${BOOTSTRAP_KEY}` })).toBe(401);
    expect(await status({ authorization: 'Bearer x', 'x-api-key': BOOTSTRAP_KEY })).toBe(401);
    expect(await status({ 'x-api-key': generateApiKey('live') })).toBe(401);
  });

  it('is not taken from an address, where logs and histories would keep it', async () => {
    for (const name of ['api_key', 'access_token', 'key', 'x-api-key']) {
      const answer = await server.get(`/api/v1/model/status?${name}=${BOOTSTRAP_KEY}`, { key: null });
      expect([name, answer.status]).toEqual([name, 401]);
    }
    expect(server.logs()).not.toContain(BOOTSTRAP_KEY);
  });

  it('is noted as used', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    expect(await status({ 'x-api-key': key })).toBe(200);
    await expect
      .poll(async () => {
        const keys = await server.database.asTenant(HOME_TENANT_ID, listApiKeys);
        return keys.find(({ prefix }) => key.startsWith(prefix))?.lastUsedAt ?? null;
      })
      .not.toBeNull();
  });

  it('works no longer than five seconds after it was revoked', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    expect(await status({ 'x-api-key': key })).toBe(200);
    const keys = await server.database.asTenant(HOME_TENANT_ID, listApiKeys);
    const id = keys.at(-1)?.id ?? '';
    expect(await server.database.asTenant(HOME_TENANT_ID, (tx) => revokeApiKey(tx, id))).toBe(true);
    await delay(5100);
    expect(await status({ 'x-api-key': key })).toBe(401);
  });
});
