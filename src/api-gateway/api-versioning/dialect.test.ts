// A made-up v0 that is served from v1: what an older version of another shape would need.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { type Dialect, dialectEndpoints } from './dialect.ts';

const V0: Dialect = {
  version: 'v0',
  deprecation: {
    since: new Date('2026-01-01T00:00:00Z'),
    sunset: new Date('2027-01-01T00:00:00Z'),
    link: '/docs/',
  },
  operations: [
    {
      operationId: 'analyze',
      path: '/api/v0/check',
      request: [
        { older: '/source', newer: '/code' },
        { older: '/lang', newer: '/language', values: { py3: 'python' } },
        { older: '/file/name', newer: '/context/path' },
        { older: '/colour', newer: null },
        { older: '/file', newer: null },
        { older: null, newer: '/context/store', default: 'full' },
      ],
      answer: [
        { older: '/id', newer: '/analysis_id' },
        { older: '/problems', newer: '/issues' },
        { older: null, newer: '/notices' },
        { older: '/ok', newer: null, default: true },
      ],
    },
    { operationId: 'createTenant', path: '/api/v0/customers', answer: [{ older: '/customer', newer: '/tenant_id' }] },
    {
      operationId: 'getAnalysis',
      path: '/api/v0/checks/:analysis_id',
      answer: [
        { older: '/problems/*/line', newer: '/issues/*/location/start/line' },
        { older: null, newer: '/issues/*/location' },
        { older: '/problems/*/rule', newer: '/issues/*/rule_id' },
      ],
    },
    {
      operationId: 'listAnalyses',
      path: '/api/v0/checks',
      query: [{ older: '/count', newer: '/limit' }],
      answer: [{ older: '/checks', newer: '/items' }],
    },
  ],
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ dialects: [V0] });
});
afterAll(() => server.close());

const SUBMISSION = { source: 'eval(input())\n', lang: 'py3', file: { name: 'a.py' }, colour: 'red' };

describe('a dialect', () => {
  it('takes and answers the older form, and says that it goes away', async () => {
    const { status, body, headers } = await server.post('/api/v0/check', SUBMISSION);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, cached: false, language: { id: 'python', declared: 'python' } });
    expect(body.problems[0]).toMatchObject({ location: { path: 'a.py' } });
    for (const name of ['analysis_id', 'issues', 'notices']) expect(body).not.toHaveProperty(name);
    expect(headers.get('deprecation')).toBe('@1767225600');
    expect(headers.get('sunset')).toBe('Fri, 01 Jan 2027 00:00:00 GMT');
    expect(headers.get('link')).toBe('</docs/>; rel="deprecation"; type="text/html"');
    const newer = await server.post('/api/v1/analyze', {
      code: SUBMISSION.source,
      language: 'python',
      context: { path: 'a.py', store: 'full' },
    });
    expect(newer.body).toMatchObject({ cached: true, analysis_id: body.id });
    expect([newer.headers.get('deprecation'), newer.headers.get('sunset')]).toEqual([null, null]);
  });

  it('moves fields inside lists, paths with parameters, and names in the query', async () => {
    const { body: made } = await server.post('/api/v0/check', SUBMISSION);
    const { status, body, headers } = await server.get(`/api/v0/checks/${made.id}`);
    expect([status, headers.get('etag')]).toEqual([200, expect.any(String)]);
    expect(body.problems[0]).toEqual(expect.objectContaining({ line: 1, rule: expect.any(String) }));
    expect(body.problems[0]).not.toHaveProperty('location');
    const list = await server.get('/api/v0/checks?count=1');
    expect(list.body.checks).toHaveLength(1);
  });

  it('names in errors what the older form calls it', async () => {
    const wrong = await server.post('/api/v0/check', { source: 5, file: { name: 5 } });
    expect(wrong.status).toBe(400);
    const paths = wrong.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/source', '/file/name']));
    expect((await server.post('/api/v0/check', { source: 'a\0b' })).body.errors[0].path).toBe('/source');
    expect((await server.get('/api/v0/checks?count=0')).body.errors[0].path).toBe('/count');
    expect((await server.get('/api/v0/checks/nothing')).status).toBe(404);
  });

  it('keeps what the newer operation has: access, quotas, other methods refused', async () => {
    expect((await server.post('/api/v0/check', SUBMISSION, { key: null })).status).toBe(401);
    const { key } = await server.createTenant();
    expect((await server.post('/api/v0/customers', { name: 'x' }, { key })).status).toBe(403);
    expect((await server.post('/api/v0/customers', { name: 'x' })).body).toHaveProperty('customer');
    expect((await server.get('/api/v0/check')).status).toBe(405);
  });

  it('is one of the supported versions', async () => {
    expect((await server.get('/api/v0/nothing')).body.code).toBe('not_found');
    const { body } = await server.get('/api/v2/x');
    expect([body.code, body.supported_versions]).toEqual(['unknown_api_version', ['v1', 'v0']]);
  });

  it('must name operations that exist', () => {
    const declared = { version: 'v0', operations: [{ operationId: 'nothing', path: '/api/v0/x' }] };
    expect(() => dialectEndpoints(declared, [])).toThrow('v0: there is no operation nothing');
  });
});
