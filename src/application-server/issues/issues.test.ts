import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { CLEAN, critical, medium } from '../../../tests/server/samples.ts';
import { IssuesPage, TriageAnswer, TriageIssueDetail } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const analyze = async (key: string, code: string, context: object = { repository: 'shop', path: 'a.py' }) =>
  (await server.post('/api/v1/analyze', { code, context }, { key })).body;
const list = async (key: string, query = '') => (await server.get(`/api/v1/issues${query}`, { key })).body.items;
const decide = (key: string, id: string, body: object) =>
  server.send('PATCH', `/api/v1/issues/${id}`, {
    key,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('GET /api/v1/issues', () => {
  it('200: one row a defect, however often it was seen, moved or reformatted', async () => {
    const { key } = await server.createTenant();
    const first = await analyze(key, critical());
    await analyze(key, `# moved\n\n${critical()}`);
    const last = await analyze(key, critical(), { repository: 'shop', path: 'b.py' });
    const { body } = await server.get('/api/v1/issues', { key });
    expect(Compile(IssuesPage).Check(body)).toBe(true);
    expect(body.items).toMatchObject([
      {
        rule_id: 'sql-injection',
        state: 'open',
        occurrences: 3,
        path: 'b.py',
        repository: 'shop',
        last_analysis_id: last.analysis_id,
        fingerprint: first.issues[0].fingerprint,
      },
    ]);
    expect(Date.parse(body.items[0].first_seen)).toBeLessThanOrEqual(Date.parse(body.items[0].last_seen));
  });

  it('200: what the same file does not show any more is fixed, and open again when it comes back', async () => {
    const { key } = await server.createTenant();
    const context = { repository: 'shop', path: 'a.py', ref: 'main' };
    await analyze(key, critical(), context);
    await analyze(key, CLEAN, { ...context, ref: 'other' });
    await analyze(key, CLEAN, { ...context, path: 'c.py' });
    await analyze(key, CLEAN, { ...context, rules: { disable: ['sql-injection'] } });
    expect(await list(key)).toMatchObject([{ state: 'open', fixed_at: null }]);
    await analyze(key, CLEAN, context);
    expect(await list(key, '?state=fixed')).toMatchObject([{ state: 'fixed', fixed_at: expect.any(String) }]);
    await analyze(key, `\n${critical()}`, context);
    expect(await list(key)).toMatchObject([{ state: 'open', fixed_at: null, occurrences: 2 }]);
  });

  it('200: filtered, sorted, in pages', async () => {
    const { key } = await server.createTenant();
    await analyze(key, medium(), { repository: 'shop', path: 'src/hash.py' });
    await analyze(key, critical(), { repository: 'shop', path: 'src/sql.py', project: 'web' });
    await analyze(key, medium('other'), { repository: 'till', path: 'till/hash.py' });
    const paths = async (query: string) => (await list(key, query)).map(({ path }: { path: string }) => path);
    expect(await paths('')).toEqual(['till/hash.py', 'src/sql.py', 'src/hash.py']);
    expect(await paths('?sort=oldest')).toEqual(['src/hash.py', 'src/sql.py', 'till/hash.py']);
    expect(await paths('?sort=gravest')).toEqual(['src/sql.py', 'till/hash.py', 'src/hash.py']);
    expect(await paths('?severity=high')).toEqual(['src/sql.py']);
    expect(await paths('?rule=weak-hash&repository=till')).toEqual(['till/hash.py']);
    expect(await paths('?cwe=CWE-89')).toEqual(['src/sql.py']);
    expect(await paths('?project=web')).toEqual(['src/sql.py']);
    expect(await paths('?path=src/')).toEqual(['src/sql.py', 'src/hash.py']);
    expect(await paths('?path=src%25')).toEqual([]);
    expect(await paths('?q=SQL')).toEqual(['src/sql.py']);
    expect(await paths('?q=till%20hash')).toEqual(['till/hash.py']);
    expect(await paths('?language=py&state=open&until=2999-01-01')).toHaveLength(3);
    for (const sort of ['newest', 'oldest', 'gravest']) {
      const first = (await server.get(`/api/v1/issues?limit=2&sort=${sort}`, { key })).body;
      const rest = await paths(`?limit=2&sort=${sort}&cursor=${first.next_cursor}`);
      expect([...first.items.map(({ path }: { path: string }) => path), ...rest]).toEqual(await paths(`?sort=${sort}`));
    }
  });

  it('200: nothing of what was not to be stored, and nothing of another tenant’s', async () => {
    const [{ key }, other] = [await server.createTenant(), await server.createTenant()];
    await analyze(key, critical(), { repository: 'shop', path: 'a.py', store: 'none' });
    await analyze(other.key, critical());
    expect(await list(key)).toEqual([]);
  });

  it('400: names what is wrong with the query', async () => {
    for (const query of ['?state=lost', '?cwe=89', '?cursor=nothing', '?since=yesterday', '?colour=red']) {
      expect((await server.get(`/api/v1/issues${query}`)).status).toBe(400);
    }
  });
});

describe('GET /api/v1/issues/{id}', () => {
  it('200: with trace and verdicts; 404 for another tenant’s', async () => {
    const [{ key }, other] = [await server.createTenant(), await server.createTenant()];
    await analyze(key, critical());
    const [{ id }] = await list(key);
    await decide(key, id, { state: 'dismissed', verdict: 'wont_fix', reason: 'internal tool' });
    const { status, body } = await server.get(`/api/v1/issues/${id}`, { key });
    expect(status).toBe(200);
    expect(Compile(TriageIssueDetail).Check(body)).toBe(true);
    expect(body).toMatchObject({ id, state: 'dismissed', issue: { rule_id: 'sql-injection' } });
    expect(body.issue.trace.length).toBeGreaterThan(0);
    expect(body.verdicts).toMatchObject([{ verdict: 'wont_fix', reason: 'internal tool', proposed: false }]);
    expect((await server.get(`/api/v1/issues/${id}`, { key: other.key })).status).toBe(404);
    expect((await server.get('/api/v1/issues/nope', { key })).status).toBe(404);
  });
});

describe('PATCH /api/v1/issues/{id}', () => {
  it('200: a reviewer approves or refuses what a developer proposed, and the next analysis knows', async () => {
    const { id: tenant, key } = await server.createTenant();
    const developer = await server.createKey(tenant, 'developer');
    const reviewer = await server.createKey(tenant, 'reviewer');
    await analyze(developer, critical());
    const [{ id }] = await list(developer);
    const proposed = await decide(developer, id, { state: 'dismissed', reason: 'test code' });
    expect(Compile(TriageAnswer).Check(proposed.body)).toBe(true);
    expect(proposed.body).toMatchObject({ state: 'proposed', effects: [expect.stringMatching(/^Proposed/)] });
    expect((await analyze(developer, critical())).issues).toHaveLength(1);
    expect((await decide(reviewer, id, { state: 'open' })).body.state).toBe('open');
    await decide(developer, id, { state: 'dismissed' });
    expect(await list(reviewer, '?state=proposed')).toHaveLength(1);
    expect((await decide(reviewer, id, { state: 'dismissed' })).body.state).toBe('dismissed');
    expect((await analyze(developer, critical())).issues).toEqual([]);
    expect((await decide(developer, id, { state: 'dismissed' })).body.state).toBe('dismissed');
    const audit = (await server.get('/api/v1/audit-log?action=issue.dismissed', { key })).body.items;
    expect(audit[0]).toMatchObject({ target: id, details: { rule: 'sql-injection', severity: 'critical' } });
  });

  it('200: what feedback says shows in triage', async () => {
    const { key } = await server.createTenant();
    const { analysis_id, issues } = await analyze(key, medium());
    const feedback = { issue_id: issues[0].id, verdict: 'false_positive' };
    await server.post('/api/v1/feedback', { analysis_id, feedback }, { key });
    expect(await list(key)).toMatchObject([{ state: 'dismissed' }]);
    await server.post('/api/v1/feedback', { analysis_id, feedback: { ...feedback, verdict: 'fixed' } }, { key });
    expect(await list(key)).toMatchObject([{ state: 'fixed' }]);
  });

  it('400, 403 and 404: a reason for what is not dismissed, a key that only reports, another tenant’s issue', async () => {
    const { id: tenant, key } = await server.createTenant();
    await analyze(key, medium());
    const [{ id }] = await list(key);
    expect((await decide(key, id, { state: 'open', verdict: 'wont_fix' })).status).toBe(400);
    expect((await decide(key, id, { state: 'gone' })).status).toBe(400);
    expect((await decide(await server.createKey(tenant, 'service'), id, { state: 'open' })).status).toBe(403);
    expect((await decide((await server.createTenant()).key, id, { state: 'open' })).status).toBe(404);
  });
});

describe('DELETE /api/v1/analyses', () => {
  const tables = ['analyses', 'issues', 'feedback', 'code_objects', 'defects', 'defect_words'];
  const rowsWith = async (tenant: string, text: string): Promise<string[]> => {
    const { sql } = await import('kysely');
    return await server.database.asTenant(tenant, async (tx) => {
      const found: string[] = [];
      for (const table of tables) {
        const { rows } = await sql`select from ${sql.table(table)} as r where r::text like ${`%${text}%`}`.execute(tx);
        if (rows.length > 0) found.push(table);
      }
      return found;
    });
  };

  it('204: the analysis, its issues, verdicts and code are gone from every table, and from the cache', async () => {
    const { id: tenant, key } = await server.createTenant();
    const context = { repository: 'shop', path: 'canary-7f3a.py' };
    const { analysis_id: id, issues } = await analyze(key, medium('canary_7f3a'), context);
    const feedback = { issue_id: issues[0].id, verdict: 'false_positive', comment: 'canary-7f3a' };
    await server.post('/api/v1/feedback', { analysis_id: id, feedback }, { key });
    expect(await rowsWith(tenant, 'canary')).toEqual(['analyses', 'issues', 'feedback', 'defects', 'defect_words']);
    expect((await server.send('DELETE', `/api/v1/analyses/${id}`, { key })).status).toBe(204);
    expect(await rowsWith(tenant, 'canary')).toEqual([]);
    expect(await rowsWith(tenant, '')).toEqual([]);
    expect((await server.get(`/api/v1/analyses/${id}`, { key })).status).toBe(404);
    expect((await analyze(key, medium('canary_7f3a'), context)).analysis_id).not.toBe(id);
    expect((await server.send('DELETE', `/api/v1/analyses/${id}`, { key })).status).toBe(404);
  });

  it('200: by filter, and what other analyses show stays', async () => {
    const { id: tenant, key } = await server.createTenant();
    const first = await analyze(key, critical());
    await analyze(key, `\n${critical()}`);
    await analyze(key, medium(), { repository: 'till', path: 'b.py' });
    const { body } = await server.send('DELETE', '/api/v1/analyses?repository=till', { key });
    expect(body).toEqual({ deleted: 1, more: false });
    await server.send('DELETE', `/api/v1/analyses/${first.analysis_id}`, { key });
    expect(await list(key)).toMatchObject([{ rule_id: 'sql-injection', occurrences: 1 }]);
    expect(await rowsWith(tenant, 'weak-hash')).toEqual([]);
    const audit = (await server.get('/api/v1/audit-log?action=analyses.deleted', { key })).body.items;
    expect(audit).toMatchObject([{ details: { analyses: 1, filter: '{"repository":"till"}' } }]);
  });

  it('400 and 403: without a filter, and for those who may not', async () => {
    const { id, key } = await server.createTenant();
    expect((await server.send('DELETE', '/api/v1/analyses', { key })).status).toBe(400);
    const developer = await server.createKey(id, 'developer');
    expect((await server.send('DELETE', '/api/v1/analyses?rule=x', { key: developer })).status).toBe(403);
  });
});
