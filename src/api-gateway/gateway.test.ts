import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../tests/server/index.ts';

let server: TestServer;
let limited: TestServer;
beforeAll(async () => {
  [server, limited] = await Promise.all([
    startTestServer({ environment: { ASSAY_RATE_LIMIT: '3' } }),
    startTestServer({
      environment: { ASSAY_ADDRESS_RATE_LIMIT: '4', ASSAY_TRUSTED_PROXY_HOPS: '1', ASSAY_CONTENT_LIMIT_MB: '1' },
    }),
  ]);
});
afterAll(() => Promise.all([server.close(), limited.close()]));

const open = { key: null };

/** Sends bytes on a bare connection and reads until it closes. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

/** Resolves once another request than the one that asks is being answered. */
async function twoInFlight(target: TestServer): Promise<void> {
  for (;;) {
    const { text } = await target.get('/metrics', open);
    if (text.includes('assay_http_requests_in_flight 2')) return;
    await delay(5);
  }
}

describe('404', () => {
  it('for an address that is not there, before the body is looked at', async () => {
    const answers = await Promise.all([
      server.get('/nothing', open),
      server.post('/api/v1/nothing', 'not JSON'),
      server.send('DELETE', '/nothing'),
    ]);
    for (const { status, headers, body } of answers) {
      expect([status, body.code]).toEqual([404, 'not_found']);
      expect(headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it.each([
    '/docs/static/%2e%2e/%2e%2e/package.json',
    '/docs/static/..%2f..%2fpackage.json',
    '/docs/static/nothing.js',
  ])('for a file that is not served: %s', async (path) => {
    const [head = '', body = ''] = (await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).split(
      '\r\n\r\n',
    );
    expect(head).toMatch(/^HTTP\/1.1 404 /);
    expect(JSON.parse(body).code).toBe('not_found');
  });

  it('for an unknown version, with the supported ones', async () => {
    const { status, body } = await server.post('/api/v7/analyze', { code: '' });
    expect([status, body.code, body.supported_versions]).toEqual([404, 'unknown_api_version', ['v1']]);
  });
});

describe('405', () => {
  it.each([
    ['GET', '/api/v1/analyze', 'POST'],
    ['PUT', '/api/v1/feedback', 'POST'],
    ['DELETE', '/livez', 'GET, HEAD'],
    ['PATCH', '/api/v1/analyses/x', 'GET, HEAD, DELETE'],
  ])('%s %s', async (method, path, allow) => {
    const { status, headers, body } = await server.send(method, path, open);
    expect([status, body.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
  });

  it('but HEAD is answered like GET, without a body', async () => {
    const { status, text } = await server.send('HEAD', '/livez', open);
    expect([status, text]).toEqual([200, '']);
  });
});

describe('429', () => {
  it('when the quota of a key is used up, and tells when it is restored', async () => {
    const { key } = await server.createTenant();
    for (const left of [2, 1, 0]) {
      const { status, headers } = await server.get('/api/v1/model/status', { key });
      expect(status).toBe(200);
      expect(headers.get('ratelimit-policy')).toMatch(/^"default";q=3;w=60, "tenant";q=60000;w=60, "content";/);
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${left};t=\\d+, "tenant";r=\\d+;t=\\d+$`));
    }
    const { status, headers, body } = await server.get('/api/v1/model/status', { key });
    expect([status, body.code, body['violated-policies']]).toEqual([429, 'rate_limited', ['default']]);
    const { t } = /;t=(?<t>\d+)/.exec(headers.get('ratelimit') ?? '')?.groups ?? {};
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(t));
    expect((await server.get('/api/v1/model/status')).status).toBe(200);
  });

  it('when an address asks too much without a valid key, whatever it asks; keys and probes are not concerned', async () => {
    const from = (address: string, key: string | null = null) => ({ key, headers: { 'x-forwarded-for': address } });
    const bad = 'asy_test_evalevalevalevalevalevalevalev2eYJs2';
    expect((await limited.get('/nothing', from('192.0.2.1'))).headers.get('ratelimit')).toMatch(
      /^"address";r=3;t=\d+$/,
    );
    expect((await limited.get('/api/v1/model/status', from('192.0.2.1', bad))).status).toBe(401);
    expect((await limited.get('/problems/internal', from('192.0.2.1'))).status).toBe(200);
    expect((await limited.send('PUT', '/livez', from('192.0.2.1'))).status).toBe(405);
    for (const path of ['/nothing', '/problems/internal', '/api/v1/model/status', '/docs/']) {
      const { status, body } = await limited.get(path, from('192.0.2.1', path.includes('model') ? bad : null));
      expect([path, status, body['violated-policies']]).toEqual([path, 429, ['address']]);
    }
    expect((await limited.get('/nothing', from('192.0.2.2'))).status).toBe(404);
    expect((await limited.get('/livez', from('192.0.2.1'))).status).toBe(200);
    expect((await limited.get('/api/v1/model/status', from('192.0.2.1', BOOTSTRAP_KEY))).status).toBe(200);
  });

  it('when the content of a key is used up, before it is analysed', async () => {
    const { key } = await limited.createTenant();
    const post = (length: number) =>
      limited.post('/api/v1/analyze', { code: `# ${'x'.repeat(length)}`, context: { store: 'none' } }, { key });
    const first = await post(600_000);
    expect([first.status, first.headers.get('ratelimit')]).toEqual([
      200,
      expect.stringMatching(/"content";r=4\d{5};t=\d+/),
    ]);
    const second = await post(600_000);
    expect([second.status, second.body['violated-policies']]).toEqual([429, ['content']]);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect((await post(100_000)).status).toBe(200);
  });
});

describe('every answer', () => {
  it('returns the request id and continues the trace', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { 'x-request-id': 'my-request', traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const answer = await server.get('/api/v1/analyses/x', { headers });
    expect(answer.headers.get('x-request-id')).toBe('my-request');
    expect(answer.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(answer.body.instance).toContain('my-request');
    const logged = () => {
      const lines = server.logs().split('\n');
      return JSON.parse(lines.find((one) => one.includes('"my-request"') && one.includes('"status":404')) ?? '{}');
    };
    await expect.poll(logged).toMatchObject({ trace_id: trace, route: '/api/v1/analyses/:analysis_id' });
  });

  it('makes a request id when the one sent is unfit', async () => {
    const { headers } = await server.get('/livez', { ...open, headers: { 'x-request-id': 'a b' } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has security headers', async () => {
    const { headers } = await server.get('/nothing', open);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('a cached answer', () => {
  it('asks the database nothing', async () => {
    const submission = { code: 'eval(input())\n', language: 'python' };
    await server.post('/api/v1/analyze', submission);
    expect((await server.post('/api/v1/analyze', submission)).body.cached).toBe(true);
    const questions = async () => {
      const asTenant = vi.spyOn(server.database, 'asTenant');
      const answers = await Promise.all(Array.from({ length: 20 }, () => server.post('/api/v1/analyze', submission)));
      const asked = asTenant.mock.calls.length;
      asTenant.mockRestore();
      expect(answers.every(({ body }) => body.cached)).toBe(true);
      return asked;
    };
    // What the server does by itself, such as to store times of analyses, may fall into the same moment, but not each time.
    await expect.poll(questions).toBe(0);
  });
});

describe('what is no proper HTTP', () => {
  it('is refused as a problem', async () => {
    for (const [bytes, status, code] of [
      ['nonsense\r\n\r\n', 400, 'malformed_http'],
      [`GET /livez HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
      ['TRACE /livez HTTP/1.1\r\nhost: x\r\nx-secret: y\r\nconnection: close\r\n\r\n', 404, 'not_found'],
      ['GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400, 'malformed_http'],
    ] as const) {
      const [head = '', body = ''] = (await raw(bytes)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toMatch(/content-type: application\/problem\+json/i);
      expect(JSON.parse(body)).toMatchObject({ status, code });
      expect(body).not.toContain('x-secret');
    }
    expect((await server.get('/livez', open)).status).toBe(200);
  });
});

// The last test: nothing answers afterwards.
describe('close', () => {
  it('lets a request under way finish and takes no new one', async () => {
    const code = Array.from({ length: 200 }, (_, index) => `def f${index}(x):\n    return eval(x)\n`).join('\n');
    const underWay = server.post('/api/v1/analyze', { code });
    await Promise.race([underWay, twoInFlight(server)]);
    const closed = server.close();
    expect((await underWay).status).toBe(200);
    await closed;
    await expect(server.get('/livez', open)).rejects.toThrow();
  });
});
