import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { operationsOf } from './documented-requests.ts';
import { fuzzHttp } from './http-fuzzing.ts';

const UNLIMITED = { ASSAY_RATE_LIMIT: '1000000', ASSAY_TENANT_RATE_LIMIT: '1000000' };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: UNLIMITED });
});
afterAll(() => server.close());

it('a server answers hostile requests without a failure of its own', async () => {
  await expect.poll(async () => (await server.get('/readyz', { key: null })).status).toBe(200);
  const { key } = await server.createTenant();
  const { hostname, port } = new URL(server.address);
  const operations = operationsOf((await server.get('/api/openapi.json', { key: null })).body);
  expect(operations.length).toBeGreaterThan(10);
  const target = { hostname, port: Number(port), key, operations };
  const { statuses, faults } = await fuzzHttp(target, 7, 400);
  expect(faults).toEqual([]);
  // It gets far enough to be answered in many ways.
  for (const status of [200, 400, 401, 404]) expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true]);
  expect(server.logs()).not.toContain('unexpected error');
  expect((await server.get('/livez', { key: null })).status).toBe(200);
});
