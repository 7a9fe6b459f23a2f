// Judges a trained model against the champion on the verdicts that training did not see: figures, curves, leaks, and the gate.
import { type FittedRanker, factorsOf, fitRanker, type RankerParameters } from '../../model-service/index.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';
import { HELD_BACK, scoreForward, scoreShuffled } from './forward-split.ts';
import { type Gain, gainOf } from './gain.ts';
import { type GateCheck, gateChecks } from './gate.ts';
import { goldenFindings, hiddenGolden } from './golden-set.ts';
import { type LeakEvidence, leakEvidence, leakIn } from './leaks.ts';
import { rankerLearner } from './ranker-learner.ts';
import { type CalibrationBin, calibrationCurve, logLossOf, type ScoreFigures, scoreFigures } from './scores.ts';

export interface EvaluationInput {
  /** in the order of their verdicts */
  readonly examples: readonly TrainingExample[];
  readonly champion: RankerParameters;
  readonly challenger: RankerParameters;
  readonly usersOfTenant: number;
  readonly seed: number;
}

export interface Evaluation {
  readonly verdicts: number;
  readonly users: number;
  readonly champion: ScoreFigures;
  readonly challenger: ScoreFigures;
  readonly gain: Gain;
  readonly leaks: LeakEvidence;
  readonly calibration: {
    readonly champion: readonly CalibrationBin[];
    readonly challenger: readonly CalibrationBin[];
  };
  readonly checks: readonly GateCheck[];
}

export function evaluateRanker(input: EvaluationInput): Evaluation {
  const { champion, challenger, seed, usersOfTenant } = input;
  const examples = input.examples.filter(({ tenant }) => tenant === 0);
  const before = scoreForward(examples, rankerLearner(champion), HELD_BACK);
  const after = scoreForward(examples, rankerLearner(challenger), HELD_BACK);
  const losses = before.map((scored, index) => ({
    group: scored.example.group,
    champion: logLossOf(scored),
    challenger: logLossOf(after[index] ?? scored),
  }));
  const figures = { champion: scoreFigures(before), challenger: scoreFigures(after) };
  const shuffled = scoreShuffled(examples, rankerLearner(challenger), seed);
  const leaks = leakEvidence(examples.map(featureRow), { shuffled, forward: after });
  const users = new Set(examples.map(({ judgement }) => judgement.voter)).size;
  const gain = gainOf(losses, seed);
  const golden = { findings: goldenFindings().length, hidden: hiddenIn(examples, champion, challenger) };
  const leak = leakIn(leaks);
  return {
    verdicts: examples.length,
    users,
    ...figures,
    gain,
    leaks,
    calibration: { champion: calibrationCurve(before), challenger: calibrationCurve(after) },
    checks: gateChecks({
      verdicts: examples.length,
      users,
      usersOfTenant,
      gain,
      tenants: [figures],
      leak,
      golden,
    }),
  };
}

/** With what the tenant has taught, and without. */
function hiddenIn(
  examples: readonly TrainingExample[],
  champion: RankerParameters,
  challenger: RankerParameters,
): string[] {
  const judgements = examples.map(({ judgement }) => judgement);
  const fitted = (parameters: RankerParameters, taught: boolean): FittedRanker =>
    fitRanker(parameters, { version: 0, judgements: taught ? judgements : [] });
  const hidden = [true, false].flatMap((taught) => hiddenGolden(fitted(champion, taught), fitted(challenger, taught)));
  return [...new Set(hidden)];
}

function featureRow({ at, featuresAt, useful, judgement }: TrainingExample) {
  const present = factorsOf(judgement.features)
    .filter(({ value }) => value === 1)
    .map(({ key }) => key);
  return { at, featuresAt, useful, present };
}
