// Analysis threads with a bound on time and memory each: a file that hangs or explodes ends its own thread only.
import { Piscina } from 'piscina';
import { AssayError } from '../../errors.ts';
import type { AnalysisJob, AnalysisOutcome, ModelServiceOptions } from '../model-service.ts';

export interface WorkerPool {
  analyze(job: AnalysisJob, signal?: AbortSignal): Promise<AnalysisOutcome>;
  ready(): Promise<void>;
  load(): { readonly waiting: number; readonly running: number };
  close(): Promise<void>;
}

const fromSource = import.meta.url.endsWith('.ts');

/** Threads are started at once; `ready` resolves when they are warm. */
export function createWorkerPool(options: ModelServiceOptions): WorkerPool {
  const pool = new Piscina({
    filename: new URL(fromSource ? './analysis-worker.ts' : './analysis-worker.js', import.meta.url).href,
    // From source the threads need the same TypeScript loader as the process.
    execArgv: fromSource ? ['--import', 'tsx'] : [],
    minThreads: options.threads,
    maxThreads: options.threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    maxQueue: Number.POSITIVE_INFINITY,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
  });
  const warm = Promise.all(Array.from({ length: options.threads }, () => pool.run(undefined, { name: 'warmUp' })));
  // Whoever waits for readiness is told; a failure nobody waits for must not end the process.
  warm.catch(() => undefined);
  const slots = createSlots(options.threads, options.maxQueue);
  return {
    analyze: async (job, signal) => {
      await slots.take(signal);
      try {
        return await runBounded(pool, job, options, signal);
      } finally {
        slots.give();
      }
    },
    ready: async () => {
      await warm;
    },
    load: slots.load,
    close: () => pool.destroy(),
  };
}

/** The deadline counts from the moment a thread is free, not from the moment the job was queued. */
async function runBounded(
  pool: Piscina,
  job: AnalysisJob,
  options: ModelServiceOptions,
  signal: AbortSignal | undefined,
): Promise<AnalysisOutcome> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const either = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  try {
    return await pool.run(job, { name: 'analyze', signal: either });
  } catch (cause) {
    if (deadline.aborted) {
      const detail = `The analysis took longer than ${options.timeoutMs} ms and was stopped.`;
      throw new AssayError('analysis_timeout', { detail, cause });
    }
    if (signal?.aborted === true) throw signal.reason;
    throw workerError(cause, options.memoryMb);
  }
}

function workerError(cause: unknown, memoryMb: number): AssayError {
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const detail = `The analysis needed more than ${memoryMb} MB and was stopped.`;
    return new AssayError('analysis_out_of_memory', { detail, cause });
  }
  return cause instanceof AssayError ? cause : new AssayError('analysis_failed', { cause });
}

interface Slots {
  take(signal: AbortSignal | undefined): Promise<void>;
  give(): void;
  load(): { readonly waiting: number; readonly running: number };
}

/** First come, first served; a waiting job whose client hangs up leaves the queue. */
function createSlots(count: number, maxQueue: number): Slots {
  const waiting = new Set<() => void>();
  let running = 0;
  return {
    take(signal) {
      if (running < count) {
        running++;
        return Promise.resolve();
      }
      if (waiting.size >= maxQueue) return Promise.reject(new AssayError('overloaded', { retryAfter: 1 }));
      return new Promise((resolve, reject) => {
        const start = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          waiting.delete(start);
          reject(signal?.reason);
        };
        if (signal?.aborted === true) return leave();
        signal?.addEventListener('abort', leave, { once: true });
        waiting.add(start);
        return undefined;
      });
    },
    give() {
      const [next] = waiting;
      if (next === undefined) running--;
      else {
        waiting.delete(next);
        next();
      }
    },
    load: () => ({ waiting: waiting.size, running }),
  };
}
