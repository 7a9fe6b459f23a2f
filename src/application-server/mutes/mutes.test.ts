import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { medium } from '../../../tests/server/samples.ts';
import { MutesAnswer } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
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

it('a folder is the same however verdicts, mutes, preferences and paths write it', async () => {
  const { key } = await server.createTenant();
  const written = ['./tests/unit', 'tests\\unit', '/tests/unit', 'tests//unit', 'tests/./unit'];
  for (const [number, folder] of written.entries()) {
    const { analysis_id: id, issues } = await analyze(key, folder, `case_${number}`);
    await server.post(
      '/api/v1/feedback',
      { analysis_id: id, feedback: { issue_id: issues[0].id, verdict: 'wont_fix' } },
      { key },
    );
  }
  const { proposals } = (await server.get('/api/v1/mutes', { key })).body;
  expect(proposals).toMatchObject([{ folder: 'tests/unit', verdicts: 5 }]);
  const mute = { rule_id: 'weak-hash', repository: 'shop', folder: '.\\tests\\' };
  const added = await server.post('/api/v1/mutes', mute, { key });
  expect(added.body).toEqual({ mutes: [{ ...mute, folder: 'tests' }], proposals: [] });
  for (const folder of written) expect((await analyze(key, folder, 'after')).suppressed_count).toBe(1);
  const query = '?rule_id=weak-hash&repository=shop&folder=/tests/';
  expect((await server.send('DELETE', `/api/v1/mutes${query}`, { key })).status).toBe(200);
  const patched = await server.send('PATCH', '/api/v1/preferences?scope=tenant', {
    key,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ values: { mutes: [{ ...mute, folder: './tests/' }] } }),
  });
  expect(patched.body.values.mutes).toEqual([{ ...mute, folder: 'tests' }]);
  expect((await analyze(key, 'tests/unit', 'again')).suppressed_count).toBe(1);
});

it('201: a rule of the tenant’s own', async () => {
  const { key } = await server.createTenant();
  const document =
    'rules:\n  - { id: no-banner, languages: [python], severity: WARNING, message: "No.", pattern: banner($X) }\n';
  expect((await server.post('/api/v1/rules', { document, state: 'enforced' }, { key })).status).toBe(201);
  const mute = { rule_id: 'no-banner', repository: 'shop', folder: 'tests' };
  expect((await server.post('/api/v1/mutes', mute, { key })).body.mutes).toEqual([mute]);
  const context = { repository: 'shop', path: 'tests/a.py' };
  const { body } = await server.post('/api/v1/analyze', { code: 'banner(1)\n', language: 'python', context }, { key });
  expect(body).toMatchObject({ issues: [], suppressed_count: 1 });
});

it('400: a rule that is not there', async () => {
  const { key } = await server.createTenant();
  const mute = { rule_id: 'no-such-rule', repository: null, folder: '' };
  expect((await server.post('/api/v1/mutes', mute, { key })).status).toBe(400);
});
