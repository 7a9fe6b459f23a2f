import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { HOME_TENANT_ID } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { parseApiKey } from '../../security/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('201: a tenant with a key that works at once', async () => {
  const { status, headers, body } = await server.post('/api/v1/tenants', { name: 'Bakery' });
  expect(status).toBe(201);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(parseApiKey(body.api_key)).not.toBeNull();
  expect((await server.post('/api/v1/analyze', { code: 'x = 1' }, { key: body.api_key })).status).toBe(200);
});

it('400: without a name', async () => {
  expect((await server.post('/api/v1/tenants', { name: '' })).body).toMatchObject({ status: 400 });
});

it('403: for every key but the bootstrap key', async () => {
  const { key } = await server.createTenant();
  const admin = await server.createKey(HOME_TENANT_ID, 'owner');
  for (const one of [key, admin]) {
    expect((await server.post('/api/v1/tenants', { name: 'x' }, { key: one })).body.code).toBe('forbidden');
  }
});

it('a bootstrap key that has revoked itself is not taken up again at the next start', async () => {
  const dataDirectory = await createDataDirectory();
  const first = await startTestServer({ dataDirectory });
  const { body } = await first.get('/api/v1/users/me');
  expect((await first.send('DELETE', `/api/v1/api-keys/${body.credential.id}`)).status).toBe(204);
  expect((await first.get('/api/v1/users/me')).status).toBe(401);
  await first.close();
  const again = startTestServer({ dataDirectory });
  await expect(again).rejects.toMatchObject({ code: 'invalid_configuration', detail: /was revoked/ });
  await rm(dataDirectory, { recursive: true, force: true });
});
