// A PostgreSQL that loses power in the middle of a training run, under a whole server: who asks meanwhile is told so in words, and
// when it is back the run is gone on with where it was, by itself, and the champion answers.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findTrainingOutput, HOME_TENANT_ID } from '../../src/database-service/index.ts';
import { simulatedTeam } from '../../src/training-pipeline/testing/simulated-team.ts';
import { teach } from '../../src/training-pipeline/testing/taught-tenant.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { startTestServer, type TestServer } from './index.ts';

const SLOWEST_MS = 900_000;
const TEAM = { seed: 8, verdicts: 800 };
const submission = (name: string) => ({
  code: `import hashlib\n\n\ndef ${name}(request):\n    return hashlib.md5(request.args["k"].encode())\n`,
  context: { path: `src/${name}.py`, minimum_confidence: 0 },
});
const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;

let postgresql: PostgresqlServer | undefined;
let server: TestServer | undefined;
beforeAll(async () => {
  if (postgresqlMissing !== null) return;
  postgresql = await startPostgresql();
  server = await startTestServer({ environment: { DATABASE_URL: await postgresql.createDatabase() } });
}, SLOWEST_MS);
afterAll(async () => {
  await server?.close();
  await postgresql?.remove();
}, SLOWEST_MS);

it.skipIf(postgresqlMissing !== null)(
  `a run outlives its database${skipped}`,
  async () => {
    if (postgresql === undefined || server === undefined) throw new Error('There is no server.');
    const { database, get, post, work } = server;
    await teach(database, HOME_TENANT_ID, simulatedTeam(TEAM));
    const before = await post('/api/v1/analyze', submission('before'));
    expect(before).toMatchObject({ status: 200, body: { model: { variant: 'champion' } } });
    const { status, body: run } = await post('/api/v1/training-runs', { seed: 3 });
    expect(status).toBe(202);
    const outputOf = (stage: string) =>
      database.asTenant(HOME_TENANT_ID, (tx) => findTrainingOutput(tx, run.run_id, stage));
    await work(['training']);
    // What the second stage made is kept: the third, which is the long one, is under way.
    await vi.waitFor(async () => expect(await outputOf('prepare')).not.toBeNull(), { timeout: 120_000, interval: 20 });
    const prepared = await outputOf('prepare');
    expect(await outputOf('evaluate')).toBeNull();
    await postgresql.stop();

    const away = await post('/api/v1/analyze', submission('away'));
    expect([away.status, away.body.code]).toEqual([503, 'storage_unavailable']);
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/livez')).status).toBe(200);

    await postgresql.start();
    // Nothing is made anew: the run goes on where it was.
    await vi.waitFor(async () => expect((await outputOf('prepare'))?.equals(prepared ?? Buffer.of())).toBe(true), {
      timeout: SLOWEST_MS,
      interval: 100,
    });
    const ended = await vi.waitFor(
      async () => {
        const answer = await get(`/api/v1/training-runs/${run.run_id}`);
        expect(answer).toMatchObject({
          status: 200,
          body: { state: expect.stringMatching(/registered|refused|failed/) },
        });
        return answer.body;
      },
      { timeout: SLOWEST_MS, interval: 500 },
    );
    expect(ended).toMatchObject({ state: 'registered', record: { verdicts: TEAM.verdicts } });
    const after = await post('/api/v1/analyze', submission('before'));
    expect(after.body.model).toMatchObject({ variant: 'champion', digest: before.body.model.digest });
    expect(after.body.model.knowledge).toBe(before.body.model.knowledge);
  },
  SLOWEST_MS,
);
