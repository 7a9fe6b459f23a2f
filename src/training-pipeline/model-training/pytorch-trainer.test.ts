import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxRuntimeFolder, onnxRuntimeMissing, pythonWithTorch } from '../../../tests/services/ml-services.ts';
import { BUILT_IN_RANKER, writeParameters } from '../../model-service/index.ts';
import { onnxScorer } from '../../model-service/ranking/stand-in/onnx-scorer.ts';
import { scorerRow } from '../../model-service/ranking/stand-in/scorer-row.ts';
import { HELD_BACK, scoreForward } from '../evaluation/forward-split.ts';
import { rankerLearner } from '../evaluation/ranker-learner.ts';
import { logLossOf, scoreFigures } from '../evaluation/scores.ts';
import { readDataset, sha256, writeDataset } from '../preprocessing/dataset.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { runBuiltInTrainer } from './built-in-trainer.ts';
import { runExternalTrainer } from './external-trainer.ts';
import { readTrainerOutput, writeTrainerInput } from './trainer-folders.ts';

const SLOWEST_MS = 900_000;
const missing =
  pythonWithTorch === null ? 'PyTorch is not installed; to run these tests: apt-get install python3-torch' : null;
const TRAINER = `${pythonWithTorch} ${resolve('trainers/pytorch/train.py')}`;
const signal = AbortSignal.timeout(SLOWEST_MS);

describe.skipIf(missing !== null)(
  `the PyTorch trainer${missing === null ? '' : ` (skipped: ${missing})`}`,
  { timeout: SLOWEST_MS },
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-pytorch-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each([
      [8, 800],
      [5, 400],
    ])('learns as well as the built-in one: no metric worse by 0.01 (team %i, %i verdicts)', async (seed, verdicts) => {
      const dataset = datasetOf(simulatedTeam({ seed, verdicts }));
      const [input, own, other] = ['in', 'built-in', 'pytorch'].map((name) => join(folder, `${seed}-${name}`)) as [
        string,
        string,
        string,
      ];
      await writeTrainerInput(input, { seed: 1, dataset, champion: writeParameters(BUILT_IN_RANKER) });
      await runBuiltInTrainer(input, own);
      await runExternalTrainer(TRAINER, input, other, signal);
      const examples = readDataset(dataset);
      const figures = async (made: string) => {
        const { parameters } = await readTrainerOutput(made, sha256(dataset));
        return scoreFigures(scoreForward(examples, rankerLearner(parameters), HELD_BACK));
      };
      const [builtIn, pytorch] = [await figures(own), await figures(other)];
      // It may do better: it can move the width of each group by itself.
      expect(pytorch.logLoss - builtIn.logLoss).toBeLessThan(0.01);
      expect(pytorch.brier - builtIn.brier).toBeLessThan(0.01);
      expect((builtIn.auc ?? 1) - (pytorch.auc ?? 0)).toBeLessThan(0.01);
      const { lineage, metrics } = await readTrainerOutput(other, sha256(dataset));
      expect(lineage.trainer).toBe('pytorch');
      expect(metrics.curve?.length).toBeGreaterThan(5);
    });

    it.skipIf(onnxRuntimeMissing !== null)(
      `writes a scorer as ONNX that is given the same numbers here as there${onnxRuntimeMissing === null ? '' : ` (skipped: ${onnxRuntimeMissing})`}`,
      async () => {
        const dataset = datasetOf(simulatedTeam({ seed: 3, verdicts: 300 }));
        const [input, made] = [join(folder, 'onnx-in'), join(folder, 'onnx-out')];
        await writeTrainerInput(input, { seed: 1, dataset, champion: writeParameters(BUILT_IN_RANKER) });
        await runExternalTrainer(TRAINER, input, made, signal);
        const { metrics } = await readTrainerOutput(made, sha256(dataset));
        const examples = readDataset(dataset);
        const heldBack = Math.floor(HELD_BACK.from * examples.length);
        const scorer = onnxScorer(join(made, 'ranker.onnx'), onnxRuntimeFolder);
        const confidences = await scorer.score(rowsOf(examples).slice(heldBack), signal);
        await scorer.close();
        const losses = examples
          .slice(heldBack)
          .map(({ useful }, index) => logLossOf({ confidence: confidences[index] ?? 0, useful }));
        const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
        expect(Math.abs(loss - Number((metrics as { scorer_log_loss?: number }).scorer_log_loss))).toBeLessThan(0.001);
        expect(loss).toBeLessThan(Math.log(2));
      },
    );

    it('is refused when it fails, with what it said kept for the log', async () => {
      const input = join(folder, 'broken');
      await writeTrainerInput(input, {
        seed: 1,
        dataset: datasetOf(simulatedTeam({ seed: 3, verdicts: 60 })),
        champion: writeParameters(BUILT_IN_RANKER),
      });
      await writeFile(join(input, 'examples.jsonl'), '{}\n');
      const failed = runExternalTrainer(TRAINER, input, join(folder, 'none'), signal);
      await expect(failed).rejects.toMatchObject({
        code: 'model_damaged',
        cause: expect.objectContaining({ message: expect.stringContaining('not what dataset.json describes') }),
      });
    });
  },
);

function datasetOf(team: readonly TrainingExample[]): Buffer {
  return writeDataset(
    team.map(({ judgement: { id: _, ...judgement }, featuresAt }) => ({
      ...judgement,
      tenant: 0,
      id: `verdict-${judgement.version}`,
      featuresVersion: featuresAt,
    })),
  );
}

/** With what was known of rule, place and repository before each verdict. */
function rowsOf(examples: readonly TrainingExample[]): number[][] {
  const known = new Map<string, { votes: number; useful: number }>();
  const voters = new Map<string, Set<string>>();
  return examples.map(({ judgement: { features, voter, isTrue } }) => {
    const { rule } = features;
    const keys = [
      rule,
      `${rule}|place|${features.folders.at(-1) ?? ''}`,
      `${rule}|repository|${features.repository ?? ''}`,
    ];
    const [ofRule, ofPlace, ofRepository] = keys.map((key) => known.get(key) ?? { votes: 0, useful: 0 });
    const row = scorerRow(features, {
      rule_votes: ofRule?.votes ?? 0,
      rule_true: ofRule?.useful ?? 0,
      rule_voters: voters.get(rule)?.size ?? 0,
      place_votes: ofPlace?.votes ?? 0,
      place_true: ofPlace?.useful ?? 0,
      repository_votes: ofRepository?.votes ?? 0,
      repository_true: ofRepository?.useful ?? 0,
    });
    for (const key of keys) {
      const { votes, useful } = known.get(key) ?? { votes: 0, useful: 0 };
      known.set(key, { votes: votes + 1, useful: useful + Number(isTrue) });
    }
    voters.set(rule, (voters.get(rule) ?? new Set()).add(voter));
    return row;
  });
}
