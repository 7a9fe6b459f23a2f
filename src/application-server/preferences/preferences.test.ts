import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN, critical, medium } from '../../../tests/server/samples.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const change = (method: 'PUT' | 'PATCH', query: string, body: unknown, key: string) =>
  server.send(method, `/api/v1/preferences${query}`, {
    key,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const effective = async (key: string, query = '') =>
  (await server.get(`/api/v1/preferences/effective${query}`, { key })).body;
const analyze = async (key: string, code: string, context: object = {}, language?: string) =>
  (await server.post('/api/v1/analyze', { code, context, ...(language && { language }) }, { key })).body;

it('200: nothing chosen, defaults hold', async () => {
  const { key } = await server.createTenant();
  const { status, body } = await server.get('/api/v1/preferences', { key });
  expect([status, body]).toEqual([200, { scope: 'user', project: null, values: {}, locked: [], updated_at: null }]);
  expect(await effective(key)).toMatchObject({
    values: { minimum_confidence: 0.3, store: 'full', languages: 'all' },
    sources: { minimum_confidence: 'default' },
    locked: [],
  });
});

it('200: a change takes effect on the next analysis, also of code whose answer is cached', async () => {
  const { id, key } = await server.createTenant();
  const code = medium('hashed');
  expect((await analyze(key, code)).issues).toHaveLength(1);
  expect((await analyze(key, code)).cached).toBe(true);
  expect((await change('PATCH', '', { values: { minimum_severity: 'high' } }, key)).status).toBe(200);
  expect(await analyze(key, code)).toMatchObject({ issues: [], cached: false });
  await change('PATCH', '?scope=tenant', { values: { severity_overrides: { 'weak-hash': 'critical' } } }, key);
  expect((await analyze(key, code)).issues).toMatchObject([{ rule_id: 'weak-hash', severity: 'critical' }]);
  await change('PATCH', '', { values: { minimum_severity: null, disabled_rules: ['weak-hash'] } }, key);
  expect((await analyze(key, code)).issues).toEqual([]);
  const other = await server.createKey(id, 'developer');
  expect((await analyze(other, code)).issues).toMatchObject([{ severity: 'critical' }]);
});

it('200: project over tenant, user over project, and the answer says whose value it is', async () => {
  const { id, key } = await server.createTenant();
  const developer = await server.createKey(id, 'developer');
  await change('PUT', '?scope=tenant', { values: { minimum_confidence: 0.4, store: 'results' } }, key);
  await change('PUT', '?scope=project&project=shop', { values: { minimum_confidence: 0.5 }, locked: ['store'] }, key);
  await change('PUT', '', { values: { minimum_confidence: 0.6 } }, developer);
  expect(await effective(developer, '?project=shop')).toMatchObject({
    project: 'shop',
    values: { minimum_confidence: 0.6, store: 'results' },
    sources: { minimum_confidence: 'user', store: 'tenant' },
    locked: ['store'],
  });
  expect((await effective(key, '?project=shop')).values.minimum_confidence).toBe(0.5);
  expect((await effective(key)).values.minimum_confidence).toBe(0.4);
  const { notices, analysis_id: analysisId } = await analyze(key, CLEAN, { project: 'shop', store: 'full' });
  expect(notices).toMatchObject([{ code: 'preference_locked' }]);
  expect((await server.get(`/api/v1/analyses/${analysisId}`, { key })).body.store).toBe('results');
});

it('200: code in a language that was not chosen is answered with a notice', async () => {
  const { key } = await server.createTenant();
  await change('PUT', '', { values: { languages: ['go', 'TS'] } }, key);
  const answer = await analyze(key, critical(), {}, 'python');
  expect(answer).toMatchObject({ issues: [], notices: [{ code: 'language_not_chosen' }] });
});

it('200: a user’s own severity does not make a critical finding one that anybody may dismiss', async () => {
  const { id, key } = await server.createTenant();
  const developer = await server.createKey(id, 'developer');
  await change('PUT', '', { values: { severity_overrides: { 'sql-injection': 'low' } } }, developer);
  const { analysis_id, issues } = await analyze(developer, critical('mine'));
  expect(issues[0]).toMatchObject({ rule_id: 'sql-injection', severity: 'low' });
  const feedback = { issue_id: issues[0].id, verdict: 'false_positive' };
  const { body } = await server.post('/api/v1/feedback', { analysis_id, feedback }, { key: developer });
  expect(body.effects[0]).toMatch(/^Proposed/);
  await change('PUT', '?scope=tenant', { values: { severity_overrides: { 'sql-injection': 'low' } } }, key);
  const again = await analyze(developer, critical('mine'));
  const second = { analysis_id: again.analysis_id, feedback: { ...feedback, issue_id: again.issues[0].id } };
  expect((await server.post('/api/v1/feedback', second, { key: developer })).body.effects[0]).toMatch(/^Dismissed/);
});

it('200: every change is in the audit log', async () => {
  const { key } = await server.createTenant();
  await change('PUT', '?scope=tenant', { values: { store: 'none' }, locked: ['store'] }, key);
  const { body } = await server.get('/api/v1/audit-log?action=preferences.changed', { key });
  expect(body.items).toMatchObject([{ target: 'tenant', details: { store: '"none"', locked: 'store' } }]);
});

it('400: names rules and languages that do not exist, settings that are locked, and a missing project', async () => {
  const { key } = await server.createTenant();
  await change('PATCH', '?scope=tenant', { locked: ['minimum_severity'] }, key);
  const values = { disabled_rules: ['no-such-rule'], languages: ['klingon'], minimum_severity: 'low' };
  const { status, body } = await change('PUT', '', { values }, key);
  expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([
    400,
    ['/values/disabled_rules/0', '/values/languages/0', '/values/minimum_severity'],
  ]);
  expect((await change('PUT', '?scope=project', { values: {} }, key)).body.errors).toMatchObject([
    { path: '/project' },
  ]);
  expect((await change('PUT', '?project=x', { values: {} }, key)).status).toBe(400);
  expect((await change('PUT', '', { values: { minimum_confidence: 2 } }, key)).status).toBe(400);
});

it('403: tenant and project are for those who manage preferences, and a service has none of its own', async () => {
  const { id } = await server.createTenant();
  const developer = await server.createKey(id, 'developer');
  const service = await server.createKey(id, 'service');
  expect((await change('PUT', '?scope=tenant', { values: {} }, developer)).status).toBe(403);
  expect((await change('PUT', '?scope=project&project=x', { values: {} }, developer)).status).toBe(403);
  expect((await change('PUT', '', { values: {} }, service)).status).toBe(403);
  expect((await server.get('/api/v1/preferences?scope=tenant', { key: service })).status).toBe(200);
});
