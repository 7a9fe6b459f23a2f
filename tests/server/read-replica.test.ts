// Two processes on a real primary with a real streaming replica, by configuration alone: lists and reports come from the replica,
// show what the other process has just stored, and go on without it.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { examine } from '../../src/cli/doctor/examination.ts';
import {
  type PostgresqlReplica,
  type PostgresqlServer,
  postgresqlMissing,
  startPostgresql,
} from '../services/postgresql.ts';
import { startTestServer, type TestServer } from './index.ts';

const QUESTIONS = [
  '/api/v1/analyses',
  '/api/v1/issues',
  '/api/v1/scans',
  '/api/v1/audit-log',
  '/api/v1/metrics/trends',
  '/api/v1/metrics/performance',
];
const submission = (name: string) => ({ code: `print("${name}")\n`, context: { path: `${name}.py` } });

describe.skipIf(postgresqlMissing !== null)(
  `on a primary and a read replica${postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`}`,
  () => {
    let primary: PostgresqlServer;
    let replica: PostgresqlReplica;
    let environment: Record<string, string>;
    let first: TestServer;
    let second: TestServer;
    const isReadyAs = (status: string) =>
      expect
        .poll(
          async () =>
            (await second.get('/readyz')).body.checks.find(({ name }: { name: string }) => name === 'read-replica')
              ?.status,
        )
        .toBe(status);
    const answeredBy = async (side: string) => {
      const { text } = await second.get('/metrics');
      return Number(new RegExp(`^assay_history_questions_total\\{side="${side}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    const doctor = async () => (await examine(environment)).find(({ check }) => check === 'read replica');

    beforeAll(async () => {
      primary = await startPostgresql();
      const url = await primary.createDatabase();
      replica = await primary.createReplica();
      // The replica may be slow on a machine that is busy; who answers is what is tested.
      environment = { DATABASE_URL: url, DATABASE_READ_URL: replica.urlOf(url), ASSAY_DATABASE_READ_WAIT_MS: '5000' };
      first = await startTestServer({ environment });
      environment.ASSAY_DATA_DIR = first.dataDirectory;
      second = await startTestServer({ environment, dataDirectory: first.dataDirectory });
    });
    afterAll(async () => {
      await second?.close();
      await first?.close();
      await replica?.remove();
      await primary?.remove();
    });

    it('asks the replica, and a list of one process shows at once what another has stored', async () => {
      await isReadyAs('ok');
      const before = [await answeredBy('replica'), await answeredBy('primary')];
      for (const name of ['one', 'two', 'three']) {
        const { body } = await first.post('/api/v1/analyze', submission(name));
        const { body: page } = await second.get('/api/v1/analyses');
        expect(page.items[0].analysis_id).toBe(body.analysis_id);
      }
      for (const question of QUESTIONS)
        expect([question, (await second.get(question)).status]).toEqual([question, 200]);
      expect([await answeredBy('replica'), await answeredBy('primary')]).toEqual([
        (before[0] ?? 0) + 3 + QUESTIONS.length,
        before[1],
      ]);
      expect((await second.get('/metrics')).text).toMatch(/^assay_read_replica_up 1$/m);
      expect(await doctor()).toMatchObject({ status: 'ok' });
    });

    it('stays ready without the replica: degraded, every question answered, nothing missed', async () => {
      await replica.stop();
      const { body } = await first.post('/api/v1/analyze', submission('four'));
      for (const question of QUESTIONS)
        expect([question, (await second.get(question)).status]).toEqual([question, 200]);
      const { body: page } = await second.get('/api/v1/analyses');
      expect(page.items[0].analysis_id).toBe(body.analysis_id);
      await isReadyAs('degraded');
      await vi.waitFor(async () => expect(await second.get('/readyz')).toMatchObject({ status: 200 }), 60_000);
      expect((await second.get('/metrics')).text).toMatch(/^assay_read_replica_up 0$/m);
      expect(await doctor()).toMatchObject({ status: 'warning' });
      await replica.start();
      await isReadyAs('ok');
    });
  },
);
