import { expect, it } from 'vitest';
import { readPerformance, type Timing } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import { createMaintenanceContext } from '../maintenance/maintenance-job.ts';
import { timingRollupJob } from './rollup-job.ts';
import { createTimingRecorder } from './timing-recorder.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} } as never;
const DAY = 86_400_000;

const timing: Timing = {
  at: new Date(),
  language: 'go',
  modelVersion: 'v1',
  cached: false,
  failed: false,
  codeBytes: 10,
  queueMs: 0,
  modelMs: 1,
  storeMs: 1,
  totalMs: 3,
};

forEachBackend((backend) => {
  it('loses nothing at a graceful stop, also when the database was away for a moment, and jobs roll it up', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    let away = true;
    const shaky: typeof database = {
      ...database,
      asTenant: (id, work) => (away ? Promise.reject(new Error('away')) : database.asTenant(id, work)),
    };
    const recorder = createTimingRecorder(shaky, silent);
    for (let index = 0; index < 1200; index++) recorder.record(tenant, timing);
    await recorder.finish();
    away = false;
    recorder.record('00000000-0000-7000-8000-0000000000ff', timing);
    await recorder.finish();
    const range = { since: new Date(Date.now() - DAY), until: new Date(Date.now() + DAY), interval: 'day' } as const;
    const count = async () => (await database.asTenant(tenant, (tx) => readPerformance(tx, range))).total.analyses;
    expect(await count()).toBe(1200);
    for (const later of [120_000, 30 * DAY]) {
      const job = timingRollupJob(database, () => Date.now() + later);
      await job.run(createMaintenanceContext(database, new AbortController().signal, silent));
      expect(await count()).toBe(1200);
    }
  });
});
