// The same server on a real PostgreSQL and a real Redis, by configuration alone: what one process stored and cached, a
// second one on the same servers knows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { type RedisServer, redisMissing, startRedis } from '../services/redis.ts';
import { startTestServer, type TestServer } from './index.ts';

const missing = postgresqlMissing ?? redisMissing;
const SUBMISSION = {
  code: 'import os\nfrom flask import request\n\ndef run():\n    os.system("ls " + request.args["dir"])\n',
  context: { path: 'app.py', repository: 'shop' },
};

describe.skipIf(missing !== null)(`on PostgreSQL and Redis${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let postgresql: PostgresqlServer;
  let redis: RedisServer;
  let first: TestServer;
  let second: TestServer;
  beforeAll(async () => {
    [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
    const environment = { DATABASE_URL: await postgresql.createDatabase(), REDIS_URL: redis.url };
    first = await startTestServer({ environment });
    second = await startTestServer({ environment, dataDirectory: first.dataDirectory });
  });
  afterAll(async () => {
    await second?.close();
    await first?.close();
    await Promise.all([postgresql?.remove(), redis?.stop()]);
  });

  it('becomes ready', async () => {
    for (const server of [first, second]) {
      await expect.poll(async () => (await server.get('/readyz')).body.status).toBe('ready');
    }
  });

  it('answers from one process what another has analysed', async () => {
    const analysed = await first.post('/api/v1/analyze', SUBMISSION);
    expect(analysed.body).toMatchObject({ cached: false, issues: [{ rule_id: 'command-injection' }] });
    const again = await second.post('/api/v1/analyze', SUBMISSION);
    expect(again.body).toMatchObject({ cached: true, analysis_id: analysed.body.analysis_id });
    expect((await second.get(`/api/v1/analyses/${analysed.body.analysis_id}`)).status).toBe(200);
  });

  it('keeps away in one process what was dismissed in another', async () => {
    const { body } = await first.post('/api/v1/analyze', SUBMISSION);
    const feedback = { issue_id: body.issues[0].id, verdict: 'false_positive', reason: 'only we call it' };
    const given = await first.post('/api/v1/feedback', { analysis_id: body.analysis_id, feedback });
    expect(given.status).toBe(201);
    await expect.poll(async () => (await second.post('/api/v1/analyze', SUBMISSION)).body.suppressed_count).toBe(1);
  });
});
