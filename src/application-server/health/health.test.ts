import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { type Dependency, healthEndpoints } from './endpoints.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const open = { key: null };

it('200: alive, without a key', async () => {
  const { status, headers, body } = await server.get('/livez', open);
  expect([status, body]).toEqual([200, { status: 'ok' }]);
  expect(headers.get('etag')).toBeNull();
});

it('200: ready, with each dependency named', async () => {
  // Not before the analysis thread has loaded.
  await expect.poll(async () => (await server.get('/readyz', open)).status).toBe(200);
  const { body } = await server.get('/readyz', open);
  expect(body.status).toBe('ready');
  expect(body.checks).toEqual([
    { name: 'database', status: 'ok' },
    { name: 'cache', status: 'ok' },
    { name: 'model-service', status: 'ok' },
  ]);
});

it('200: ready, before a gateway stops waiting, when the cache hangs', async () => {
  const order: unknown[] = [];
  const hanging = async (otherwise: Dependency['otherwise']) => {
    const dependency = { name: 'cache', otherwise, message: () => 'away', ask: () => new Promise<void>(() => {}) };
    const endpoints = healthEndpoints({ metrics: {} as Metrics, dependencies: [dependency], isStopping: () => false });
    const answer = await endpoints.find(({ path }) => path === '/readyz')?.handle({} as never);
    order.push([otherwise, answer?.status]);
  };
  await Promise.all([hanging('failing'), hanging('degraded')]);
  expect(order).toEqual([
    ['degraded', 200],
    ['failing', 503],
  ]);
});

it('200: metrics count requests by route', async () => {
  await server.post('/api/v1/analyze', { code: 'x = 1' });
  const { status, headers, text } = await server.get('/metrics', open);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toContain('assay_http_requests_total{method="POST",route="/api/v1/analyze",status="200"} 1');
  expect(text).toMatch(/assay_analyses_total\{language="[^"]+",outcome="ok",model="[^"]+"\} 1/);
  expect(text).toContain('assay_cache_answers_total{outcome="miss"} 1');
});

// The last test: the server is of no use afterwards.
it('503: not ready, naming the database that fails; alive nevertheless', async () => {
  await server.database.close();
  const { status, headers, body } = await server.get('/readyz', open);
  expect([status, body.status]).toEqual([503, 'not_ready']);
  expect(headers.get('retry-after')).toBe('1');
  expect(body.checks).toContainEqual({
    name: 'database',
    status: 'failing',
    message: 'The database does not answer.',
  });
  expect((await server.get('/livez', open)).status).toBe(200);
});
