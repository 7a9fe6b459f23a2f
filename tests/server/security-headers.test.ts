// Every kind of answer carries the headers that make browsers careful: pages, answers, errors, probes, SARIF, nothing at all.
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestRequest, type TestServer } from './index.ts';
import { critical } from './samples.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const KINDS: readonly (readonly [string, number, string, string, TestRequest & { readonly body?: string }])[] = [
  ['a page', 200, 'GET', '/', { key: null }],
  ['the log-in page', 200, 'GET', '/login', { key: null }],
  ['the documentation', 200, 'GET', '/docs/', { key: null }],
  ['the help of a rule', 200, 'GET', '/rules/sql-injection', { key: null }],
  ['a list', 200, 'GET', '/api/v1/analyses', {}],
  ['the OpenAPI document', 200, 'GET', '/api/openapi.json', { key: null }],
  ['an analysis', 200, 'POST', '/api/v1/analyze', { headers: json, body: JSON.stringify({ code: critical() }) }],
  [
    'SARIF',
    200,
    'POST',
    '/api/v1/analyze',
    { headers: { ...json, accept: 'application/sarif+json' }, body: JSON.stringify({ code: critical() }) },
  ],
  ['bad JSON', 400, 'POST', '/api/v1/analyze', { headers: json, body: '{' }],
  ['no key', 401, 'GET', '/api/v1/analyses', { key: null }],
  ['a foreign key', 401, 'GET', '/api/v1/analyses', { key: 'asy_live_nothing' }],
  ['nothing there', 404, 'GET', '/nothing', {}],
  ['an unknown version', 404, 'GET', '/api/v9/analyses', {}],
  ['a wrong method', 405, 'DELETE', '/api/v1/analyze', {}],
  ['a wrong media type', 415, 'POST', '/api/v1/analyze', { headers: { 'content-type': 'text/plain' }, body: 'x' }],
  ['an address that cannot be decoded', 400, 'GET', '/rules/%ff', {}],
  ['a probe', 200, 'GET', '/livez', { key: null }],
  ['metrics', 200, 'GET', '/metrics', { key: null }],
  ['a problem type', 200, 'GET', '/problems/not_found', { key: null }],
];

it.each(KINDS)('%s', async (_kind, status, method, path, request) => {
  const answer = await server.send(method, path, request);
  expect(answer.status).toBe(status);
  const policy = answer.headers.get('content-security-policy') ?? '';
  for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    expect(policy).toContain(directive);
  }
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(answer.headers.get('content-type')).toMatch(/^[a-z]+\/[a-z+.-]+/);
  for (const telling of ['server', 'x-powered-by']) expect(answer.headers.has(telling)).toBe(false);
});

it('behind TLS browsers are told to stay there for a year, and in the clear they are told nothing', async () => {
  const behind = await server.get('/', { key: null, headers: { 'x-forwarded-proto': 'https' } });
  expect(behind.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  expect((await server.get('/', { key: null })).headers.has('strict-transport-security')).toBe(false);
});

it('what is no HTTP gets a refusal that says nothing of the server', async () => {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.write('nonsense\r\n\r\n');
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect(answer).not.toMatch(/node|fastify|at .*\.ts/i);
});
