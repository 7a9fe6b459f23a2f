import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical, medium } from '../../../tests/server/samples.ts';
import { HOME_TENANT_ID } from '../../database-service/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

type Feedback = Record<string, unknown>;

async function analyze(code: string, context: object = {}, key?: string) {
  const { body } = await server.post('/api/v1/analyze', { code, context }, key === undefined ? {} : { key });
  return body;
}

const judge = (analysisId: string, feedback: Feedback, key?: string, headers: Record<string, string> = {}) =>
  server.post(
    '/api/v1/feedback',
    { analysis_id: analysisId, feedback },
    { headers, ...(key !== undefined && { key }) },
  );

describe('201', () => {
  it('a dismissed finding stays away, in the repository where it was dismissed', async () => {
    const context = { repository: 'shop', path: 'a.py' };
    const first = await analyze(medium('dismissed'), context);
    const [issue] = first.issues;
    const { status, body } = await judge(first.analysis_id, {
      issue_id: issue.id,
      verdict: 'false_positive',
      reason: 'a cache key',
    });
    expect(status).toBe(201);
    expect(body).toEqual({ feedback_id: expect.any(String), effects: [expect.stringMatching(/^Dismissed: .*“shop”/)] });

    const second = await analyze(medium('dismissed'), context);
    expect(second).toMatchObject({ issues: [], suppressed_count: 1, cached: false });
    expect(second.model.knowledge).toBeGreaterThan(first.model.knowledge);
    const shown = await analyze(medium('dismissed'), { ...context, include_suppressed: true });
    expect(shown.issues).toMatchObject([{ state: 'suppressed', suppression_reason: 'Dismissed: a cache key' }]);
    expect((await analyze(medium('dismissed'), { ...context, repository: 'other' })).issues).toHaveLength(1);
    expect((await analyze(medium('dismissed'), { path: 'a.py' })).issues).toHaveLength(1);
  });

  it('a dismissal holds for one defect: copies are shown, what was moved or renamed is not', async () => {
    const context = { repository: 'copies', path: 'a.py' };
    const first = await analyze(medium('original'), context);
    await judge(first.analysis_id, { issue_id: first.issues[0].id, verdict: 'false_positive' });
    const shown = async (code: string, path = 'a.py') =>
      (await analyze(code, { ...context, path })).issues.map((issue: { within: string }) => issue.within);

    expect(await shown(`${medium('copied')}\n${medium('original')}`)).toEqual(['copied']);
    expect(await shown(`${medium('original')}\n${medium('copied')}`)).toEqual(['copied']);
    expect(await shown(medium('copied'), 'b.py')).toEqual(['copied']);
    expect(await shown(medium('original'), 'renamed.py')).toEqual([]);
    expect(await shown(medium('renamed'))).toEqual([]);

    const both = await analyze(`${medium('original')}\n${medium('copied')}`, { ...context, include_suppressed: true });
    const copy = both.issues.find((issue: { within: string }) => issue.within === 'copied');
    await judge(both.analysis_id, { issue_id: copy.id, verdict: 'wont_fix' });
    expect(await shown(`${medium('original')}\n${medium('copied')}`)).toEqual([]);
    expect(await shown(`${medium('original')}\n${medium('copied')}\n${medium('third')}`)).toEqual(['third']);
  });

  it('a later verdict of the same key replaces the earlier', async () => {
    const first = await analyze(medium('changed'), { repository: 'mind' });
    const issue_id = first.issues[0].id;
    const dismissed = await judge(first.analysis_id, { issue_id, verdict: 'wont_fix' });
    const taken = await judge(first.analysis_id, { issue_id, verdict: 'true_positive' });
    expect(taken.body.feedback_id).toBe(dismissed.body.feedback_id);
    expect(taken.body.effects).toContainEqual(expect.stringContaining('replaced'));
    expect((await analyze(medium('changed'), { repository: 'mind' })).issues).toHaveLength(1);
  });

  it('a developer dismisses a medium issue, and only proposes to dismiss a critical one', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    const context = { repository: 'roles' };
    const code = `${critical('roles_one')}\n${medium('roles_two')}`;
    const { analysis_id: id, issues } = await analyze(code, context, key);
    const of = (severity: string) => issues.find((issue: { severity: string }) => issue.severity === severity).id;
    const proposed = await judge(id, { issue_id: of('critical'), verdict: 'false_positive' }, key);
    expect(proposed.body.effects[0]).toMatch(/^Proposed: /);
    await judge(id, { issue_id: of('medium'), verdict: 'false_positive' }, key);
    const after = await analyze(code, context, key);
    expect(after.issues.map((issue: { severity: string }) => issue.severity)).toEqual(['critical']);

    const reviewer = await server.createKey(HOME_TENANT_ID, 'reviewer');
    const agreed = await judge(id, { issue_id: of('critical'), verdict: 'false_positive' }, reviewer);
    expect(agreed.body.effects[0]).toMatch(/^Dismissed: /);
    expect((await analyze(code, context, key)).issues).toEqual([]);
  });

  it('takes what was missed', async () => {
    const { analysis_id: id } = await analyze(medium('missed'));
    const location = { path: 'a.py', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
    const { status, body } = await judge(id, { verdict: 'missed', location, cwe: 'CWE-79', comment: 'template' });
    expect(status).toBe(201);
    expect(body.effects[0]).toMatch(/^Recorded as missed/);
  });

  it('replays by Idempotency-Key', async () => {
    const { analysis_id: id, issues } = await analyze(medium('twice'));
    const feedback = { issue_id: issues[0].id, verdict: 'true_positive' };
    const headers = { 'idempotency-key': 'feedback-1' };
    const first = await judge(id, feedback, undefined, headers);
    const second = await judge(id, feedback, undefined, headers);
    expect([second.status, second.text]).toEqual([201, first.text]);
    const other = await judge(id, { ...feedback, comment: 'x' }, undefined, headers);
    expect(other.body.code).toBe('idempotency_mismatch');
  });
});

