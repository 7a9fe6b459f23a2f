// Keeps MLflow as Assay's own record is: each run that has ended, each model that was registered, who is champion and challenger. What
// is missing there is added, however it came to be missing: so MLflow may be away, and nothing that trains or answers waits for it.
import {
  type BundleRecord,
  type Database,
  findRankerBytes,
  findRunningRollout,
  listBundles,
  listTrainingRuns,
  readDeployment,
  type TrainingRunRecord,
} from '../../database-service/index.ts';
import {
  createMlflowClient,
  type MlflowClient,
  MlflowError,
  type MlflowRun,
  type MlflowServer,
} from './mlflow-client.ts';
import { trackedRun } from './tracked-run.ts';

/** The newest; older ones were mirrored before or are not of interest any more. */
const MOST_RUNS = 100;
const MODEL_FILE = 'ranker.safetensors';

interface Kept {
  readonly runs: readonly TrainingRunRecord[];
  readonly bundles: readonly BundleRecord[];
  readonly champion: string | null;
  readonly challenger: string | null;
}

export interface MlflowMirror {
  /** Throws when MLflow does not answer: before anything is asked of the tenants. */
  check(): Promise<void>;
  /** Adds what is missing of a tenant; asks MLflow nothing when nothing has changed since the last time. */
  mirror(tenantId: string): Promise<void>;
}

export function createMlflowMirror(database: Database, server: MlflowServer): MlflowMirror {
  const client = createMlflowClient(server);
  const mirrored = new Map<string, string>();
  return {
    async check() {
      await client.get('experiments/search', { max_results: '1' });
    },
    async mirror(tenantId) {
      const kept = await readKept(database, tenantId);
      const state = JSON.stringify([
        kept.runs.map(({ id }) => id),
        kept.bundles.length,
        kept.champion,
        kept.challenger,
      ]);
      if (kept.runs.length === 0 || mirrored.get(tenantId) === state) return;
      const runs = await mirrorRuns(client, database, tenantId, kept);
      await mirrorModels(client, tenantId, kept, runs);
      mirrored.set(tenantId, state);
    },
  };
}

async function readKept(database: Database, tenantId: string): Promise<Kept> {
  return await database.asTenant(tenantId, async (tx) => {
    const runs = await listTrainingRuns(tx, MOST_RUNS);
    const bundles = await listBundles(tx);
    const { champion } = await readDeployment(tx);
    const rollout = await findRunningRollout(tx);
    const ended = runs.filter(({ finishedAt }) => finishedAt !== null).reverse();
    return { runs: ended, bundles, champion, challenger: rollout?.challenger ?? null };
  });
}

/** Runs in MLflow by the id of ours. */
async function mirrorRuns(
  client: MlflowClient,
  database: Database,
  tenantId: string,
  { runs, bundles }: Kept,
): Promise<Map<string, MlflowRun>> {
  const experiment = await experimentOf(client, tenantId);
  const known = await runsOf(client, experiment);
  for (const run of runs) {
    const before = known.get(run.id);
    if (before !== undefined && before.info.status !== 'RUNNING') continue;
    const there = before ?? (await createRun(client, experiment, run));
    const bundle = bundles.find(({ runId }) => runId === run.id);
    const ranker =
      bundle === undefined ? null : await database.asTenant(tenantId, (tx) => findRankerBytes(tx, bundle.digest));
    await describe(client, there, run, ranker);
    known.set(run.id, there);
  }
  return known;
}

async function experimentOf(client: MlflowClient, tenantId: string): Promise<string> {
  const name = `assay/${tenantId}`;
  const found = await client.find<{ experiment: { experiment_id: string } }>('experiments/get-by-name', {
    experiment_name: name,
  });
  if (found !== null) return found.experiment.experiment_id;
  return (await client.send<{ experiment_id: string }>('POST', 'experiments/create', { name })).experiment_id;
}

