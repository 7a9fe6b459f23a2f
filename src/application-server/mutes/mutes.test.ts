import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { medium } from '../../../tests/server/samples.ts';
import { MutesAnswer } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 240_000);
afterAll(() => server?.close());

async function analyze(key: string, folder: string, name: string) {
  const context = { repository: 'shop', path: `${folder}/${name}.py`, minimum_confidence: 0 };
  return (await server.post('/api/v1/analyze', { code: medium(name), language: 'python', context }, { key })).body;
}

it('verdicts propose, a reviewer approves, and takes it back', async () => {
  const tenant = await server.createTenant();
  const { key } = tenant;
  for (let number = 0; number < 5; number++) {
    const { analysis_id: id, issues } = await analyze(key, 'tests/unit', `case_${number}`);
    const feedback = { issue_id: issues[0].id, verdict: 'wont_fix' };
    await server.post('/api/v1/feedback', { analysis_id: id, feedback }, { key });
  }
  const { status, body } = await server.get('/api/v1/mutes', { key });
  expect(status).toBe(200);
  expect(Compile(MutesAnswer).Check(body)).toBe(true);
  expect(body.mutes).toEqual([]);
  expect(body.proposals).toMatchObject([
    { rule_id: 'weak-hash', repository: 'shop', folder: 'tests/unit', verdicts: 5, dismissed: 5, users: 1 },
  ]);
  // Nothing happens by itself.
  expect((await analyze(key, 'tests/unit', 'before')).issues).toHaveLength(1);

  const [{ rule_id, repository, folder }] = body.proposals;
  const mute = { rule_id, repository, folder };
  const developer = await server.createKey(tenant.id, 'developer');
  expect((await server.post('/api/v1/mutes', mute, { key: developer })).status).toBe(403);
  const reviewer = await server.createKey(tenant.id, 'reviewer');
  const approved = await server.post('/api/v1/mutes', mute, { key: reviewer });
  expect(approved).toMatchObject({ status: 201, body: { mutes: [mute], proposals: [] } });
  expect(await analyze(key, 'tests/unit', 'after')).toMatchObject({ issues: [], suppressed_count: 1 });
  expect((await analyze(key, 'src', 'after')).issues).toHaveLength(1);

  const query = `?rule_id=${rule_id}&repository=${repository}&folder=${encodeURIComponent(folder)}`;
  const lifted = await server.send('DELETE', `/api/v1/mutes${query}`, { key: reviewer });
  expect(lifted.status).toBe(200);
  expect((await analyze(key, 'tests/unit', 'again')).issues).toHaveLength(1);
  expect((await server.send('DELETE', `/api/v1/mutes${query}`, { key: reviewer })).status).toBe(404);
});

it('400: a rule that is not there', async () => {
  const { key } = await server.createTenant();
  const mute = { rule_id: 'no-such-rule', repository: null, folder: '' };
  expect((await server.post('/api/v1/mutes', mute, { key })).status).toBe(400);
});
