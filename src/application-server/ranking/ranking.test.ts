import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical, medium } from '../../../tests/server/samples.ts';
import { IssueExplanation } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

const CONTEXT = { repository: 'shop', minimum_confidence: 0 };

async function analyze(key: string, name: string, context: object = {}, code = medium(name)) {
  const request = { code, language: 'python', context: { ...CONTEXT, path: `src/api/${name}.py`, ...context } };
  const { body } = await server.post('/api/v1/analyze', request, { key });
  return { id: body.analysis_id, issue: body.issues[0], model: body.model };
}

async function judge(key: string, analysis: { id: string; issue: { id: string } }, verdict: string) {
  const feedback = { issue_id: analysis.issue.id, verdict };
  const answer = await server.post('/api/v1/feedback', { analysis_id: analysis.id, feedback }, { key });
  expect(answer.status).toBe(201);
  return answer.body.feedback_id as string;
}

async function dismissMany(key: string, count: number, prefix = 'old') {
  for (let number = 0; number < count; number++) {
    await judge(key, await analyze(key, `${prefix}_${number}`), 'false_positive');
  }
}

const explain = (key: string, id: string) => server.get(`/api/v1/issues/${id}/explanation`, { key });

describe('confidences', () => {
  it('are the engine’s until a verdict, and follow verdicts on others like it from the next answer on', async () => {
    const { key } = await server.createTenant();
    const before = await analyze(key, 'first');
    expect(before.issue.confidence).toBe(before.issue.engine.confidence);
    await dismissMany(key, 8);
    const after = await analyze(key, 'second');
    expect(after.issue.confidence).toBeLessThan(before.issue.confidence - 0.2);
    expect(after.issue.engine).toEqual(before.issue.engine);
    expect(after.model.knowledge).toBe(8);
    const hidden = await analyze(key, 'third', { minimum_confidence: after.issue.engine.confidence });
    expect(hidden.issue).toBeUndefined();
    expect((await analyze((await server.createTenant()).key, 'second')).issue.confidence).toBe(before.issue.confidence);
  });

  it('of critical findings fall, but do not take them out of sight', async () => {
    const { key } = await server.createTenant();
    const path = (name: string) => ({ path: `src/db/${name}.py`, minimum_confidence: 0.85 });
    for (let number = 0; number < 8; number++) {
      const name = `query_${number}`;
      await judge(key, await analyze(key, name, path(name), critical(name)), 'false_positive');
    }
    const { issue } = await analyze(key, 'query', path('query'), critical('query'));
    expect(issue.severity).toBe('critical');
    expect(issue.confidence).toBeLessThan(0.85);
  });

  it('learn from services only when the tenant wants it, and forget what a deleted user said', async () => {
    const { key } = await server.createTenant();
    const user = await server.post('/api/v1/users', { kind: 'service', name: 'bot', role: 'reviewer' }, { key });
    const made = await server.post('/api/v1/api-keys', { name: 'bot', user_id: user.body.user_id }, { key });
    await dismissMany(made.body.key, 8, 'bot');
    const untaught = await analyze(key, 'before_choice');
    expect(untaught.issue.confidence).toBe(untaught.issue.engine.confidence);
    await server.send('PATCH', '/api/v1/preferences?scope=tenant', {
      key,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: { learn_from_services: true } }),
    });
    const taught = await analyze(key, 'after_bot');
    expect(taught.issue.confidence).toBeLessThan(taught.issue.engine.confidence - 0.2);
    expect((await server.send('DELETE', `/api/v1/users/${user.body.user_id}`, { key })).status).toBe(204);
    const forgotten = await analyze(key, 'after_deletion');
    expect(forgotten.issue.confidence).toBe(forgotten.issue.engine.confidence);
  });

  it('stay when the tenant gets another data key, under which names have other tokens', async () => {
    const { id, key } = await server.createTenant();
    await dismissMany(key, 6);
    const before = await analyze(key, 'legacy_before');
    const rotated = await server.post(`/api/v1/tenants/${id}/key-rotations`, {}, { key });
    expect(rotated.status).toBeLessThan(300);
    await judge(key, await analyze(key, 'elsewhere', { path: 'other/place.py' }), 'true_positive');
    const after = await analyze(key, 'legacy_after');
    expect(after.issue.confidence).toBeLessThan(after.issue.engine.confidence - 0.15);
    expect(Math.abs(after.issue.confidence - before.issue.confidence)).toBeLessThan(0.15);
  });

  it('learn nothing from what was deleted', async () => {
    const { key } = await server.createTenant();
    await dismissMany(key, 5);
    expect((await server.send('DELETE', '/api/v1/analyses?repository=shop', { key })).status).toBe(200);
    const { issue } = await analyze(key, 'after');
    expect(issue.confidence).toBe(issue.engine.confidence);
  });
});

describe('GET /api/v1/issues/{issue_id}/explanation', () => {
  it('200: the prior, the factors and the verdicts that moved a score, and the score made again', async () => {
    const { key } = await server.createTenant();
    await dismissMany(key, 5);
    const kept = await analyze(key, 'public_kept', { path: 'src/web/public_kept.py' });
    const verdict = await judge(key, kept, 'true_positive');
    const asked = await analyze(key, 'public_asked', { path: 'src/web/public_asked.py' });
    const { status, body } = await explain(key, asked.issue.id);
    expect(status).toBe(200);
    expect(Compile(IssueExplanation).Check(body)).toBe(true);
    expect(body).toMatchObject({
      issue_id: asked.issue.id,
      analysis_id: asked.id,
      confidence: asked.issue.confidence,
      engine: asked.issue.engine,
      model: asked.model,
      verdicts_counted: 6,
      reproduced: true,
      current: { confidence: asked.issue.confidence, knowledge: 6 },
    });
    const byName = new Map(body.factors.map((one: { name: string; effect: number }) => [one.name, one.effect]));
    expect(byName.get('src/web')).toBeGreaterThan(0);
    expect(byName.get('public')).toBeGreaterThan(0);
    expect(body.verdicts[0]).toMatchObject({ feedback_id: verdict, verdict: 'true_positive', role: 'owner' });
    expect(body.verdicts[0].effect).toBeGreaterThan(0);
  });

  it('200: stays that of its time when more is learned, and a verdict is replaced', async () => {
    const { key } = await server.createTenant();
    await dismissMany(key, 3, 'early');
    const last = await analyze(key, 'early_last');
    await judge(key, last, 'false_positive');
    const asked = await analyze(key, 'asked');
    await judge(key, last, 'true_positive');
    await dismissMany(key, 2, 'late');
    const { body } = await explain(key, asked.issue.id);
    expect(body).toMatchObject({ reproduced: true, verdicts_counted: 4, confidence: asked.issue.confidence });
    expect(body.verdicts.every((one: { verdict: string }) => one.verdict === 'false_positive')).toBe(true);
    expect(body.current.knowledge).toBe(7);
    expect(body.current.confidence).not.toBe(asked.issue.confidence);
  });

  it('404: what is not there, or another tenant’s', async () => {
    const { key } = await server.createTenant();
    const { issue } = await analyze(key, 'own');
    const other = await server.createTenant();
    for (const [who, id] of [
      [key, 'x'],
      [key, '01950000-0000-7000-8000-000000000009'],
      [other.key, issue.id],
    ] as const) {
      expect((await explain(who, id)).status).toBe(404);
    }
  });
});
