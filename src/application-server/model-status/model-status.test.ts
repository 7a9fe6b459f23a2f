import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { medium } from '../../../tests/server/samples.ts';
import { ModelStatus } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('200: names the model that answers, and counts what this tenant saw of it', async () => {
  const { key } = await server.createTenant();
  const request = { code: medium() };
  const first = await server.post('/api/v1/analyze', request, { key });
  await server.post('/api/v1/analyze', request, { key });
  const feedback = { issue_id: first.body.issues[0].id, verdict: 'true_positive' };
  await server.post('/api/v1/feedback', { analysis_id: first.body.analysis_id, feedback }, { key });
  const { status, headers, body } = await server.get('/api/v1/model/status', { key });
  expect(status).toBe(200);
  expect(headers.get('etag')).not.toBeNull();
  expect(Compile(ModelStatus).Check(body)).toBe(true);
  expect(body.champion).toMatchObject({ version: first.body.model.version, digest: first.body.model.digest });
  expect(body.champion.online).toMatchObject({
    analyses: 1,
    cached_answers: 1,
    issues: 1,
    verdicts: { true_positive: 1 },
  });
  expect(body).toMatchObject({ challenger: null, knowledge: 1, last_change: { kind: 'installed' } });
  expect(body.watch).toMatchObject({
    reference: 'weeks_before',
    first_five: { verdicts: 1, useful: 1, precision: 1 },
    rules: [{ rule_id: first.body.issues[0].rule_id, verdicts: 1, not_useful: 0 }],
  });
  const { text: metrics } = await server.get('/metrics', { key: null });
  expect(metrics).toContain(`assay_rule_verdicts_total{rule="${first.body.issues[0].rule_id}",outcome="useful"} 1`);
  const other = await server.get('/api/v1/model/status');
  expect(other.body.champion.online.analyses).toBe(0);
});

it('401: without a key', async () => {
  expect((await server.get('/api/v1/model/status', { key: null })).status).toBe(401);
});
