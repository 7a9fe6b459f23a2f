import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlServiceMissing, type RunningServer, startMlflow } from '../../../tests/services/ml-services.ts';
import { freePort } from '../../../tests/services/programs.ts';
import { type Database, findRankerBytes, listBundles, openDatabase } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { promote } from '../deployment/champion.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { queuedRun, taughtTenant } from '../testing/taught-tenant.ts';
import { rankerPipeline } from '../training-run/ranker-pipeline.ts';
import { executeRun } from '../training-run/run.ts';
import { createMlflowMirror } from './mlflow-mirror.ts';

const SLOWEST_MS = 600_000;
const missing = mlServiceMissing('mlflow');

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

async function train(verdicts: number, tenantId?: string) {
  const tenant = tenantId ?? (await taughtTenant(database, simulatedTeam({ seed: 8, verdicts })));
  const runId = await queuedRun(database, tenant);
  await executeRun(rankerPipeline({ workDirectory: dataDirectory, trainer: null }), {
    database,
    tenantId: tenant,
    runId,
  });
  return { tenant, runId };
}

it('is refused by a server that is away, which nothing else notices', async () => {
  const mirror = createMlflowMirror(database, { url: `http://127.0.0.1:${await freePort()}`, token: null });
  await expect(mirror.check()).rejects.toThrow();
});

describe.skipIf(missing !== null)(
  `MLflow${missing === null ? '' : ` (skipped: ${missing})`}`,
  { timeout: SLOWEST_MS },
  () => {
    let folder: string;
    let server: RunningServer;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-mlflow-'));
      server = await startMlflow(folder);
    }, SLOWEST_MS);
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, init);
      return { status: answer.status, body: (await answer.json()) as Answer };
    };
    const search = async (experiment: string) => {
      const body = JSON.stringify({ experiment_ids: [experiment] });
      const headers = { 'content-type': 'application/json' };
      return (await ask('runs/search', { method: 'POST', body, headers })).body.runs ?? [];
    };
    const experimentOf = async (tenant: string) => {
      const { body } = await ask(`experiments/get-by-name?experiment_name=assay/${tenant}`);
      return body.experiment?.experiment_id ?? '';
    };

    it('is told of every run that has ended, of registered models, and who is champion and challenger; once', async () => {
      const mirror = createMlflowMirror(database, { url: server.url, token: null });
      await mirror.check();
      const { tenant, runId } = await train(800);
      await mirror.mirror(tenant);
      const experiment = await experimentOf(tenant);
      const [run] = await search(experiment);
      expect(run?.info).toMatchObject({ status: 'FINISHED' });
      expect(tagOf(run?.data.tags, 'assay.run_id')).toBe(runId);
      expect(tagOf(run?.data.tags, 'assay.state')).toBe('registered');
      expect(tagOf(run?.data.params, 'data_hash')).toMatch(/^sha256:/);
      expect(run?.data.metrics.map(({ key }) => key)).toContain('challenger.logLoss');
      expect(JSON.stringify(run)).not.toContain('verdict_ids');
      const files = await ask(`artifacts/list?run_id=${run?.info.run_id}`);
      expect(files.body.files?.map(({ path }) => path).sort()).toEqual(['ranker.safetensors', 'record.json']);
      const model = `assay-ranker-${tenant}`;
      const aliases = async () =>
        (await ask(`registered-models/get?name=${model}`)).body.registered_model?.aliases ?? [];
      expect(await aliases()).toEqual([{ alias: 'challenger', version: '1' }]);
      const [bundle] = await database.asTenant(tenant, listBundles);
      const path = `${run?.info.artifact_uri.replace('mlflow-artifacts:/', '')}/ranker.safetensors`;
      const stored = await fetch(`${server.url}/api/2.0/mlflow-artifacts/artifacts/${path}`);
      const bytes = await database.asTenant(tenant, (tx) => findRankerBytes(tx, bundle?.digest ?? ''));
      expect(Buffer.from(await stored.arrayBuffer()).equals(bytes ?? Buffer.alloc(0))).toBe(true);

      const cause = { reason: 'test', actor: null };
      await database.asTenant(tenant, (tx) => promote(tx, bundle?.digest ?? '', cause));
      await mirror.mirror(tenant);
      expect(await aliases()).toEqual([{ alias: 'champion', version: '1' }]);
      // Another process that knows nothing of what was written adds nothing.
      await createMlflowMirror(database, { url: server.url, token: null }).mirror(tenant);
      expect(await search(experiment)).toHaveLength(1);
      await database.asTenant(tenant, (tx) => promote(tx, null, cause));
      await mirror.mirror(tenant);
      expect(await aliases()).toEqual([]);
    });

    it('gets what it has missed when it is back: training went on without it', async () => {
      const { tenant } = await train(40);
      const mirror = createMlflowMirror(database, { url: server.url, token: null });
      const away = createMlflowMirror(database, { url: `http://127.0.0.1:${await freePort()}`, token: null });
      await expect(away.mirror(tenant)).rejects.toThrow();
      await train(40, tenant);
      await mirror.mirror(tenant);
      const states = (await search(await experimentOf(tenant))).map(({ data }) => tagOf(data.tags, 'assay.state'));
      expect(states).toEqual(['refused', 'refused']);
    });
  },
);

interface Named {
  readonly key: string;
  readonly value: string;
}

interface Answer {
  readonly runs?: {
    readonly info: { readonly run_id: string; readonly artifact_uri: string; readonly status: string };
    readonly data: { readonly tags: Named[]; readonly params: Named[]; readonly metrics: Named[] };
  }[];
  readonly experiment?: { readonly experiment_id: string };
  readonly files?: { readonly path: string }[];
  readonly registered_model?: { readonly aliases?: { readonly alias: string; readonly version: string }[] };
}

function tagOf(values: readonly Named[] = [], name: string): string | undefined {
  return values.find(({ key }) => key === name)?.value;
}
