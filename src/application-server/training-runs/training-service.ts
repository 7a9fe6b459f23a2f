// Training runs: queued by people, by new verdicts or by time. The run lies in the database; a message says that there is one, and
// says so again when nobody works on it.
import { setTimeout as delay } from 'node:timers/promises';
import {
  countTrainingVerdicts,
  createTrainingRun,
  type Database,
  findOpenTrainingRun,
  findTrainingRun,
  listTrainingRuns,
  type TrainingRunRecord,
  type TrainingTrigger,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Delivery, MessageQueue } from '../../message-queue/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';
import { executeRun, type Pipeline, reconsider } from '../../training-pipeline/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { ModelsInUse } from '../models/models-in-use.ts';
import type { QueueWork } from '../queue-work/queue-work.ts';

export interface TrainingService {
  /** Queues a run. Returns its id; throws AssayError `already_exists` while one is open. */
  start(
    tenantId: string,
    run: {
      readonly trigger: TrainingTrigger;
      readonly seed: number;
      readonly actor: string | null;
      readonly traceparent?: string;
    },
  ): Promise<string>;
  readonly job: MaintenanceJob;
  readonly work: QueueWork;
}

export interface TrainingDependencies {
  readonly database: Database;
  readonly queue: MessageQueue;
  readonly models: ModelsInUse;
  readonly logger: LineLogger;
  readonly pipeline: Pipeline;
  /** hours between two runs that nobody asked for; 0: only new verdicts start one */
  readonly everyHours: number;
}

const EVERY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const SEED = 1;
/** Whoever works on a run shows it every five seconds. */
const SILENCE_MS = 15_000;
/** above 0: a person waits for it */
const PERSON = 1;
/** New verdicts that are worth a run: at least so many, and a fifth of those that the last one saw. */
const FEWEST_FRESH = 100;
const FRESH_SHARE = 0.2;

export function createTrainingService(dependencies: TrainingDependencies): TrainingService {
  const { database, queue, models, logger } = dependencies;
  /** heartbeats of open runs, as they were at the last look */
  const seen = new Map<string, string>();

  const start: TrainingService['start'] = async (tenantId, { trigger, seed, actor, traceparent }) => {
    const id = await database.asTenant(tenantId, (tx) =>
      createTrainingRun(tx, { trigger, seed, stage: 'collect', createdBy: actor }),
    );
    if (id === null) throw new AssayError('already_exists', { detail: 'A training run is open already.' });
    const priority = trigger === 'user' ? PERSON : 0;
    // The run is stored: when the queue is away, the job says of it as soon as it is back.
    await queue
      .publish('training', { id, tenantId }, { priority, ...(traceparent !== undefined && { traceparent }) })
      .catch((error: unknown) => logger.warn({ err: error, run: id }, 'a training run waits for the queue'));
    return id;
  };

  return {
    start,
    work: { queue: 'training', concurrency: 1, handle: (delivery) => workOnRun(dependencies, delivery) },
    job: {
      name: 'training',
      everyMs: EVERY_MS,
      run: ({ forEachTenant }) =>
        forEachTenant(async (tenantId) => {
          const decision = await reconsider(database, tenantId);
          if (decision.kind !== 'wait') models.changed(tenantId);
          const open = await database.asTenant(tenantId, findOpenTrainingRun);
          if (open !== null) {
            const { id, heartbeat } = open;
            // Nobody has stirred since the last look: its message was lost, or waits; in either case one more does no harm.
            const silent = seen.get(id) === heartbeat || database.backend === 'embedded';
            seen.set(id, heartbeat);
            if (silent) await queue.publish('training', { id, tenantId });
            return;
          }
          const trigger = await dueTrigger(dependencies, tenantId);
          if (trigger !== null) await start(tenantId, { trigger, seed: SEED, actor: null });
        }),
    },
  };
}

/** Works on the run until it ends, unless it has, or somebody else does. */
async function workOnRun(
  { database, models, logger, pipeline }: TrainingDependencies,
  { id: runId, tenantId, signal }: Delivery,
): Promise<void> {
  const found = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));
  if (found === null || !isOpen(found)) return;
  const presumedDead = await deadHolder(database, tenantId, found, signal);
  if (presumedDead === 'alive') return;
  try {
    await executeRun(pipeline, { database, tenantId, runId, presumedDead, signal });
  } catch (error) {
    if (!signal.aborted) logger.error({ err: error, run: runId }, 'a training run broke off');
    throw error;
  } finally {
    models.changed(tenantId);
  }
}

/** Who has the run and is dead, null when nobody has it. */
async function deadHolder(
  database: Database,
  tenantId: string,
  { id, holder, heartbeat }: TrainingRunRecord,
  signal: AbortSignal,
): Promise<{ readonly holder: string; readonly heartbeat: string } | null | 'alive'> {
  if (holder === null) return null;
  // Nobody but this process opens an embedded database, and it works on a run once: another holder is gone.
  if (database.backend === 'embedded') return { holder, heartbeat };
  await delay(SILENCE_MS, undefined, { signal });
  const now = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, id));
  if (now === null || !isOpen(now)) return 'alive';
  if (now.holder === null) return null;
  return now.holder === holder && now.heartbeat === heartbeat ? { holder, heartbeat } : 'alive';
}

function isOpen({ state }: TrainingRunRecord): boolean {
  return state === 'queued' || state === 'running';
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
