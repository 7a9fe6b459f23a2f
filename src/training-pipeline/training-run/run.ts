// A run of the pipeline: stage after stage, each storing what it made before the next begins, so that a run that was cut off
// anywhere goes on with the stage that it was in.
import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import {
  claimTrainingRun,
  type Database,
  findTrainingOutput,
  findTrainingRun,
  finishTrainingRun,
  releaseTrainingRun,
  reportTrainingProgress,
  saveTrainingOutput,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';

/** What a stage is given: what the stages before it made, by their names. */
export interface StageContext {
  readonly database: Database;
  readonly tenantId: string;
  readonly runId: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  output(stage: string): Promise<Buffer>;
  /** of this stage, 0 to 1 */
  progress(share: number): void;
}

export interface Stage {
  readonly name: string;
  /** of the time of a run, about; all of them together are 1 */
  readonly share: number;
  /** Makes the same bytes whenever it is given the same: a run may do it twice. */
  make(context: StageContext): Promise<Buffer>;
}

export interface Ending {
  readonly state: 'registered' | 'refused';
  readonly record: unknown;
  readonly reason: string | null;
  /** what else belongs into the transaction that ends the run */
  readonly apply: (tx: TenantTransaction) => Promise<void>;
}

export interface Pipeline {
  readonly stages: readonly Stage[];
  end(context: StageContext): Promise<Ending>;
}

export interface RunOptions {
  readonly database: Database;
  readonly tenantId: string;
  readonly runId: string;
  /** who had it and is dead, with the last heartbeat */
  readonly presumedDead?: { readonly holder: string; readonly heartbeat: string } | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: string, progress: number) => void;
}

const HEARTBEAT_MS = 5000;

/** Works on the run until it ends. False when somebody else has it or it has ended. Throws what made it stop; the run can be gone on with. */
export async function executeRun(pipeline: Pipeline, options: RunOptions): Promise<boolean> {
  const { database, tenantId, runId, presumedDead = null } = options;
  const holder = uuidv4();
  const claimed = await database.asTenant(tenantId, (tx) => claimTrainingRun(tx, runId, { holder, presumedDead }));
  if (!claimed) return false;
  const stopped = new AbortController();
  const signal = options.signal === undefined ? stopped.signal : AbortSignal.any([options.signal, stopped.signal]);
  const place = { stage: '', progress: 0 };
  const beating = keepBeating({ database, tenantId, runId, holder, place, stopped });
  try {
    await work(pipeline, { ...options, holder, signal, place });
    return true;
  } catch (error) {
    await letGo(options, { holder, signal }, error);
    throw error;
  } finally {
    stopped.abort(new Error('The run has ended.'));
    await beating;
  }
}

interface Place {
  stage: string;
  progress: number;
}

interface Working extends RunOptions {
  readonly holder: string;
  readonly signal: AbortSignal;
  readonly place: Place;
}

async function work(pipeline: Pipeline, working: Working): Promise<void> {
  const { database, tenantId, runId, holder, signal, place, onProgress } = working;
  const run = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));
  if (run === null) throw new AssayError('not_found', { detail: 'There is no training run of that id.' });
  const made = new Map<string, Buffer>();
  let before = 0;
  const contextOf = (stage: string, share: number): StageContext => ({
    database,
    tenantId,
    runId,
    seed: run.seed,
    signal,
    output: async (name) => {
      const known = made.get(name) ?? (await database.asTenant(tenantId, (tx) => findTrainingOutput(tx, runId, name)));
      if (known === null) throw new Error(`The stage ${name} made nothing.`);
      made.set(name, known);
      return known;
    },
    progress: (done) => {
      Object.assign(place, { stage, progress: before + share * Math.min(1, done) });
      onProgress?.(stage, place.progress);
    },
  });
  for (const { name, share, make } of pipeline.stages) {
    const context = contextOf(name, share);
    context.progress(0);
    const known = await database.asTenant(tenantId, (tx) => findTrainingOutput(tx, runId, name));
    if (known !== null) {
      made.set(name, known);
    } else {
      signal.throwIfAborted();
      const content = await make(context);
      await keep(working, name, content);
      made.set(name, content);
    }
    before += share;
  }
  const closing = contextOf('register', 0);
  closing.progress(0);
  const ending = await pipeline.end(closing);
  await database.asTenant(tenantId, async (tx) => {
    const { state, record, reason } = ending;
    if (!(await finishTrainingRun(tx, runId, { holder, state, record, reason }))) throw takenOver();
    await ending.apply(tx);
  });
  onProgress?.('done', 1);
}

/** In one transaction with the look whether the run is still ours. */
async function keep({ database, tenantId, runId, holder, place }: Working, stage: string, content: Buffer) {
  await database.asTenant(tenantId, async (tx) => {
    if (!(await reportTrainingProgress(tx, runId, { holder, ...place }))) throw takenOver();
    await saveTrainingOutput(tx, runId, { stage, content });
  });
}

function takenOver(): Error {
  return new Error('Another process has taken the training run over.');
}

/** What passes (no disk, no database, a stop) leaves the run for the next try; anything else would happen again and ends it. */
async function letGo(
  { database, tenantId, runId }: RunOptions,
  { holder, signal }: { readonly holder: string; readonly signal: AbortSignal },
  error: unknown,
): Promise<void> {
  const passes = signal.aborted || (error instanceof AssayError && error.status >= 500);
  const reason = error instanceof AssayError ? error.detail : 'Training broke off; the log says why.';
  await database
    .asTenant(tenantId, async (tx) => {
      if (passes) return await releaseTrainingRun(tx, runId, holder);
      await finishTrainingRun(tx, runId, { holder, state: 'failed', record: {}, reason });
    })
    .catch(() => undefined);
}

interface Beating {
  readonly database: Database;
  readonly tenantId: string;
  readonly runId: string;
  readonly holder: string;
  readonly place: Place;
  readonly stopped: AbortController;
}

/** Shows that the run is being worked on, and stops the work when another process has it. Never throws. */
async function keepBeating({ database, tenantId, runId, holder, place, stopped }: Beating): Promise<void> {
  const { signal } = stopped;
  while (await delay(HEARTBEAT_MS, true, { signal, ref: false }).catch(() => false)) {
    const held = await database
      .asTenant(tenantId, (tx) => reportTrainingProgress(tx, runId, { holder, ...place }))
      .catch(() => null);
    if (held === false) stopped.abort(takenOver());
  }
}
