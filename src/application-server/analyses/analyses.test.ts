import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN, critical, medium } from '../../../tests/server/samples.ts';
import { AnalysesPage, AnalysisDetail } from '../../contract/index.ts';

let server: TestServer;
/** ids of the analyses of this file, oldest first */
const ids: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
  for (const [code, context] of [
    [critical(), { repository: 'shop', project: 'web', path: 'a.py', ref: 'main' }],
    [medium(), { repository: 'shop', path: 'b.py' }],
    [CLEAN, { repository: 'till', path: 'c.py' }],
  ] as const) {
    const { body } = await server.post('/api/v1/analyze', { code, context });
    ids.push(body.analysis_id);
  }
});
afterAll(() => server.close());

async function listed(query: string): Promise<string[]> {
  const { body } = await server.get(`/api/v1/analyses${query}`);
  return body.items.map((item: { analysis_id: string }) => item.analysis_id);
}

describe('GET /api/v1/analyses', () => {
  it('200: newest first', async () => {
    const { status, body } = await server.get('/api/v1/analyses');
    expect(status).toBe(200);
    expect(Compile(AnalysesPage).Check(body)).toBe(true);
    expect(body.next_cursor).toBeNull();
    expect(await listed('')).toEqual([...ids].reverse());
    expect(body.items[2]).toMatchObject({ repository: 'shop', path: 'a.py', issue_counts: { critical: 1, medium: 0 } });
  });

  it('200: in pages that follow each other', async () => {
    const first = await server.get('/api/v1/analyses?limit=2');
    expect(first.body.items).toHaveLength(2);
    const rest = await listed(`?limit=2&cursor=${encodeURIComponent(first.body.next_cursor)}`);
    expect(rest).toEqual([ids[0]]);
  });

  it('200: filtered', async () => {
    expect(await listed('?repository=shop')).toEqual([ids[1], ids[0]]);
    expect(await listed('?project=web')).toEqual([ids[0]]);
    expect(await listed('?severity=medium')).toEqual([ids[1], ids[0]]);
    expect(await listed('?severity=critical')).toEqual([ids[0]]);
    expect(await listed('?rule=weak-hash')).toEqual([ids[1]]);
    expect(await listed('?cwe=CWE-89')).toEqual([ids[0]]);
    expect(await listed('?q=sql%20elsewhere')).toEqual([]);
    expect(await listed('?q=sql%20py')).toEqual([ids[0]]);
    expect(await listed('?sort=oldest')).toEqual(ids);
    expect(await listed('?language=py&path=c.py')).toEqual([ids[2]]);
    expect(await listed('?since=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await listed('?until=2999-01-01')).toHaveLength(3);
  });

  it.each(['?limit=0', '?limit=1001', '?limit=x', '?cursor=nothing', '?since=yesterday', '?colour=red'])(
    '400: %s',
    async (query) => {
      const { status, body } = await server.get(`/api/v1/analyses${query}`);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
      expect(body.errors[0].path).toBe(`/${query.slice(1, query.indexOf('='))}`);
    },
  );

  it('401: without a key', async () => {
    expect((await server.get('/api/v1/analyses', { key: null })).status).toBe(401);
  });

  it("200: nothing of another tenant's", async () => {
    const { key } = await server.createTenant();
    expect((await server.get('/api/v1/analyses', { key })).body.items).toEqual([]);
  });
});

describe('GET /api/v1/analyses/{id}', () => {
  it('200: the answer as it was given', async () => {
    const { status, body } = await server.get(`/api/v1/analyses/${ids[0]}`);
    expect(status).toBe(200);
    expect(Compile(AnalysisDetail).Check(body)).toBe(true);
    expect(body).toMatchObject({
      analysis_id: ids[0],
      issues: [{ rule_id: 'sql-injection' }],
      repository: 'shop',
      project: 'web',
      ref: 'main',
      store: 'full',
    });
    expect(body).not.toHaveProperty('code');
  });

  it('200: with the code when it is asked for', async () => {
    expect((await server.get(`/api/v1/analyses/${ids[1]}?include=code`)).body.code).toBe(medium());
  });

  it('304: when the client has it already', async () => {
    const { headers } = await server.get(`/api/v1/analyses/${ids[0]}`);
    const etag = headers.get('etag') ?? '';
    // Weak, since the answer may be compressed on its way.
    expect(etag).toMatch(/^(W\/)?"[\w-]+"$/);
    const strong = etag.replace('W/', '');
    for (const tag of [etag, strong, `W/${strong}`, `"x", ${etag}`, '*']) {
      const again = await server.get(`/api/v1/analyses/${ids[0]}`, { headers: { 'if-none-match': tag } });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(again.headers.get('etag')).toContain(strong);
    }
    const other = await server.get(`/api/v1/analyses/${ids[0]}`, { headers: { 'if-none-match': '"x"' } });
    expect(other.status).toBe(200);
  });

  it.each(['nothing', '00000000-0000-7000-8000-000000000009'])('404: %s', async (id) => {
    expect((await server.get(`/api/v1/analyses/${id}`)).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});
