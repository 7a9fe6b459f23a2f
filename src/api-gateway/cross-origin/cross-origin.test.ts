import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

const LISTED = 'https://dashboard.example';
let server: TestServer;
let closed: TestServer;
beforeAll(async () => {
  [server, closed] = await Promise.all([
    startTestServer({ environment: { ASSAY_CORS_ORIGINS: `${LISTED}, http://localhost:3000` } }),
    startTestServer(),
  ]);
});
afterAll(() => Promise.all([server.close(), closed.close()]));

const preflight = (target: TestServer, origin: string) =>
  target.send('OPTIONS', '/api/v1/analyze', {
    key: null,
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  });

describe('a listed origin', () => {
  it('may ask and read, never with cookies', async () => {
    const { status, headers } = await preflight(server, LISTED);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, LISTED]);
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    const answer = await server.get('/api/v1/model/status', { headers: { origin: LISTED } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(answer.headers.get('access-control-expose-headers')).toContain('ratelimit');
    expect(answer.headers.get('vary')).toContain('Origin');
    const refused = await server.get('/api/v1/model/status', { key: null, headers: { origin: LISTED } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, LISTED]);
    for (const one of [headers, answer.headers]) expect(one.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('any other origin', () => {
  it.each(['https://dashboard.example.evil', 'http://dashboard.example', `${LISTED}:8443`, 'null'])(
    'may not: %s',
    async (origin) => {
      const { status, headers } = await preflight(server, origin);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null]);
      const answer = await server.get('/api/v1/model/status', { headers: { origin } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    },
  );

  it('may not at all when none is listed', async () => {
    expect((await preflight(closed, LISTED)).status).toBe(405);
    const { headers } = await closed.get('/livez', { headers: { origin: LISTED } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
