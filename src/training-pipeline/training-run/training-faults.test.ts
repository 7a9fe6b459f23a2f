import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountSmallDisk, smallDiskMissing } from '../../../tests/services/small-disk.ts';
import { type Database, findTrainingRun, openDatabase, readDeployment } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle } from '../../model-service/index.ts';
import { promote } from '../deployment/champion.ts';
import { loadTenantModels } from '../deployment/tenant-models.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { queuedRun, taughtTenant } from '../testing/taught-tenant.ts';
import { rankerPipeline } from './ranker-pipeline.ts';
import { executeRun } from './run.ts';

const SLOWEST_MS = 900_000;
const TEAM = { seed: 8, verdicts: 800 };

let dataDirectory: string;
let database: Database;
beforeAll(async () => {
  dataDirectory = await createDataDirectory();
  database = await openDatabase({ url: null, dataDirectory });
}, SLOWEST_MS);
afterAll(async () => {
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const pipeline = (workDirectory = dataDirectory) => rankerPipeline({ workDirectory, trainer: null });
const found = (tenantId: string, runId: string) => database.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));

describe('a run', { timeout: SLOWEST_MS }, () => {
  it.skipIf(smallDiskMissing !== null)(
    `whose disk is full in the middle says so, and goes on when there is room${smallDiskMissing === null ? '' : ` (skipped: ${smallDiskMissing})`}`,
    async () => {
      const disk = mountSmallDisk(1);
      try {
        const filling = join(disk.path, 'filling');
        await writeFile(filling, Buffer.alloc(1024 * 1024 - 64 * 1024));
        const tenantId = await taughtTenant(database, simulatedTeam(TEAM));
        const runId = await queuedRun(database, tenantId);
        const run = executeRun(pipeline(disk.path), { database, tenantId, runId });
        await expect(run).rejects.toMatchObject({ code: 'storage_full' });
        expect(await found(tenantId, runId)).toMatchObject({ state: 'running', holder: null });
        await rm(filling);
        expect(await executeRun(pipeline(disk.path), { database, tenantId, runId })).toBe(true);
        expect(await found(tenantId, runId)).toMatchObject({ state: 'registered' });
      } finally {
        disk.remove();
      }
    },
  );

  it('whose database is away in the middle is gone on with by whoever finds it, and nothing is lost', async () => {
    const tenantId = await taughtTenant(database, simulatedTeam(TEAM));
    const runId = await queuedRun(database, tenantId);
    let away = false;
    const shaky: Database = {
      ...database,
      asTenant: (id, work) =>
        away ? Promise.reject(new AssayError('storage_unavailable')) : database.asTenant(id, work),
    };
    const onProgress = (stage: string) => {
      if (stage === 'train') away = true;
    };
    const run = executeRun(pipeline(), { database: shaky, tenantId, runId, onProgress });
    await expect(run).rejects.toMatchObject({ code: 'storage_unavailable' });
    const left = await found(tenantId, runId);
    // It could not even say that it let go: that its heart has stopped is how others know.
    expect(left).toMatchObject({ state: 'running', holder: expect.any(String) });
    const presumedDead = { holder: left?.holder ?? '', heartbeat: left?.heartbeat ?? '' };
    expect(await executeRun(pipeline(), { database, tenantId, runId, presumedDead })).toBe(true);
    expect(await found(tenantId, runId)).toMatchObject({ state: 'registered' });
  });

  it('learns the same when the clock ran backwards; a champion that is damaged afterwards is left out, and the one before answers', async () => {
    const parameters: unknown[] = [];
    let tenantId = '';
    for (const isBackwards of [false, true]) {
      tenantId = await taughtTenant(database, simulatedTeam(TEAM));
      if (isBackwards) {
        const backwards = sql`update judgements set judged_at = now() - (version % 100000) * interval '1 second'`;
        await database.asTenant(tenantId, (tx) => backwards.execute(tx));
      }
      const runId = await queuedRun(database, tenantId);
      await executeRun(pipeline(), { database, tenantId, runId });
      const record = (await found(tenantId, runId))?.record as { parameters: object } | undefined;
      parameters.push({ ...record?.parameters, version: '' });
    }
    expect(parameters[1]).toEqual(parameters[0]);
    const [row] = (
      await database.asTenant(tenantId, (tx) => tx.selectFrom('model_bundles').select('digest').execute())
    ).map(({ digest }) => digest);
    await database.asTenant(tenantId, (tx) => promote(tx, row ?? '', { reason: 'a test', actor: null }));
    const healthy = await loadTenantModels(database, tenantId);
    expect([healthy.models.champion.digest, healthy.faults]).toEqual([row, []]);
    const damage = sql`update model_bundles set ranker = set_byte(ranker, length(ranker) - 5, 1 + get_byte(ranker, length(ranker) - 5) % 100)`;
    await database.asTenant(tenantId, (tx) => damage.execute(tx));
    const { models, faults } = await loadTenantModels(database, tenantId);
    expect(models.champion.digest).toBe(builtInBundle().digest);
    expect(faults[0]).toMatch(/^champion: /);
    // It stays the champion by name: whoever puts the bytes right has it back.
    expect((await database.asTenant(tenantId, readDeployment)).champion).toBe(row);
  });
});
