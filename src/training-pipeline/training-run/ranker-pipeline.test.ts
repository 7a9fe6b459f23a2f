import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Database,
  findRankerBytes,
  findRunningRollout,
  findTrainingRun,
  listAuditEvents,
  listBundles,
  openDatabase,
} from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import type { GateCheck } from '../evaluation/gate.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { queuedRun, taughtTenant } from '../testing/taught-tenant.ts';
import { rankerPipeline } from './ranker-pipeline.ts';
import { executeRun } from './run.ts';

const PROGRAM = fileURLToPath(new URL('../testing/run-until-killed.ts', import.meta.url));
/** On a machine that does much else: nothing is measured by it. */
const SLOWEST_MS = 600_000;
/** Habits that the built-in parameters fit badly, so that the gate lets a trained model through. */
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

const pipeline = () => rankerPipeline({ workDirectory: dataDirectory, trainer: null });

async function train(tenantId: string) {
  const runId = await queuedRun(database, tenantId);
  const stages: string[] = [];
  await executeRun(pipeline(), { database, tenantId, runId, onProgress: (stage) => stages.push(stage) });
  return await resultOf(tenantId, runId, stages);
}

async function resultOf(tenantId: string, runId: string, stages: readonly string[] = []) {
  return await database.asTenant(tenantId, async (tx) => {
    const run = await findTrainingRun(tx, runId);
    const [bundle] = await listBundles(tx);
    const bytes = bundle === undefined ? null : await findRankerBytes(tx, bundle.digest);
    const rollout = await findRunningRollout(tx);
    const { events } = await listAuditEvents(tx, { action: 'model.*' });
    const actions = events.map(({ payload }) => payload?.action);
    // biome-ignore lint/suspicious/noExplicitAny: the record is what is tested
    return { run, record: run?.record as any, bundle, bytes, rollout, actions, stages: [...new Set(stages)] };
  });
}

describe('a training run', { timeout: SLOWEST_MS }, () => {
  it('goes through its stages, registers what passes the gate, and puts it into the shadow', async () => {
    const tenantId = await taughtTenant(database, simulatedTeam(TEAM));
    const { run, record, bundle, rollout, actions, stages } = await train(tenantId);
    expect(stages).toEqual(['collect', 'prepare', 'train', 'evaluate', 'register', 'done']);
    expect(run).toMatchObject({ state: 'registered', progress: 1, reason: null });
    expect(record.checks.every((check: GateCheck) => check.passed)).toBe(true);
    expect(record).toMatchObject({
      data_hash: expect.stringMatching(/^sha256:/),
      seed: 1,
      verdicts: 800,
      users: 4,
      ranker: expect.stringMatching(/^sha256:/),
    });
    expect(record.snapshot).toEqual({ languages: { python: 1 }, rules: {}, severities: {} });
    expect(record.verdict_ids).toHaveLength(800);
    expect(record.curves.search.curve.length).toBeGreaterThan(10);
    expect(bundle).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/), runId: run?.id });
    expect(rollout).toMatchObject({ challenger: bundle?.digest, champion: null, stage: 'shadow' });
    expect(actions).toEqual(['model.shadowed', 'model.registered']);
  });

  it('gives the same bytes for the same verdicts and seed', async () => {
    const team = simulatedTeam(TEAM);
    const first = await train(await taughtTenant(database, team));
    const second = await train(await taughtTenant(database, team));
    expect(first.bytes).not.toBeNull();
    // Verdict ids differ between tenants, and with them the hash of the data; the parameters do not.
    const parameters = ({ record }: typeof first) => ({ ...record.parameters, version: '' });
    expect(parameters(second)).toEqual(parameters(first));
  });

  it('refuses too few verdicts, and one user of many, with the reason', async () => {
    const few = await train(await taughtTenant(database, simulatedTeam({ seed: 3, verdicts: 40 })));
    expect(few.run).toMatchObject({ state: 'refused', reason: expect.stringContaining('40 verdicts; 50 are needed') });
    expect(few.bundle).toBeUndefined();
  });

  it('refuses a label leak that was planted', async () => {
    const planted = simulatedTeam({ seed: 5, verdicts: 400 }).map((example) => {
      const { features } = example.judgement;
      const words = example.useful ? features.words : [...features.words, 'word-closed'];
      return { ...example, judgement: { ...example.judgement, features: { ...features, words } } };
    });
    const { run } = await train(await taughtTenant(database, planted));
    expect(run).toMatchObject({ state: 'refused', reason: expect.stringContaining('word:word-closed') });
  });

  it('is not worked on twice', async () => {
    const tenantId = await taughtTenant(database, simulatedTeam({ seed: 3, verdicts: 60 }));
    const runId = await queuedRun(database, tenantId);
    const options = { database, tenantId, runId };
    const done = await Promise.all([executeRun(pipeline(), options), executeRun(pipeline(), options)]);
    expect(done.toSorted()).toEqual([false, true]);
  });

  it('stops when it is asked to, and goes on where it was', async () => {
    const tenantId = await taughtTenant(database, simulatedTeam(TEAM));
    const runId = await queuedRun(database, tenantId);
    const stop = new AbortController();
    const onProgress = (stage: string) => {
      if (stage === 'train') stop.abort(new Error('stopped by the test'));
    };
    const stopped = executeRun(pipeline(), { database, tenantId, runId, signal: stop.signal, onProgress });
    await expect(stopped).rejects.toThrow('stopped by the test');
    expect((await resultOf(tenantId, runId)).run).toMatchObject({ state: 'running', holder: null });
    await executeRun(pipeline(), { database, tenantId, runId });
    expect((await resultOf(tenantId, runId)).run).toMatchObject({ state: 'registered' });
  });
});

it(
  'a run that is killed in every stage ends as if nothing had happened',
  async () => {
    const directory = await createDataDirectory();
    try {
      const prepared = await openDatabase({ url: null, dataDirectory: directory });
      const tenantId = await taughtTenant(prepared, simulatedTeam(TEAM));
      const runId = await queuedRun(prepared, tenantId);
      await prepared.close();
      for (const stage of ['collect', 'prepare', 'train', 'evaluate', 'register']) {
        await runUntil(stage, [directory, tenantId, runId]);
      }
      expect(await runUntil(null, [directory, tenantId, runId])).toBe(0);
      const after = await openDatabase({ url: null, dataDirectory: directory });
      const run = await after.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));
      const bundles = await after.asTenant(tenantId, listBundles);
      await after.close();
      expect(run).toMatchObject({ state: 'registered' });
      expect(bundles).toHaveLength(1);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  SLOWEST_MS,
);

/** Kills the program as soon as it says that the stage has begun; its exit code when it came to its end. */
async function runUntil(stage: string | null, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    if (stage !== null && said.split('\n').includes(stage)) child.kill('SIGKILL');
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== null && code !== 0) throw new Error(complaint);
  return code;
}
