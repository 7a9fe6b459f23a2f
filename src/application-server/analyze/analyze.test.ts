import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN, critical, medium } from '../../../tests/server/samples.ts';
import { HOME_TENANT_ID, listAnalyses } from '../../database-service/index.ts';
import { generateApiKey } from '../../security/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const analyze = (body: unknown, headers: Record<string, string> = {}) =>
  server.post('/api/v1/analyze', body, { headers });

async function historySize(): Promise<number> {
  const page = await server.database.asTenant(HOME_TENANT_ID, (tx) => listAnalyses(tx, { limit: 1000 }));
  return page.analyses.length;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('200', () => {
  it('finds, explains and names the model', async () => {
    const { status, body } = await analyze({ code: critical(), language: 'python', context: { path: 'app.py' } });
    expect(status).toBe(200);
    expect(body.analysis_id).toMatch(UUID_V7);
    expect(body.language).toMatchObject({ id: 'python', declared: 'python', detected: 'python' });
    expect(body).toMatchObject({ cached: false, suppressed_count: 0, notices: [] });
    expect(body.model).toMatchObject({ variant: 'champion', knowledge: expect.any(Number) });
    expect(body.model.digest).toMatch(/^sha256:/);
    const [issue] = body.issues;
    expect(issue).toMatchObject({
      rule_id: 'sql-injection',
      severity: 'critical',
      state: 'new',
      help_url: '/rules/sql-injection',
      location: { path: 'app.py', start: { line: 7 } },
    });
    expect(issue.id).toMatch(UUID_V7);
    expect(issue.trace.length).toBeGreaterThanOrEqual(2);
  });

  it('answers equal requests from the cache: same id, no row, cached', async () => {
    const request = { code: critical('cached'), context: { path: 'app.py' } };
    const first = await analyze(request);
    const before = await historySize();
    const second = await analyze(request);
    expect(second.body).toEqual({ ...first.body, cached: true, duration_ms: second.body.duration_ms });
    expect(await historySize()).toBe(before);
    const elsewhere = await analyze({ ...request, context: { path: 'other.py' } });
    expect(elsewhere.body.cached).toBe(false);
  });

  it('shares one analysis among equal requests at the same time', async () => {
    const before = await historySize();
    const request = { code: critical('parallel') };
    const answers = await Promise.all(Array.from({ length: 20 }, () => analyze(request)));
    expect(new Set(answers.map(({ body }) => body.analysis_id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.cached === false)).toHaveLength(1);
    expect(await historySize()).toBe(before + 1);
  });

  it('takes unknown keys of context with a notice', async () => {
    const { status, body } = await analyze({ code: CLEAN, context: { colour: 'red' } });
    expect(status).toBe(200);
    expect(body.notices).toEqual([{ code: 'unknown_context', message: expect.stringContaining('“colour”') }]);
  });

  it('takes empty code, and says so', async () => {
    const { status, body } = await analyze({ code: '' });
    expect(status).toBe(200);
    expect(body.issues).toEqual([]);
    expect(body.notices.map(({ code }: { code: string }) => code)).toContain('empty_code');
  });

  it('reads short code as what it is when it does not parse as declared', async () => {
    const { body } = await analyze({ code: 'import os\nos.system(input())', language: 'java' });
    expect(body).toMatchObject({
      language: { id: 'python', declared: 'java' },
      issues: [{ rule_id: 'command-injection' }],
    });
    expect(body.notices).toMatchObject([{ code: 'language_mismatch' }]);
  });

  it('says what it could not read, and names rules that do not exist', async () => {
    const context = { rules: { enable: ['sql_injection'], disable: ['weak-hash'] } };
    const { body } = await analyze({ code: 'def (((\n  ]]] class', language: 'python', context });
    expect(body.notices).toEqual([
      { code: 'unknown_rule', message: expect.stringMatching(/: “sql_injection”\.$/) },
      { code: 'syntax_errors', message: expect.stringContaining('python') },
    ]);
  });

  it('does not obey a wrong language silently', async () => {
    const { body } = await analyze({ code: critical('wrong'), language: 'java' });
    expect(body.language).toMatchObject({ declared: 'java', detected: 'python' });
  });

  it.each(['klingon', 'cobol', 'constructor', '__proto__'])(
    'has no analyser for %s: no issues and a notice',
    async (language) => {
      const { status, body } = await analyze({
        code: '       IDENTIFICATION DIVISION.\n       PROGRAM-ID. A.\n',
        language,
      });
      expect(status).toBe(200);
      expect(body.issues).toEqual([]);
      expect(body.notices.length).toBeGreaterThan(0);
    },
  );

  it('keeps the thresholds', async () => {
    const code = `${critical('both')}\n${medium('both_too')}`;
    const all = await analyze({ code });
    expect(all.body.issues.map((issue: { severity: string }) => issue.severity).sort()).toEqual(['critical', 'medium']);
    const grave = await analyze({ code, context: { minimum_severity: 'high' } });
    expect(grave.body.issues).toHaveLength(1);
    const sure = await analyze({ code, context: { minimum_confidence: 1 } });
    expect(sure.body.issues).toEqual([]);
    const chosen = await analyze({ code, context: { rules: { disable: ['sql-injection', 'composed-sql'] } } });
    expect(chosen.body.issues.map((issue: { rule_id: string }) => issue.rule_id)).toEqual(['weak-hash']);
  });

  it('tells known from new by a baseline', async () => {
    const first = await analyze({ code: medium('old') });
    const context = { baseline_analysis_id: first.body.analysis_id };
    const second = await analyze({ code: `${medium('old')}\n${critical('fresh')}`, context });
    const states = second.body.issues.map((issue: { rule_id: string; state: string }) => [issue.rule_id, issue.state]);
    expect(Object.fromEntries(states)).toEqual({ 'weak-hash': 'known', 'sql-injection': 'new' });
    const copied = await analyze({ code: `${medium('copy')}\n${medium('old')}`, context });
    const within = copied.body.issues.map((issue: { within: string; state: string }) => [issue.within, issue.state]);
    expect(Object.fromEntries(within)).toEqual({ copy: 'new', old: 'known' });
    const unknown = await analyze({ code: medium('old'), context: { baseline_analysis_id: 'nothing' } });
    expect(unknown.body.notices).toMatchObject([{ code: 'unknown_baseline' }]);
  });

  it('ends suppressions on their day', async () => {
    const code = (until: string) =>
      medium('lapsed').replace('()\n', `()  # assay-ignore weak-hash: a cache key until ${until}\n`);
    const over = await analyze({ code: code('2020-01-31') });
    expect(over.body.issues).toHaveLength(1);
    expect(over.body.notices).toMatchObject([{ code: 'suppression_expired' }]);
    const counts = await analyze({ code: code('2999-12-31') });
    expect(counts.body).toMatchObject({ issues: [], suppressed_count: 1, notices: [] });
  });

  it('stores as much as it is told', async () => {
    const full = await analyze({ code: medium('full') });
    const results = await analyze({ code: medium('results'), context: { store: 'results' } });
    const none = await analyze({ code: medium('none'), context: { store: 'none' } });
    const stored = (answer: { body: { analysis_id: string } }) =>
      server.get(`/api/v1/analyses/${answer.body.analysis_id}?include=code`);
    expect((await stored(full)).body).toMatchObject({ store: 'full', code: medium('full') });
    expect((await stored(results)).body).toMatchObject({ store: 'results', code: null });
    expect((await stored(none)).status).toBe(404);
    expect(none.body.notices).toMatchObject([{ code: 'not_stored' }]);
    expect((await analyze({ code: medium('none'), context: { store: 'none' } })).body.cached).toBe(false);
  });

  it('keeps tenants apart: neither cache nor history', async () => {
    const tenant = await server.createTenant();
    const request = { code: critical('private') };
    const mine = await analyze(request);
    const theirs = await server.post('/api/v1/analyze', request, { key: tenant.key });
    expect(theirs.body).toMatchObject({ cached: false });
    expect(theirs.body.analysis_id).not.toBe(mine.body.analysis_id);
    expect((await server.get(`/api/v1/analyses/${mine.body.analysis_id}`, { key: tenant.key })).status).toBe(404);
  });

  it('gives SARIF when that is what the client accepts', async () => {
    const { headers, body } = await analyze({ code: critical('sarif') }, { accept: 'application/sarif+json' });
    expect(headers.get('content-type')).toBe('application/sarif+json');
    expect(headers.get('vary')).toContain('Accept');
    expect(body).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'sql-injection' }] }] });
  });

  it('replays an answer by Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'replay-1' };
    const request = { code: medium('replay'), context: { store: 'none' } };
    const first = await analyze(request, headers);
    const second = await analyze(request, headers);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    // The same key of somebody else is another key.
    const tenant = await server.createTenant();
    const theirs = await server.post('/api/v1/analyze', request, { headers, key: tenant.key });
    expect(theirs.body.analysis_id).not.toBe(first.body.analysis_id);
  });
});

