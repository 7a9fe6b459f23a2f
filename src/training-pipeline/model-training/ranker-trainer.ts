// Trains the ranker's parameters for a tenant: what it believes of findings before, and how fast it lets verdicts change its mind.
// A search by coordinates: each change is tried on verdicts that came later than those it learned from, and kept if it loses less.
import type { RankerParameters } from '../../model-service/index.ts';
import { FOR_CHOOSING, scoreForward } from '../evaluation/forward-split.ts';
import { rankerLearner } from '../evaluation/ranker-learner.ts';
import { logLossOf } from '../evaluation/scores.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';
import { pooledShifts } from './pooled-shifts.ts';

export interface TrainedRanker {
  readonly parameters: RankerParameters;
  /** what was tried and what it lost, in order: the curve of the search */
  readonly curve: readonly { readonly change: string; readonly logLoss: number; readonly kept: boolean }[];
}

type Change = readonly [name: string, apply: (parameters: RankerParameters) => RankerParameters];

/** Smaller gains on the verdicts for choosing are chance, and so are those within two standard errors. */
const SMALLEST_GAIN = 0.0005;
const ROUNDS = 2;
/** The newest of those that parameters are chosen by: more take longer and choose the same. */
const MOST_CHOSEN_BY = 5000;

/**
 * `examples` in the order of their verdicts. Only the first part of them is looked at (`FOR_CHOOSING`); the rest is for whoever
 * judges the result. The same arguments give the same parameters.
 */
export function trainRanker(
  examples: readonly TrainingExample[],
  champion: RankerParameters,
  progress: (share: number) => void = () => undefined,
): TrainedRanker {
  const own = examples.filter(({ tenant }) => tenant === 0);
  const chosenBy = own.slice(0, Math.floor(FOR_CHOOSING.to * own.length)).slice(-MOST_CHOSEN_BY);
  const moments = { ...FOR_CHOOSING, from: FOR_CHOOSING.from / FOR_CHOOSING.to, to: 1 };
  const lossesOf = (parameters: RankerParameters) =>
    scoreForward(chosenBy, rankerLearner(parameters), moments).map(logLossOf);
  const changes = changesFor(chosenBy, examples, champion);
  const curve: { change: string; logLoss: number; kept: boolean }[] = [];
  let best = champion;
  let least = lossesOf(champion);
  curve.push({ change: 'champion', logLoss: rounded(meanOf(least)), kept: true });
  for (let round = 0, done = 0; round < ROUNDS; round++) {
    let keptAny = false;
    for (const [change, apply] of changes) {
      const tried = apply(best);
      const losses = lossesOf(tried);
      const kept = isBetter(least, losses);
      curve.push({ change, logLoss: rounded(meanOf(losses)), kept });
      if (kept) {
        best = tried;
        least = losses;
        keptAny = true;
      }
      done++;
      progress(done / (ROUNDS * changes.length));
    }
    if (!keptAny) break;
  }
  return { parameters: best, curve };
}

/** Whether the second losses are lower on the same verdicts by more than chance. */
function isBetter(before: readonly number[], after: readonly number[]): boolean {
  const gains = before.map((loss, index) => loss - (after[index] ?? 0));
  const mean = meanOf(gains);
  const variance = meanOf(gains.map((gain) => (gain - mean) ** 2));
  return mean > Math.max(SMALLEST_GAIN, 2 * Math.sqrt(variance / Math.max(1, gains.length)));
}

function changesFor(
  chosenBy: readonly TrainingExample[],
  examples: readonly TrainingExample[],
  champion: RankerParameters,
): Change[] {
  const useful = chosenBy.filter((example) => example.useful).length;
  const base = Math.log((useful + 1) / (chosenBy.length - useful + 1));
  const shifts = pooledShifts(examples.filter(({ tenant }) => tenant !== 0));
  return [
    ...(Object.keys(shifts).length === 0
      ? []
      : ([['shifts of all who share', (p) => ({ ...p, shifts })]] satisfies Change[])),
    ['base of this team', (p) => ({ ...p, baseLogOdds: rounded(base) })],
    ...times('variances', [0.25, 0.5, 2, 4], (p, factor) => ({
      ...p,
      candidates: p.candidates.map((one) => scaled(one, factor)),
    })),
    ...times('trust in the engine', [0.25, 4, 16], (p, factor) => ({
      ...p,
      engineTrust: rounded(p.engineTrust * factor),
    })),
    ...times('strength of variances', [0.25, 4], (p, factor) => ({
      ...p,
      varianceStrength: rounded(p.varianceStrength * factor),
    })),
    ...times('evidence', [0.5, 2], (p, factor) => ({ ...p, evidence: rounded(p.evidence * factor) })),
    ...times('uncertainty', [0.3, 2], (p, factor) => ({ ...p, uncertainty: rounded(p.uncertainty * factor) })),
    ...times('freedom of calibration', [0.5, 2], (p, factor) => {
      const [low, high, slope, shift] = p.calibration.deviations;
      const deviations = [low, high, slope, shift].map((one) => rounded(one * factor)) as unknown as Deviations;
      return { ...p, calibration: { ...p.calibration, deviations } };
    }),
    ...champion.candidates.map(({ name }): Change => [`belief in ${name} × 8`, (p) => emphasised(p, name)]),
  ];
}

type Deviations = RankerParameters['calibration']['deviations'];

function times(
  what: string,
  factors: readonly number[],
  apply: (parameters: RankerParameters, factor: number) => RankerParameters,
): Change[] {
  return factors.map((factor) => [`${what} × ${factor}`, (parameters) => apply(parameters, factor)]);
}

/** More belief in one idea of what verdicts depend on. */
function emphasised(parameters: RankerParameters, name: string): RankerParameters {
  const candidates = parameters.candidates.map((one) =>
    one.name === name ? { ...one, weight: rounded(one.weight * 8) } : one,
  );
  return { ...parameters, candidates };
}

function scaled(
  candidate: RankerParameters['candidates'][number],
  factor: number,
): RankerParameters['candidates'][number] {
  const variances = { ...candidate.variances };
  for (const group of Object.keys(variances) as (keyof typeof variances)[]) {
    variances[group] = rounded(variances[group] * factor);
  }
  return { ...candidate, variances };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** So that parameters look the same wherever they are written. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
