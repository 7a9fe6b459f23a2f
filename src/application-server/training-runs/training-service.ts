// Training runs of this process: queued by people, by new verdicts or by time, and gone on with when whoever worked on them is gone.
import { setMaxListeners } from 'node:events';
import {
  countTrainingVerdicts,
  createTrainingRun,
  type Database,
  findOpenTrainingRun,
  listTrainingRuns,
  type TrainingRunRecord,
  type TrainingTrigger,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { LineLogger } from '../../monitoring/index.ts';
import { executeRun, type Pipeline, reconsider } from '../../training-pipeline/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { ModelsInUse } from '../models/models-in-use.ts';

export interface TrainingService {
  /** Queues a run and begins to work on it. Returns its id; throws AssayError `already_exists` while one is open. */
  start(
    tenantId: string,
    run: { readonly trigger: TrainingTrigger; readonly seed: number; readonly actor: string | null },
  ): Promise<string>;
  readonly job: MaintenanceJob;
  /** Stops what runs and waits for it: it is gone on with at the next start. */
  finish(): Promise<void>;
}

export interface TrainingDependencies {
  readonly database: Database;
  readonly models: ModelsInUse;
  readonly logger: LineLogger;
  readonly pipeline: Pipeline;
  /** hours between two runs that nobody asked for; 0: only new verdicts start one */
  readonly everyHours: number;
}

const EVERY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const SEED = 1;
/** New verdicts that are worth a run: at least so many, and a fifth of those that the last one saw. */
const FEWEST_FRESH = 100;
const FRESH_SHARE = 0.2;

export function createTrainingService(dependencies: TrainingDependencies): TrainingService {
  const { database, models, logger, pipeline } = dependencies;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const running = new Map<string, Promise<void>>();
  /** heartbeats of runs that others hold, as they were at the last look */
  const seen = new Map<string, string>();

  const work = (tenantId: string, runId: string, presumedDead: { holder: string; heartbeat: string } | null) => {
    if (running.has(runId) || stopping.signal.aborted) return;
    const run = executeRun(pipeline, { database, tenantId, runId, presumedDead, signal: stopping.signal })
      .then(() => models.changed(tenantId))
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.error({ err: error, run: runId }, 'a training run broke off');
      })
      .finally(() => running.delete(runId));
    running.set(runId, run);
  };

  const goOn = (tenantId: string, run: TrainingRunRecord) => {
    const { id, holder, heartbeat } = run;
    if (holder === null) return work(tenantId, id, null);
    if (running.has(id)) return;
    // Nobody but this process opens an embedded database: another holder is gone.
    const isDead = database.backend === 'embedded' || seen.get(id) === heartbeat;
    seen.set(id, heartbeat);
    if (isDead) work(tenantId, id, { holder, heartbeat });
  };

  const start: TrainingService['start'] = async (tenantId, { trigger, seed, actor }) => {
    const id = await database.asTenant(tenantId, (tx) =>
      createTrainingRun(tx, { trigger, seed, stage: 'collect', createdBy: actor }),
    );
    if (id === null) throw new AssayError('already_exists', { detail: 'A training run is open already.' });
    work(tenantId, id, null);
    return id;
  };

  return {
    start,
    job: {
      name: 'training',
      everyMs: EVERY_MS,
      run: ({ forEachTenant }) =>
        forEachTenant(async (tenantId) => {
          const decision = await reconsider(database, tenantId);
          if (decision.kind !== 'wait') models.changed(tenantId);
          const open = await database.asTenant(tenantId, findOpenTrainingRun);
          if (open !== null) return goOn(tenantId, open);
          const trigger = await dueTrigger(dependencies, tenantId);
          if (trigger !== null) await start(tenantId, { trigger, seed: SEED, actor: null });
        }),
    },
    async finish() {
      stopping.abort(new Error('The process is stopping.'));
      await Promise.all(running.values());
    },
  };
}

/** Why a run is due, or null. */
async function dueTrigger(
  { database, everyHours }: TrainingDependencies,
  tenantId: string,
): Promise<'verdicts' | 'schedule' | null> {
  return await database.asTenant(tenantId, async (tx) => {
    const [last] = await listTrainingRuns(tx, 1);
    const { last_version: lastVersion = 0, verdicts = 0 } = (last?.record ?? {}) as {
      last_version?: number;
      verdicts?: number;
    };
    const { fresh } = await countTrainingVerdicts(tx, lastVersion);
    if (fresh === 0) return null;
    if (fresh >= Math.max(FEWEST_FRESH, FRESH_SHARE * verdicts)) return 'verdicts';
    const age = last === undefined ? Number.POSITIVE_INFINITY : Date.now() - last.createdAt.getTime();
    return everyHours > 0 && age >= everyHours * HOUR_MS ? 'schedule' : null;
  });
}