async function runsOf(client: MlflowClient, experiment: string): Promise<Map<string, MlflowRun>> {
  const known = new Map<string, MlflowRun>();
  let page: string | undefined;
  do {
    const body = { experiment_ids: [experiment], max_results: 500, ...(page !== undefined && { page_token: page }) };
    const found = await client.send<{ runs?: MlflowRun[]; next_page_token?: string }>('POST', 'runs/search', body);
    for (const run of found.runs ?? []) {
      const id = run.data?.tags?.find(({ key }) => key === 'assay.run_id')?.value;
      if (id !== undefined) known.set(id, run);
    }
    page = found.next_page_token;
  } while (page !== undefined && page !== '');
  return known;
}

async function createRun(client: MlflowClient, experiment: string, run: TrainingRunRecord): Promise<MlflowRun> {
  const { tags } = trackedRun(run);
  const created = await client.send<{ run: MlflowRun }>('POST', 'runs/create', {
    experiment_id: experiment,
    run_name: `${run.state} ${run.createdAt.toISOString().slice(0, 19)}`,
    start_time: run.createdAt.getTime(),
    tags: pairs(tags),
  });
  return created.run;
}

/** Its end is written last: a run that is still “running” there is described anew. */
async function describe(client: MlflowClient, there: MlflowRun, run: TrainingRunRecord, ranker: Buffer | null) {
  const { params, metrics, record } = trackedRun(run);
  const runId = there.info.run_id;
  const timestamp = (run.finishedAt ?? run.createdAt).getTime();
  await client.send('POST', 'runs/log-batch', {
    run_id: runId,
    params: pairs(params),
    metrics: metrics.map((metric) => ({ ...metric, timestamp })),
  });
  await client.upload(there, 'record.json', Buffer.from(JSON.stringify(record, null, 2)));
  if (ranker !== null) await client.upload(there, MODEL_FILE, ranker);
  const status = run.state === 'failed' ? 'FAILED' : 'FINISHED';
  await client.send('POST', 'runs/update', { run_id: runId, status, end_time: timestamp });
}

async function mirrorModels(
  client: MlflowClient,
  tenantId: string,
  { bundles, champion, challenger }: Kept,
  runs: ReadonlyMap<string, MlflowRun>,
): Promise<void> {
  if (bundles.length === 0) return;
  const name = `assay-ranker-${tenantId}`;
  const versions = await versionsOf(client, name);
  for (const { digest, version, runId } of bundles.toReversed()) {
    const run = runId === null ? undefined : runs.get(runId);
    if (versions.has(digest) || run === undefined) continue;
    const { model_version: made } = await client.send<{ model_version: { version: string } }>(
      'POST',
      'model-versions/create',
      {
        name,
        source: `${run.info.artifact_uri}/${MODEL_FILE}`,
        run_id: run.info.run_id,
        tags: pairs({ 'assay.digest': digest, 'assay.version': version }),
      },
    );
    versions.set(digest, made.version);
  }
  await setAlias(client, name, 'champion', versions.get(champion ?? ''));
  await setAlias(client, name, 'challenger', versions.get(challenger ?? ''));
}

/** Numbers of the versions by digest; makes the model when it is not there. */
async function versionsOf(client: MlflowClient, name: string): Promise<Map<string, string>> {
  if ((await client.find('registered-models/get', { name })) === null) {
    const description = 'Rankers that Assay has trained from the verdicts of one tenant.';
    await client.send('POST', 'registered-models/create', { name, description });
    return new Map();
  }
  const found = await client.get<{ model_versions?: { version: string; tags?: { key: string; value: string }[] }[] }>(
    'model-versions/search',
    { filter: `name='${name}'`, max_results: '1000' },
  );
  return new Map(
    (found.model_versions ?? []).flatMap(({ version, tags }) => {
      const digest = tags?.find(({ key }) => key === 'assay.digest')?.value;
      return digest === undefined ? [] : [[digest, version] as const];
    }),
  );
}

/** Nobody has the alias when the model that is meant is built in, or there is none. */
async function setAlias(client: MlflowClient, name: string, alias: string, version: string | undefined): Promise<void> {
  if (version !== undefined) {
    await client.send('POST', 'registered-models/alias', { name, alias, version });
    return;
  }
  try {
    await client.send('DELETE', 'registered-models/alias', { name, alias });
  } catch (error) {
    if (!(error instanceof MlflowError) || error.code === 'unknown') throw error;
  }
}

function pairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
