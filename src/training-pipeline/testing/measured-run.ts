// Training and evaluation on a simulated team, timed by the CPU that they take.
import { builtInBundle } from '../../model-service/index.ts';
import { evaluateRanker } from '../evaluation/evaluation.ts';
import { trainRanker } from '../model-training/ranker-trainer.ts';
import { readDataset, writeDataset } from '../preprocessing/dataset.ts';
import { simulatedTeam } from './simulated-team.ts';

const SEED = 5;

export function trainAndEvaluate(verdicts: number): { readonly cpuSeconds: number; readonly report: string } {
  const team = simulatedTeam({ seed: SEED, verdicts });
  const champion = builtInBundle().ranker;
  const before = process.cpuUsage();
  const examples = readDataset(
    writeDataset(
      team.map(({ judgement, featuresAt, at }) => ({
        ...judgement,
        tenant: 0,
        featuresVersion: Math.min(judgement.version - 1, Math.max(0, at - featuresAt)),
      })),
    ),
  );
  const { parameters } = trainRanker(examples, champion);
  const evaluation = evaluateRanker({ examples, champion, challenger: parameters, usersOfTenant: 4, seed: SEED });
  const { user, system } = process.cpuUsage(before);
  const report = evaluation.checks.map(({ passed, detail }) => `${passed ? 'passed' : 'failed'}  ${detail}`).join('\n');
  return { cpuSeconds: (user + system) / 1e6, report };
}
