// How long a training run takes on 10,000 verdicts: what the thread that computes does, without the database around it.
import { trainAndEvaluate } from '../src/training-pipeline/testing/measured-run.ts';

const VERDICTS = 10_000;

export async function benchTraining(): Promise<void> {
  const { cpuSeconds, report } = trainAndEvaluate(VERDICTS);
  console.log(`${VERDICTS} verdicts: ${cpuSeconds.toFixed(1)} s of CPU for training and evaluation (goal: 60 s)`);
  console.log(report);
}
