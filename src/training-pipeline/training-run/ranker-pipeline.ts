// The stages of a run that trains the ranker: collect, prepare, train, evaluate, and what the gate makes of it: registered and in
// the shadow, or refused with the reason. docs/flows/training.md draws them.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  countTrainingVerdicts,
  type FindingCounts,
  findBundle,
  findTrainingRun,
  readDeployment,
  readPerformance,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle, parametersDigest, readParameters, writeParameters } from '../../model-service/index.ts';
import { collectVerdicts } from '../data-collection/collected-verdicts.ts';
import { challenge, recordChange } from '../deployment/champion.ts';
import { loadBundle, storeBundle } from '../deployment/stored-model.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { refusalOf } from '../evaluation/gate.ts';
import { runExternalTrainer } from '../model-training/external-trainer.ts';
import { readTrainerOutput, writeTrainerInput } from '../model-training/trainer-folders.ts';
import { type CollectedVerdict, readDataset, sha256, writeDataset } from '../preprocessing/dataset.ts';
import { findingSnapshot } from '../watching/model-watch.ts';
import type { Ending, Pipeline, Stage, StageContext } from './run.ts';
import { inTrainingThread } from './training-thread.ts';

export interface RankerPipelineOptions {
  /** where folders for trainers are made; they are gone when the stage ends */
  readonly workDirectory: string;
  /** a program instead of the built-in trainer */
  readonly trainer: string | null;
}

interface Collected {
  readonly verdicts: readonly CollectedVerdict[];
  /** base64 of the champion's ranker as the run began */
  readonly champion: string;
  readonly usersOfTenant: number;
  /** of the weeks before the run, to tell drift by; runs that an older version began have none */
  readonly snapshot?: FindingCounts;
}

interface Trained {
  /** base64 */
  readonly weights: string;
  readonly metrics: unknown;
  readonly lineage: unknown;
}

export function rankerPipeline(options: RankerPipelineOptions): Pipeline {
  return { stages: [COLLECT, PREPARE, trainStage(options), EVALUATE], end };
}

const COLLECT: Stage = {
  name: 'collect',
  share: 0.1,
  async make({ database, tenantId, runId, signal, progress }) {
    const verdicts = await collectVerdicts(database, tenantId, signal, progress);
    const { champion, users, snapshot } = await database.asTenant(tenantId, async (tx) => ({
      champion: (await loadBundle(tx, (await readDeployment(tx)).champion)).ranker,
      users: (await countTrainingVerdicts(tx, 0)).users,
      // Up to when the run was asked for: whoever does the stage again sees the same.
      snapshot: await findingSnapshot(tx, (await findTrainingRun(tx, runId))?.createdAt ?? new Date()),
    }));
    const weights = Buffer.from(writeParameters(champion)).toString('base64');
    return packed({ verdicts, champion: weights, usersOfTenant: users, snapshot } satisfies Collected);
  },
};

const PREPARE: Stage = {
  name: 'prepare',
  share: 0.05,
  make: async ({ output }) => gzipSync(writeDataset((await collectedOf(output)).verdicts)),
};

function trainStage({ workDirectory, trainer }: RankerPipelineOptions): Stage {
  return {
    name: 'train',
    share: 0.65,
    async make({ output, seed, signal, progress }) {
      const dataset = gunzipSync(await output('prepare'));
      const champion = Buffer.from((await collectedOf(output)).champion, 'base64');
      return await inFolder(workDirectory, async (folder) => {
        const [input, made] = [join(folder, 'dataset'), join(folder, 'model')];
        await writeTrainerInput(input, { seed, dataset, champion });
        if (trainer === null) await inTrainingThread({ kind: 'train', input, output: made }, signal, progress);
        else await runExternalTrainer(trainer, input, made, signal);
        const { weights, metrics, lineage } = await readTrainerOutput(made, sha256(dataset));
        return packed({ weights: weights.toString('base64'), metrics, lineage } satisfies Trained);
      });
    },
  };
}

const EVALUATE: Stage = {
  name: 'evaluate',
  share: 0.2,
  async make({ output, seed, signal }) {
    const { champion, usersOfTenant } = await collectedOf(output);
    const evaluation = await inTrainingThread(
      {
        kind: 'evaluate',
        dataset: gunzipSync(await output('prepare')),
        champion: Buffer.from(champion, 'base64'),
        challenger: Buffer.from((await trainedOf(output)).weights, 'base64'),
        usersOfTenant,
        seed,
      },
      signal,
    );
    return packed(evaluation);
  },
};