describe('400', () => {
  it.each([
    [{ verdict: 'false_positive' }, '/feedback/issue_id'],
    [{ verdict: 'missed' }, '/feedback/location'],
    [{ verdict: 'great', issue_id: 'x' }, '/feedback/verdict'],
    [{ verdict: 'missed', cwe: '79' }, '/feedback/cwe'],
    [{ verdict: 'fixed', issue_id: 'x', mood: 1 }, '/feedback/mood'],
    [{ verdict: 'fixed', issue_id: 'x', suggestion_id: 'y' }, '/feedback/suggestion_outcome'],
  ])('for %j', async (feedback, path) => {
    const { status, body } = await judge('x', feedback);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});

describe('403', () => {
  it('for a key that only reports', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'service');
    expect((await judge('x', { verdict: 'fixed', issue_id: 'y' }, key)).body.code).toBe('forbidden');
  });
});

describe('404', () => {
  it('for an unknown analysis or issue', async () => {
    const { analysis_id: id, issues } = await analyze(medium('known'));
    const other = await analyze(medium('another'));
    const verdict = 'false_positive';
    const location = { path: 'a.py', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
    const answers = await Promise.all([
      judge('nothing', { issue_id: issues[0].id, verdict }),
      judge(id, { issue_id: 'nothing', verdict }),
      judge(id, { issue_id: other.issues[0].id, verdict }),
      judge('00000000-0000-7000-8000-000000000009', { verdict: 'missed', location, cwe: 'CWE-79' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it("for another tenant's analysis, exactly as for an unknown one", async () => {
    const { analysis_id: id, issues } = await analyze(medium('foreign'));
    const tenant = await server.createTenant();
    const feedback = { issue_id: issues[0].id, verdict: 'false_positive' };
    const foreign = await judge(id, feedback, tenant.key);
    const unknown = await judge('00000000-0000-7000-8000-000000000009', feedback, tenant.key);
    const { instance: _one, ...first } = foreign.body;
    const { instance: _other, ...second } = unknown.body;
    expect(foreign.status).toBe(404);
    expect(first).toEqual(second);
  });

  it('for an analysis that was not stored', async () => {
    const { analysis_id: id, issues } = await analyze(medium('unstored'), { store: 'none' });
    expect((await judge(id, { issue_id: issues[0].id, verdict: 'fixed' })).status).toBe(404);
  });

  it('for a suggestion that the issue does not have', async () => {
    const { analysis_id: id, issues } = await analyze(medium('suggested'));
    const feedback = { issue_id: issues[0].id, verdict: 'fixed', suggestion_id: 'x', suggestion_outcome: 'applied' };
    expect((await judge(id, feedback)).body.code).toBe('not_found');
  });
});

describe('what became of suggestions', () => {
  const code = (name: string) =>
    `import hashlib\n\n\ndef ${name}(text):\n    shown = hashlib.md5(text).hexdigest()\n    print(shown)\n`;
  const firstFix = (answer: Json) => answer.issues[0].suggestions[0];

  it('201: without a verdict on the issue; the fix that is taken is suggested first, and a replay knows it', async () => {
    const { id, key } = await server.createTenant('Fixing');
    const owner = await server.createKey(id, 'owner');
    for (let round = 0; round < 6; round++) {
      const answer = await analyze(code(`digest_${round}`), { path: `a${round}.py` }, key);
      const [issue] = answer.issues;
      if (!firstFix(answer).description.includes('SHA-256')) break;
      const outcome = { issue_id: issue.id, suggestion_id: issue.suggestions[0].id, suggestion_outcome: 'rejected' };
      const { status, body } = await judge(answer.analysis_id, outcome, owner);
      expect([status, body.effects]).toEqual([201, [expect.stringContaining('rejected')]]);
    }
    const answer = await analyze(code('digest'), { path: 'b.py', store: 'full' }, key);
    expect(firstFix(answer).description).toContain('SHA-512');
    expect(answer.issues[0].state).toBe('new');
    const replay = await server.post(
      `/api/v1/models/${answer.model.digest}/replays`,
      { analysis_id: answer.analysis_id },
      { key: owner },
    );
    expect(replay.body).toMatchObject({ same: true, differences: [] });
    const metrics = await server.send('GET', '/metrics');
    expect(metrics.text).toContain('assay_suggestion_outcomes_total{outcome="rejected"}');
  });

  it('404: of a suggestion that the issue does not have', async () => {
    const answer = await analyze(code('other'));
    const outcome = {
      issue_id: answer.issues[0].id,
      suggestion_id: answer.analysis_id,
      suggestion_outcome: 'applied',
    };
    expect((await judge(answer.analysis_id, outcome)).status).toBe(404);
  });
});
