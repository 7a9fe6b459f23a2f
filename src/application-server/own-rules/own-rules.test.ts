import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const rule = (id: string, pattern: string) =>
  `rules:\n  - { id: ${id}, languages: [python], severity: WARNING, message: "Not $X.", pattern: "${pattern}" }\n`;
const analyze = (key: string, code: string, context: object = {}) =>
  server.post('/api/v1/analyze', { code, language: 'python', context: { path: 'a.py', ...context } }, { key });
const rulesOf = async (...args: Parameters<typeof analyze>): Promise<string[]> =>
  (await analyze(...args)).body.issues.map((issue: { rule_id: string }) => issue.rule_id);
const change = (key: string, id: string, state: string, query = '') =>
  server.send('PATCH', `/api/v1/rules/${id}${query}`, { key, headers: json, body: JSON.stringify({ state }) });

describe('/api/v1/rules', () => {
  it('a rule from the shadow to the end: stored, tried on past code, enforced, changed, deleted', async () => {
    const { key } = await server.createTenant();
    const code = 'banner(1)\n';
    const first = await analyze(key, code);
    const added = await server.post('/api/v1/rules', { document: rule('no-banner', 'banner($X)') }, { key });
    expect(added.status).toBe(201);
    expect(added.body.items).toMatchObject([
      { rule_id: 'no-banner', source: 'own', project: null, severity: 'medium', state: 'shadow', version: 1 },
    ]);
    expect(await rulesOf(key, code)).toEqual([]);

    const preview = await server.post('/api/v1/rules/no-banner/preview', {}, { key });
    expect(preview.body).toMatchObject({ without_code: 0, failed: 0, complete: true });
    expect(preview.body.findings[0]).toMatchObject({ message: 'Not 1.', location: { start: { line: 1, column: 1 } } });
    expect(preview.body.findings.map((one: { analysis_id: string }) => one.analysis_id)).toContain(
      first.body.analysis_id,
    );

    expect((await change(key, 'no-banner', 'enforced')).body.state).toBe('enforced');
    expect((await analyze(key, code)).body.issues).toMatchObject([
      { rule_id: 'no-banner', severity: 'medium', help_url: '/api/v1/rules/no-banner' },
    ]);
    const values = { severity_overrides: { 'no-banner': 'low' } };
    const preferences = await server.send('PUT', '/api/v1/preferences?scope=tenant', {
      key,
      headers: json,
      body: JSON.stringify({ values }),
    });
    expect(preferences.status).toBe(200);
    expect((await analyze(key, code)).body.issues).toMatchObject([{ severity: 'low' }]);
    await server.post('/api/v1/rules', { document: rule('no-banner', 'other($X)') }, { key });
    expect(await rulesOf(key, code)).toEqual([]);
    const { body } = await server.get('/api/v1/rules/no-banner', { key });
    expect(body).toMatchObject({ version: 2, state: 'enforced', versions: [{ version: 2 }, { version: 1 }] });
    expect(body.definition).toContain('other($X)');

    expect((await server.send('DELETE', '/api/v1/rules/no-banner', { key })).status).toBe(204);
    expect((await server.get('/api/v1/rules/no-banner', { key })).status).toBe(404);
    expect((await server.get('/api/v1/rules?source=own', { key })).body.items).toEqual([]);
    const audit = await server.get('/api/v1/audit-log?target=no-banner', { key });
    const actions = audit.body.items.map((event: { action: string }) => event.action);
    expect(actions).toEqual(['rule.deleted', 'rule.saved', 'rule.changed', 'rule.saved']);
  });

  it('a project has rules of its own, which stand in for the tenant’s', async () => {
    const { key } = await server.createTenant();
    const add = (document: string, more: object) =>
      server.post('/api/v1/rules', { document, state: 'enforced', ...more }, { key });
    await add(rule('mine', 'one($X)'), {});
    await add(rule('mine', 'two($X)'), { project: 'shop' });
    const code = 'one(1)\ntwo(2)\n';
    const linesOf = async (context: object) =>
      (await analyze(key, code, context)).body.issues.map(
        ({ location }: { location: { start: { line: number } } }) => location.start.line,
      );
    expect(await linesOf({})).toEqual([1]);
    expect(await linesOf({ project: 'shop' })).toEqual([2]);
    await change(key, 'mine', 'disabled', '?project=shop');
    expect(await linesOf({ project: 'shop' })).toEqual([]);
    expect(await linesOf({ project: 'till' })).toEqual([1]);
  });

  it('what is added again as it is makes no version; a rule that is only tried silences no other', async () => {
    const { key } = await server.createTenant();
    const document = rule('mine', 'one($X)');
    const add = (more: object) => server.post('/api/v1/rules', { document, ...more }, { key });
    await add({ state: 'enforced' });
    const before = (await server.get('/api/v1/model/status', { key })).body.knowledge;
    expect((await add({})).body.items).toMatchObject([{ version: 1, state: 'enforced' }]);
    expect((await server.get('/api/v1/model/status', { key })).body.knowledge).toBe(before);
    await add({ project: 'shop' });
    expect(await rulesOf(key, 'one(1)\n', { project: 'shop' })).toEqual(['mine']);
  });

  it('a defect is not fixed because the rule that found it does not run', async () => {
    const { key } = await server.createTenant();
    await server.post('/api/v1/rules', { document: rule('mine', 'one($X)'), state: 'enforced' }, { key });
    const context = { repository: 'shop' };
    await analyze(key, 'one(1)\n', context);
    await change(key, 'mine', 'disabled');
    await analyze(key, 'one(1)\n', context);
    const states = async () =>
      (await server.get('/api/v1/issues', { key })).body.items.map(({ state }: { state: string }) => state);
    expect(await states()).toEqual(['open']);
    await change(key, 'mine', 'enforced');
    await analyze(key, 'two(1)\n', context);
    expect(await states()).toEqual(['fixed']);
  });

  it('a document of a mebibyte is taken', async () => {
    const { key } = await server.createTenant();
    const document = `#${'x'.repeat(1_000_000)}\n${rule('mine', 'one($X)')}`;
    expect((await server.post('/api/v1/rules', { document }, { key })).status).toBe(201);
  });

  it('lists the built-in ones', async () => {
    const { key } = await server.createTenant();
    const { items } = (await server.get('/api/v1/rules?source=built-in', { key })).body;
    expect(items.length).toBeGreaterThan(100);
    expect(items.find((one: { rule_id: string }) => one.rule_id === 'sql-injection')).toMatchObject({
      source: 'built-in',
      state: 'enforced',
      cwe: ['CWE-89'],
    });
  });

  it('422: a document of which anything cannot run is refused as a whole, with the places', async () => {
    const { key } = await server.createTenant();
    const document = `${rule('good', 'f($X)')}  - { id: bad, languages: [python], severity: INFO, message: m, pattern: "def (((" }\n`;
    const { status, body } = await server.post('/api/v1/rules', { document }, { key });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid_rule', errors: [{ path: '/document' }] });
    expect(body.errors[0].message).toMatch(/^line 3, column \d+: bad: pattern: /);
    expect((await server.get('/api/v1/rules?source=own', { key })).body.items).toEqual([]);
    expect((await server.post('/api/v1/rules', { document: 'rules: []' }, { key })).status).toBe(422);
  });

  it('200: checks rules and their tests without storing anything', async () => {
    const { key } = await server.createTenant();
    const files = [{ path: 't.py', code: '# ruleid: no-f\nf(1)\n# ok: no-f\nf(2)\n' }];
    const { body } = await server.post('/api/v1/rules/check', { document: rule('no-f', 'f($X)'), files }, { key });
    expect(body).toEqual({
      rules: [{ rule_id: 'no-f', severity: 'medium', languages: ['python'] }],
      problems: [],
      tests: [{ rule_id: 'no-f', path: 't.py', annotations: 2, missed: [], unexpected: [4], passed: false }],
    });
  });

  it('403 and 404: who may not, and what is another tenant’s', async () => {
    const { id, key } = await server.createTenant();
    await server.post('/api/v1/rules', { document: rule('mine', 'f($X)') }, { key });
    const developer = await server.createKey(id, 'developer');
    expect((await server.post('/api/v1/rules', { document: rule('x', 'f()') }, { key: developer })).status).toBe(403);
    expect((await server.get('/api/v1/rules/mine', { key: developer })).status).toBe(200);
    const other = (await server.createTenant()).key;
    expect((await server.get('/api/v1/rules/mine', { key: other })).status).toBe(404);
    expect((await change(other, 'mine', 'enforced')).status).toBe(404);
    expect((await server.post('/api/v1/rules/mine/preview', {}, { key: other })).status).toBe(404);
  });
});

it('POST /api/v1/analyze takes the rules and facts that the repository brings', async () => {
  const { key } = await server.createTenant();
  const files = [
    { path: '.assay/rules/mine.yaml', code: rule('of-the-repository', 'banner($X)') },
    {
      path: '.assay/facts.yaml',
      code: 'library: x\nlanguage: python\ncalls: { x.read: { returns: { source: user-input } } }',
    },
  ];
  const code = 'import os, x\nbanner(1)\nos.system("ls " + x.read())\n';
  expect(await rulesOf(key, code, { files })).toEqual(['of-the-repository', 'command-injection']);
  expect(await rulesOf(key, code)).not.toContain('of-the-repository');
  const broken = await analyze(key, code, { files: [{ path: '.assay/rules/b.yaml', code: 'rules: [' }] });
  expect(broken.body.notices).toMatchObject([{ code: 'rule_refused', message: expect.stringContaining('b.yaml:1:') }]);
});
