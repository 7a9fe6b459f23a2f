// Runs one task in a thread of its own and ends it with the task or with the signal.
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../config/index.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import type { TrainingMessage, TrainingTask } from './training-worker.ts';

/** Ten thousand verdicts take a tenth of it. */
const MEMORY_MB = 1024;

export async function inTrainingThread(
  task: TrainingTask,
  signal: AbortSignal,
  progress: (share: number) => void = () => undefined,
): Promise<Evaluation | null> {
  const { url, nodeArguments } = entryPoint('training-worker', import.meta.url);
  const thread = new Worker(url, {
    workerData: task,
    execArgv: nodeArguments,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const stop = () => void thread.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      thread.on('message', (message: TrainingMessage) => {
        if (message.kind === 'progress') progress(message.share);
        else resolve(message.result);
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(signal.aborted ? signal.reason : new Error('The training thread ended early.')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}
