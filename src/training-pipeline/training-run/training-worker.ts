// The thread that computes: training and evaluation take seconds, in which the thread that answers requests must be free.
import { parentPort, workerData } from 'node:worker_threads';
import { readParameters } from '../../model-service/index.ts';
import { type Evaluation, evaluateRanker } from '../evaluation/evaluation.ts';
import { runBuiltInTrainer } from '../model-training/built-in-trainer.ts';
import { readDataset } from '../preprocessing/dataset.ts';

export type TrainingTask =
  | { readonly kind: 'train'; readonly input: string; readonly output: string }
  | {
      readonly kind: 'evaluate';
      readonly dataset: Uint8Array;
      readonly champion: Uint8Array;
      readonly challenger: Uint8Array;
      readonly usersOfTenant: number;
      readonly seed: number;
    };

export type TrainingMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: Evaluation | null };

const say = (message: TrainingMessage) => parentPort?.postMessage(message);

async function compute(task: TrainingTask): Promise<Evaluation | null> {
  if (task.kind === 'train') {
    await runBuiltInTrainer(task.input, task.output, (share) => say({ kind: 'progress', share }));
    return null;
  }
  const { dataset, champion, challenger, usersOfTenant, seed } = task;
  return evaluateRanker({
    examples: readDataset(Buffer.from(dataset)),
    champion: readParameters(champion),
    challenger: readParameters(challenger),
    usersOfTenant,
    seed,
  });
}

if (parentPort !== null) say({ kind: 'done', result: await compute(workerData as TrainingTask) });
