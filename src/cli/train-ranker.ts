// `assay train`: works on a training run until it ends, in this process or in the server that has the database open.
import { setTimeout as delay } from 'node:timers/promises';
import type { TrainingRun } from '../contract/index.ts';
import {
  createTrainingRun,
  findOpenTrainingRun,
  findTrainingRun,
  type TrainingRunRecord,
} from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { executeRun, rankerPipeline, trainingRunStatus } from '../training-pipeline/index.ts';
import { createProgressBar } from './progress-bar.ts';
import { type Ask, OPERATOR, onTenant, type TenantAccess, type TenantOption } from './training-installation.ts';

export interface TrainRankerOptions extends TenantOption {
  readonly seed: number;
  readonly format: string;
}

const LOOK_MS = 500;
const STEPS = 100;
/** the gate refused, or the run failed */
const EXIT_REFUSED = 1;

/** Returns the report; sets the exit code to 1 when no model came of it. */
export async function trainRanker(options: TrainRankerOptions): Promise<string> {
  const bar = createProgressBar(process.stderr, { unit: 'percent' });
  const show = (progress: number) => bar.update(Math.round(progress * STEPS), STEPS);
  const run = await onTenant<TrainingRun>(options, {
    direct: (access) => trainHere(access, options.seed, show),
    running: (ask) => trainThere(ask, options.seed, show),
  }).finally(() => bar.clear());
  if (run.state !== 'registered') process.exitCode = EXIT_REFUSED;
  return options.format === 'json' ? `${JSON.stringify(run, null, 2)}\n` : runText(run);
}

/** A run that was cut off is gone on with: nobody else works on a database that this process could open, or its heart still beats. */
async function trainHere(
  { database, tenantId, configuration }: TenantAccess,
  seed: number,
  show: (progress: number) => void,
): Promise<TrainingRun> {
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new AssayError('shutting_down', { detail: 'Stopped; `assay train` goes on with it.' }));
  process.once('SIGINT', interrupt);
  try {
    const open = await database.asTenant(tenantId, findOpenTrainingRun);
    const runId = open?.id ?? (await queue());
    const presumedDead = await deadHolder(open);
    const pipeline = rankerPipeline({ workDirectory: configuration.dataDirectory, trainer: configuration.trainer });
    const onProgress = (_: string, progress: number) => show(progress);
    const took = await executeRun(pipeline, {
      database,
      tenantId,
      runId,
      presumedDead,
      signal: stop.signal,
      onProgress,
    });
    if (!took) throw new AssayError('already_exists', { detail: 'Another process is working on a training run.' });
    const run = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));
    if (run === null) throw new AssayError('not_found');
    return trainingRunStatus(run, 'whole');
  } finally {
    process.off('SIGINT', interrupt);
  }

  async function queue(): Promise<string> {
    const run = { trigger: 'user', seed, stage: 'collect', createdBy: OPERATOR } as const;
    const id = await database.asTenant(tenantId, (tx) => createTrainingRun(tx, run));
    if (id === null) throw new AssayError('already_exists', { detail: 'A training run is open already.' });
    return id;
  }

  async function deadHolder(open: TrainingRunRecord | null) {
    if (open === null || open.holder === null) return null;
    const seen = { holder: open.holder, heartbeat: open.heartbeat };
    if (database.backend === 'embedded') return seen;
    await delay(SILENCE_MS);
    return seen;
  }
}

/** Who works on a run shows it every five seconds. */
const SILENCE_MS = 20_000;

async function trainThere(ask: Ask, seed: number, show: (progress: number) => void): Promise<TrainingRun> {
  const { run_id: id } = (await ask('POST', '/api/v1/training-runs', { seed })) as TrainingRun;
  for (;;) {
    const run = (await ask('GET', `/api/v1/training-runs/${id}`)) as TrainingRun;
    if (run.finished_at !== null) return run;
    show(run.progress);
    await delay(LOOK_MS);
  }
}

function runText({ state, reason, record }: TrainingRun): string {
  const checks = (record.checks ?? []) as readonly { passed: boolean; detail: string }[];
  const lines = checks.map(({ passed, detail }) => `${passed ? 'passed' : 'failed'}  ${detail}`);
  const verdict = {
    registered: 'A new model is registered and begins in the shadow; `assay models` shows how it does.',
    refused: 'The gate refused the model: the champion stays.',
    failed: `Training failed: ${reason ?? 'the log says why'}`,
  };
  return `${[...lines, verdict[state as keyof typeof verdict] ?? state].join('\n')}\n`;
}
