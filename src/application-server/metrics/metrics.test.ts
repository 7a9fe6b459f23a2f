import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN, critical, medium } from '../../../tests/server/samples.ts';
import { Performance, Trends } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const analyze = (key: string, code: string, context: object) =>
  server.post('/api/v1/analyze', { code, context }, { key });

/** What appeared and was fixed by group: at midnight a day ends. */
function ofAllDays({ items }: { items: { group: string | null; appeared: number; fixed: number }[] }) {
  const sums: Record<string, [number, number]> = {};
  for (const { group, appeared, fixed } of items) {
    const [before, mended] = sums[String(group)] ?? [0, 0];
    sums[String(group)] = [before + appeared, mended + fixed];
  }
  return sums;
}

describe('GET /api/v1/metrics/trends', () => {
  it('200: what appeared and was fixed, by day and by what is asked', async () => {
    const { key } = await server.createTenant();
    await analyze(key, critical(), { repository: 'shop', path: 'a.py' });
    await analyze(key, medium(), { repository: 'till', path: 'b.py' });
    await analyze(key, CLEAN, { repository: 'till', path: 'b.py' });
    const trends = async (query: string) => (await server.get(`/api/v1/metrics/trends${query}`, { key })).body;
    const body = await trends('');
    expect(Compile(Trends).Check(body)).toBe(true);
    expect(ofAllDays(body)).toEqual({ null: [2, 1] });
    expect(body.items[0].day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(ofAllDays(await trends('?by=severity'))).toEqual({ critical: [1, 0], medium: [1, 1] });
    expect(ofAllDays(await trends('?by=cwe&repository=shop'))).toEqual({ 'CWE-89': [1, 0] });
    expect((await trends('?by=repository&until=2020-02-01')).items).toEqual([]);
  });

  it('400 and 403: too long a time, and those who may not', async () => {
    const { id } = await server.createTenant();
    expect((await server.get('/api/v1/metrics/trends?since=2020-01-01&until=2025-01-01')).status).toBe(400);
    const developer = await server.createKey(id, 'developer');
    expect((await server.get('/api/v1/metrics/trends', { key: developer })).status).toBe(403);
  });
});

describe('GET /api/v1/metrics/performance', () => {
  it('200: what was analysed and what came from the cache, once it is stored', async () => {
    const { key } = await server.createTenant();
    for (let time = 0; time < 3; time++) await analyze(key, medium(), {});
    const read = async (query = '') => (await server.get(`/api/v1/metrics/performance${query}`, { key })).body;
    await vi.waitFor(async () => expect((await read()).total.analyses).toBe(3), 60_000);
    const body = await read('?interval=hour&language=py');
    expect(Compile(Performance).Check(body)).toBe(true);
    expect(body.total).toMatchObject({ analyses: 3, cached: 2, failures: 0, p99_ms: expect.any(Number) });
    expect(body.total.code_bytes).toBe(3 * Buffer.byteLength(medium()));
    expect(body.total.model_ms).toBeGreaterThan(0);
    expect(body.total.mean_ms).toBeGreaterThan(0);
    // An hour may end meanwhile.
    expect([1, 2]).toContain(body.items.length);
    expect((await read('?language=go')).total).toMatchObject({ analyses: 0, p50_ms: null });
  });
});