describe('400', () => {
  it.each([
    ['not JSON', '{"code": "x",}', 'invalid_json'],
    ['an empty body', '', 'invalid_json'],
    ['the wrong type', { code: 1.5 }, 'invalid_request'],
    ['no code', { language: 'python' }, 'invalid_request'],
    ['null', { code: null }, 'invalid_request'],
    ['an array', [], 'invalid_request'],
    ['an unknown key', { code: '', zz: 2 }, 'invalid_request'],
    ['a wrong type in context', { code: '', context: { files: [{ path: 'a' }] } }, 'invalid_request'],
    [
      'invalid UTF-8',
      Buffer.from([...Buffer.from('{"code":"a'), 0xff, 0xfe, ...Buffer.from('"}')]),
      'invalid_encoding',
    ],
    ['half a surrogate pair', '{"code":"\\ud800"}', 'invalid_encoding'],
    ['a prototype', '{"code":"","context":{"__proto__":{"store":"none"}}}', 'invalid_json'],
  ])('for %s', async (_, sent, code) => {
    const { status, headers, body } = await analyze(sent);
    expect([status, body.code]).toEqual([400, code]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ type: `/problems/${code}`, status: 400, title: expect.any(String) });
  });

  it('says where the JSON goes wrong, without quoting it', async () => {
    const { body } = await analyze('{\n  "code": "MY SECRET CODE"\n  "language": "python"\n}');
    expect(body.detail).toContain('line 3, column 3');
    expect(JSON.stringify(body)).not.toContain('SECRET');
  });

  it('for an Idempotency-Key that is none', async () => {
    expect((await analyze({ code: '' }, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
  });
});

describe('401', () => {
  it.each([
    ['no key', null],
    ['a malformed key', 'nonsense'],
    ['a wrong checksum', `${BOOTSTRAP_KEY.slice(0, -1)}2`],
    ['an unknown key', generateApiKey('test')],
  ])('for %s', async (_, key) => {
    const { status, headers, body } = await server.post('/api/v1/analyze', { code: '' }, { key });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('for an expired key', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer', new Date(Date.now() - 1000));
    expect((await server.post('/api/v1/analyze', { code: '' }, { key })).status).toBe(401);
  });

  it('but not for a key in X-API-Key', async () => {
    const headers = { 'x-api-key': BOOTSTRAP_KEY };
    expect((await server.post('/api/v1/analyze', { code: '' }, { key: null, headers })).status).toBe(200);
  });
});

describe('409', () => {
  it('while the first request with an Idempotency-Key is being answered', async () => {
    const code = Array.from({ length: 200 }, (_, index) => critical(`slow_${index}`)).join('\n');
    let attempts = 0;
    const conflicts = async () => {
      const headers = { 'idempotency-key': `in-flight-${attempts++}` };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => analyze({ code: `${code}\n# ${attempts}` }, headers)),
      );
      const [answered, refused] = [200, 409].map((wanted) => answers.filter(({ status }) => status === wanted));
      expect([answers.length, new Set(answered?.map(({ body }) => body.analysis_id)).size]).toEqual([5, 1]);
      expect((answered?.length ?? 0) + (refused?.length ?? 0)).toBe(5);
      for (const { body, headers: told } of refused ?? []) {
        expect([body.code, told.get('retry-after')]).toEqual(['idempotency_in_flight', '1']);
      }
      return refused?.length;
    };
    // Whoever is so late that the answer is there, is given that.
    await expect.poll(conflicts).toBe(4);
  });
});

describe('413', () => {
  it('for one byte more than 1 MiB, and not for 1 MiB', async () => {
    const line = 'x = 1\n';
    const code = line.repeat(Math.ceil(1_048_577 / line.length)).slice(0, 1_048_577);
    const over = await analyze({ code });
    expect([over.status, over.body.code]).toEqual([413, 'payload_too_large']);
    expect((await analyze({ code: code.slice(1) })).status).toBe(200);
  });

  it('for a body that is too large to be read at all, and the connection lives on', async () => {
    const { status, body } = await analyze({ code: 'x'.repeat(17 * 1_048_576) });
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    expect((await analyze({ code: '' })).status).toBe(200);
  });
});

describe('415', () => {
  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-encoding': 'compress' }],
    [{ 'content-encoding': 'gzip, br' }],
  ])('for %j', async (headers) => {
    const { status, body } = await analyze('{"code":""}', headers);
    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('422', () => {
  it('for NUL in code and in neighbouring files', async () => {
    expect((await analyze({ code: 'a\0' })).body).toMatchObject({ status: 422, code: 'binary_input' });
    const context = { files: [{ path: 'b', code: '\0' }] };
    expect((await analyze({ code: '', context })).body).toMatchObject({ status: 422, code: 'binary_input' });
  });

  it('for an Idempotency-Key that was used with another body', async () => {
    const headers = { 'idempotency-key': 'mismatch' };
    expect((await analyze({ code: '' }, headers)).status).toBe(200);
    expect((await analyze({ code: ' ' }, headers)).body).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
  });
});

describe('whatever is sent', () => {
  it('answers 200 parallel posts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => analyze({ code: medium(`parallel_${index}`) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.analysis_id)).size).toBe(200);
  });

  it('survives a client that hangs up', async () => {
    const code = Array.from({ length: 300 }, (_, index) => critical(`gone_${index}`)).join('\n');
    const hangUp = new AbortController();
    const request = server.post('/api/v1/analyze', { code }, { signal: hangUp.signal });
    setTimeout(() => hangUp.abort(), 20);
    await expect(request).rejects.toThrow();
    expect((await analyze({ code: medium('after') })).status).toBe(200);
    expect(server.logs()).not.toContain('unexpected error');
  });

  it('never logs code or keys', async () => {
    await analyze({ code: medium('NEVER_LOGGED') });
    await analyze('{"code":"NEVER_LOGGED",}');
    expect(server.logs()).toContain('"request"');
    expect(server.logs()).not.toContain('NEVER_LOGGED');
    expect(server.logs()).not.toContain(BOOTSTRAP_KEY);
  });
});
