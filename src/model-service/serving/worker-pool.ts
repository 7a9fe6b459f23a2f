// Analysis threads with a bound on time and memory each: a file that hangs or explodes ends its own thread only.
import { Piscina } from 'piscina';
import { entryPoint } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import type {
  AnalysisJob,
  AnalysisOutcome,
  CallOptions,
  CheckedDocuments,
  ModelServiceOptions,
} from '../model-service.ts';
import type { OwnDocuments } from '../own-rules/index.ts';
import type { WorkerAnswer } from './analysis-worker.ts';
import { createLaneQueue } from './lane-queue.ts';

export interface WorkerPool {
  analyze(job: AnalysisJob, asked?: CallOptions): Promise<AnalysisOutcome>;
  checkDocuments(documents: OwnDocuments, asked?: CallOptions): Promise<CheckedDocuments>;
  ready(threads?: number): Promise<void>;
  load(): { readonly waiting: number; readonly running: number };
  close(): Promise<void>;
}

interface WarmThread {
  readonly thread: Piscina;
  readonly warm: Promise<unknown>;
}

/** One thread and its successors. */
interface Lane {
  /** null until there is work for it */
  current: WarmThread | null;
}

/** A function of `analysis-worker.ts` and what it takes. */
interface Task {
  readonly name: 'analyze' | 'checkDocuments';
  readonly argument: AnalysisJob | OwnDocuments;
}

/** In a server, where analyses are short and young objects die with them: a larger nursery keeps more of the garbage in memory. */
const YOUNG_GENERATION_MB = 8;

/** WebAssembly memory never shrinks: a thread that grew beyond this is replaced, or one hostile file would cost for ever. */
const RECYCLE_ABOVE_BYTES = 128 * 2 ** 20;

function startThread({ memoryMb, youngMb = YOUNG_GENERATION_MB, startsLate }: ModelServiceOptions): WarmThread {
  const { url, nodeArguments } = entryPoint('analysis-worker', import.meta.url);
  const thread = new Piscina({
    filename: url.href,
    execArgv: nodeArguments,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
  });
  // A thread that ends between two jobs is replaced by the pool; the next job says what is wrong, if anything still is.
  thread.on('error', () => undefined);
  // Languages that no job asks for need not be warm where a job waits already.
  const warm = thread.run(undefined, { name: startsLate === true ? 'load' : 'warmUp' });
  // Whoever waits for readiness is told; a failure nobody waits for must not end the process.
  warm.catch(() => undefined);
  return { thread, warm };
}

/** Threads are started at once unless the options say otherwise; `ready` resolves when they are warm. */
export function createWorkerPool(options: ModelServiceOptions): WorkerPool {
  const lanes = Array.from({ length: options.threads }, (): Lane => {
    return { current: options.startsLate === true ? null : startThread(options) };
  });
  const queue = createLaneQueue(lanes, options.maxQueue);
  const run = async <Outcome>(task: Task, { signal, background, lane: liked }: CallOptions = {}): Promise<Outcome> => {
    const lane = await queue.take(signal, background, liked);
    try {
      const { outcome, memoryBytes } = await runBounded<Outcome>(lane, task, options, signal);
      if (memoryBytes > RECYCLE_ABOVE_BYTES) recycle(lane, options);
      return outcome;
    } finally {
      queue.give(lane);
    }
  };
  return {
    analyze: (job, asked) => run<AnalysisOutcome>({ name: 'analyze', argument: job }, asked),
    checkDocuments: (documents, asked) => run<CheckedDocuments>({ name: 'checkDocuments', argument: documents }, asked),
    ready: async (threads = lanes.length) => {
      await Promise.all(lanes.slice(0, threads).map((lane) => started(lane, options).warm));
    },
    load: queue.load,
    close: async () => {
      await Promise.all(lanes.map(({ current }) => current?.thread.destroy()));
    },
  };
}

function started(lane: Lane, options: ModelServiceOptions): WarmThread {
  lane.current ??= startThread(options);
  return lane.current;
}

/** The next thread loads at once where jobs come all the time, and otherwise with the next job. */
function recycle(lane: Lane, options: ModelServiceOptions): void {
  const spent = lane.current;
  lane.current = options.startsLate === true ? null : startThread(options);
  spent?.thread.destroy().catch(() => undefined);
}

/** The deadline counts from the moment a warm thread is free, not from the moment the job was queued. */
async function runBounded<Outcome>(
  lane: Lane,
  { name, argument }: Task,
  options: ModelServiceOptions,
  signal: AbortSignal | undefined,
): Promise<WorkerAnswer<Outcome>> {
  const { thread, warm } = started(lane, options);
  await warm.catch(() => undefined);
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const either = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  try {
    return await thread.run(argument, { name, signal: either });
  } catch (cause) {
    // An aborted or exhausted thread is gone; its successor loads while the next job is awaited.
    if (deadline.aborted || signal?.aborted === true || isOutOfMemory(cause)) recycle(lane, options);
    if (signal?.aborted === true) throw signal.reason;
    throw publicError(cause, deadline.aborted, options);
  }
}

const isOutOfMemory = (cause: unknown) => (cause as { code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';

function publicError(cause: unknown, timedOut: boolean, { timeoutMs, memoryMb }: ModelServiceOptions): AssayError {
  if (timedOut) {
    const detail = `The analysis took longer than ${timeoutMs} ms and was stopped.`;
    return new AssayError('analysis_timeout', { detail, cause });
  }
  if (isOutOfMemory(cause)) {
    const detail = `The analysis needed more than ${memoryMb} MB and was stopped.`;
    return new AssayError('analysis_out_of_memory', { detail, cause });
  }
  return cause instanceof AssayError ? cause : new AssayError('analysis_failed', { cause });
}
