// Workers and trainers as processes of their own, over a real PostgreSQL, with the queue in it.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { readConfiguration } from '../config/index.ts';
import {
  createTrainingRun,
  databaseOptions,
  findTrainingRun,
  HOME_TENANT_ID,
  openDatabase,
  queueTable,
} from '../database-service/index.ts';
import { createLogger } from '../monitoring/index.ts';
import { type RoleName, serve } from './index.ts';
import { ownQueues } from './split.ts';

const logger = createLogger({ level: 'silent' });
const read = (environment: Record<string, string>) => readConfiguration({ ASSAY_PORT: '0', ...environment });

describe('queues of a process', () => {
  const broker = { AMQP_URL: 'amqp://127.0.0.1:1' };
  it.each<[RoleName[], Record<string, string>, string[]]>([
    [[], {}, ['scans', 'training', 'webhooks']],
    [[], broker, ['scans', 'training', 'webhooks']],
    [['api'], {}, ['scans', 'training', 'webhooks']],
    [['api'], broker, []],
    [['api', 'trainer'], broker, ['training']],
  ])('%j with %j: %j', (roles, environment, queues) => {
    expect([...ownQueues(read(environment), roles)].sort()).toEqual(queues);
  });
});

const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;
describe.skipIf(postgresqlMissing !== null)(`roles worker and trainer${skipped}`, () => {
  let postgresql: PostgresqlServer;
  let url = '';
  let directory = '';
  const print = () => {};
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-queue-role-'));
    postgresql = await startPostgresql();
    url = await postgresql.createDatabase();
  });
  afterAll(async () => {
    await postgresql?.remove();
    await rm(directory, { recursive: true, force: true });
  });
  const configuration = (name: string) =>
    read({ DATABASE_URL: url, ASSAY_DATA_DIR: join(directory, name), ASSAY_ANALYSIS_THREADS: '1' });

  it('need the operator keys, and no clients', async () => {
    const start = (roles: RoleName[]) => serve(configuration('none'), { roles, logger, print });
    await expect(start(['worker'])).rejects.toMatchObject({ code: 'invalid_configuration', detail: /operator keys/ });
    await expect(start(['gateway', 'worker'])).rejects.toMatchObject({ code: 'invalid_configuration' });
  });

  it('end what an application server queued, and answer probes and nothing else', async () => {
    const api = await serve(configuration('api'), { roles: ['api'], logger, print });
    await cp(join(directory, 'api/keys'), join(directory, 'both/keys'), { recursive: true });
    await api.close();
    const both = await serve(configuration('both'), { roles: ['worker', 'trainer'], logger, print });
    const status = async (path: string) => (await fetch(`${both.address}${path}`)).status;
    await vi.waitFor(async () => expect(await status('/readyz')).toBe(200), { timeout: 120_000 });
    expect([await status('/livez'), await status('/api/v1/analyses'), await status('/docs')]).toEqual([200, 401, 401]);
    const database = await openDatabase(databaseOptions(configuration('both')));
    const run = { trigger: 'user', seed: 1, stage: 'collect', createdBy: null } as const;
    const id = await database.asTenant(HOME_TENANT_ID, (tx) => createTrainingRun(tx, run));
    const message = { id: String(id), body: {}, priority: 0, delayMs: 0, traceparent: null };
    await queueTable(database).put('training', HOME_TENANT_ID, message);
    await vi.waitFor(
      async () => {
        const found = await database.asTenant(HOME_TENANT_ID, (tx) => findTrainingRun(tx, String(id)));
        // There are no verdicts to train on; what it says of that is not this test's.
        expect(['refused', 'failed']).toContain(found?.state);
      },
      { timeout: 300_000, interval: 200 },
    );
    const metrics = async () => await (await fetch(`${both.address}/metrics`)).text();
    // Counted when the message is settled, which is after its run has ended.
    await expect.poll(metrics).toMatch(/assay_queue_deliveries_total\{queue="training",outcome="\w+"\} 1/);
    expect(await metrics()).toContain('assay_queue_up 1');
    await database.close();
    await both.close();
    await expect(status('/livez')).rejects.toThrow();
  });
});