/** The gate, and in the transaction that ends the run what it decides. */
async function end({ output, runId, seed }: StageContext): Promise<Ending> {
  const dataset = gunzipSync(await output('prepare'));
  const evaluation = unpacked<Evaluation>(await output('evaluate'));
  const trained = await trainedOf(output);
  const weights = Buffer.from(trained.weights, 'base64');
  const { snapshot } = await collectedOf(output);
  const record = { ...recordOf({ dataset, evaluation, trained, weights, seed }), snapshot };
  const reason = refusalOf(evaluation.checks);
  if (reason !== null) return { state: 'refused', record, reason, apply: async () => undefined };
  return {
    state: 'registered',
    record,
    reason: null,
    async apply(tx) {
      const digest = await storeBundle(tx, weights, {
        runId,
        trainedOn: { verdicts: evaluation.verdicts, users: evaluation.users },
        evaluation: evaluationFigures(evaluation),
      });
      const known = await findBundle(tx, digest);
      const cause = { reason: 'A training run passed the gate.', actor: null };
      await recordChange(tx, { kind: 'registration', digest: known?.digest ?? digest, share: 0, ...cause });
      await challenge(tx, digest, { ...cause, slowMs: await slowFrom(tx) });
    },
  };
}

function recordOf(made: {
  readonly dataset: Buffer;
  readonly evaluation: Evaluation;
  readonly trained: Trained;
  readonly weights: Buffer;
  readonly seed: number;
}) {
  const { dataset, evaluation, trained, weights, seed } = made;
  const { checks, leaks, calibration, champion, challenger, gain, verdicts, users } = evaluation;
  const parameters = readParameters(weights);
  const examples = readDataset(dataset);
  return {
    data_hash: sha256(dataset),
    code: builtInBundle().components.map(({ name, digest }) => ({ name, digest })),
    seed,
    verdicts,
    last_version: examples.filter(({ tenant }) => tenant === 0).at(-1)?.at ?? 0,
    users,
    shared_verdicts: examples.filter(({ tenant }) => tenant !== 0).length,
    ranker: parametersDigest(parameters),
    parameters,
    metrics: { champion, challenger, gain },
    checks,
    leaks,
    curves: { search: trained.metrics, calibration },
    lineage: trained.lineage,
    // Those of other tenants are theirs.
    verdict_ids: examples.filter(({ tenant }) => tenant === 0).map(({ judgement }) => judgement.id),
  };
}

function evaluationFigures({ challenger, champion, gain }: Evaluation): Record<string, number> {
  return {
    held_back: challenger.verdicts,
    log_loss: challenger.logLoss,
    log_loss_of_champion: champion.logLoss,
    gain: gain.mean,
    gain_low: gain.low,
    gain_high: gain.high,
    ece: challenger.ece,
    ...(challenger.auc !== null && { auc: challenger.auc }),
  };
}

const SLOW_AT_LEAST_MS = 1000;
const LOOK_BACK_MS = 7 * 86_400_000;

/** Twice what nineteen of twenty analyses took last week. */
export async function slowFrom(tx: TenantTransaction): Promise<number> {
  const until = new Date();
  const since = new Date(until.getTime() - LOOK_BACK_MS);
  const { total } = await readPerformance(tx, { since, until, interval: 'day' });
  return Math.max(SLOW_AT_LEAST_MS, 2 * (total.p95Ms ?? 0));
}

async function collectedOf(output: StageContext['output']): Promise<Collected> {
  return unpacked<Collected>(await output('collect'));
}

async function trainedOf(output: StageContext['output']): Promise<Trained> {
  return unpacked<Trained>(await output('train'));
}

function packed(value: unknown): Buffer {
  return gzipSync(JSON.stringify(value));
}

/** Only this file packs. */
function unpacked<Value>(bytes: Buffer): Value {
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}

/** A folder that is gone afterwards. A full disk is said as such: the run goes on when there is room. */
async function inFolder<Result>(parent: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(parent, 'training-'));
    return await work(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS') throw error;
    throw new AssayError('storage_full', { detail: 'There is no room for the data of a training run.', cause: error });
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
