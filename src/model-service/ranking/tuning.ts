// What a team's verdicts depend on, and how far its scores can be trusted: decided by verdicts that were held out.
import { type Calibration, fitCalibration, logistic } from './calibration.ts';
import { createDesign, type Design, FOLDS, shareLogOdds } from './design.ts';
import { logEvidence } from './evidence.ts';
import { FACTOR_GROUPS } from './factors.ts';
import type { Judgement } from './knowledge.ts';
import { type Coefficients, fitLogistic, type PriorVariances } from './logistic-regression.ts';
import type { PriorCandidate, RankerParameters } from './parameters.ts';
import { shownFrom } from './showing.ts';

/** One candidate that the evidence left, with the prior variances that it was found to have. */
export interface WeighedPrior {
  readonly name: string;
  readonly share: number;
  readonly variances: Float64Array;
}

/** Changes slowly: found on the first so many judgements, and used until there are a tenth more. */
export interface Tuning {
  readonly priors: readonly WeighedPrior[];
  readonly calibration: Calibration;
  /** findings are shown by default from this probability on */
  readonly shownFrom: number;
}

/**
 * Up to so many judgements are weighed by how likely they were under each candidate, which tells candidates apart sooner than
 * judgements held out, and costs the cube of their number. Of more, the newest so many choose who is weighed by held-out ones.
 */
const FEW = 150;
/** A candidate with less of the evidence of few may still be right when there are more. */
const SMALLEST_HOPE = 0.01;
/** Calibration and prior variances are found on so many at most, the newest. */
const TUNED = 1500;
const SMALLEST_SHARE = 0.03;
const EFFORT = { rounds: 3, sweeps: 8 };
const FOLD_EFFORT = { rounds: 1, sweeps: 6 };
/** Up to here every judgement tunes anew. */
const ALWAYS_TUNED = 40;
const GROWTH = 1.1;

/** On how many of these judgements, the oldest, tuning rests: the same for a while as they grow. */
export function tunedCount(count: number): number {
  if (count <= ALWAYS_TUNED) return count;
  return Math.floor(ALWAYS_TUNED * GROWTH ** Math.floor(Math.log(count / ALWAYS_TUNED) / Math.log(GROWTH) + 1e-9));
}

/** Without judgements: the first candidate alone, as the parameters have it. */
export function tune(parameters: RankerParameters, judgements: readonly Judgement[]): Tuning {
  const { calibration: prior, candidates } = parameters;
  if (judgements.length === 0) {
    const [first] = candidates;
    const priors = first === undefined ? [] : [{ name: first.name, share: 1, variances: initialVariances(first) }];
    return { priors, calibration: prior.means, shownFrom: 1 };
  }
  const few = createDesign(parameters, newestOfEach(judgements, FEW));
  const shares = likelyShares(few, candidates);
  const isFew = judgements.length <= FEW;
  const hopeful = candidates.filter((_, index) => (shares[index] ?? 0) >= (isFew ? SMALLEST_SHARE : SMALLEST_HOPE));
  const design = isFew ? few : createDesign(parameters, newestOfEach(judgements, TUNED));
  const fits = hopeful.map((candidate) => fitHeldOut(parameters, design, candidate));
  const own = isFew
    ? shares.filter((share) => share >= SMALLEST_SHARE)
    : heldOutShares(parameters, design, hopeful, fits);
  const kept = fits
    .map((fit, index) => ({ ...fit, share: own[index] ?? 0 }))
    .filter(({ share }) => share >= SMALLEST_SHARE);
  const total = kept.reduce((sum, { share }) => sum + share, 0);
  const heldOut = new Float64Array(design.folds.length);
  for (const { share, predictions } of kept) {
    predictions.forEach((logOdds, row) => {
      heldOut[row] = (heldOut[row] ?? 0) + (share / total) * logOdds;
    });
  }
  const { outcomes, weights } = design.rows;
  const calibration = fitCalibration(heldOut, outcomes, weights, prior);
  return {
    priors: kept.map(({ name, share, variances }) => ({ name, share: share / total, variances })),
    calibration,
    shownFrom: shownFrom(calibration, heldOut, weights, parameters.doubt),
  };
}

/** So many of the newest, of each voter alike: one who gave very many does not push the others out. */
function newestOfEach(judgements: readonly Judgement[], most: number): readonly Judgement[] {
  if (judgements.length <= most) return judgements;
  const voters = new Set(judgements.map(({ voter }) => voter));
  const quota = Math.max(1, Math.floor(most / voters.size));
  const taken = new Map<string, number>();
  const newestFirst = judgements.toReversed();
  const chosen = newestFirst.filter(({ voter }) => {
    const count = taken.get(voter) ?? 0;
    taken.set(voter, count + 1);
    return count < quota;
  });
  const rest = new Set(chosen);
  const filling = newestFirst.filter((judgement) => !rest.has(judgement)).slice(0, Math.max(0, most - chosen.length));
  return [...chosen.slice(0, most), ...filling].sort((a, b) => a.version - b.version);
}

interface HeldOutFit extends Omit<WeighedPrior, 'share'> {
  /** log-odds of each row, fitted without its fold */
  readonly predictions: Float64Array;
}

function fitHeldOut(parameters: RankerParameters, design: Design, candidate: PriorCandidate): HeldOutFit {
  const strengths = new Float64Array(FACTOR_GROUPS.length).fill(parameters.varianceStrength);
  const prior = { initial: initialVariances(candidate), strengths };
  const variances = fitLogistic(design.rows, design.columns, prior, EFFORT).priorVariances;
  const predictions = heldOutLogOdds(parameters, design, { initial: variances, strengths });
  return { name: candidate.name, variances, predictions };
}

/** By how likely the verdicts are when effects are as far from zero as the candidate believes. */
function likelyShares({ rows, columns }: Design, candidates: readonly PriorCandidate[]): number[] {
  return sharesOf(
    candidates.map((candidate) => Math.log(candidate.weight) + logEvidence(rows, columns, initialVariances(candidate))),
  );
}

/** By how well each verdict is foretold from the others. */
function heldOutShares(
  { evidence }: RankerParameters,
  design: Design,
  candidates: readonly PriorCandidate[],
  fits: readonly HeldOutFit[],
): number[] {
  return sharesOf(
    fits.map(
      ({ predictions }, index) => Math.log(candidates[index]?.weight ?? 1) - evidence * logLoss(predictions, design),
    ),
  );
}

function sharesOf(evidence: readonly number[]): number[] {
  const best = Math.max(...evidence);
  const likelihoods = evidence.map((each) => Math.exp(each - best));
  const total = likelihoods.reduce((sum, each) => sum + each, 0);
  return likelihoods.map((each) => each / total);
}

function heldOutLogOdds(parameters: RankerParameters, design: Design, prior: PriorVariances) {
  const { rows, columns, folds } = design;
  const predictions = new Float64Array(folds.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const without = (weight: number, row: number) => (folds[row] === fold ? 0 : weight);
    const weights = rows.weights.map(without);
    const coefficients = fitLogistic({ ...rows, weights }, columns, prior, FOLD_EFFORT);
    const share = shareLogOdds(rows.outcomes, design.shareWeights.map(without));
    for (let row = 0; row < folds.length; row++) {
      if (folds[row] === fold) predictions[row] = predicted(parameters, rows, row, coefficients, share);
    }
  }
  return predictions;
}

function predicted(
  parameters: RankerParameters,
  rows: Design['rows'],
  row: number,
  fit: Coefficients,
  share: number,
): number {
  let logOdds = rows.offsets[row] ?? 0;
  let variance = 0;
  for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at++) {
    const value = rows.values[at] ?? 0;
    const column = rows.factors[at] ?? 0;
    logOdds += value * (fit.means[column] ?? 0);
    variance += value * value * (fit.variances[column] ?? 0);
  }
  return tempered(parameters, share, logOdds, variance);
}

/** The team's share of true findings, as log-odds, is what is left to say when nothing is known of an effect. */
export function tempered({ uncertainty }: RankerParameters, share: number, logOdds: number, variance: number): number {
  return share + (logOdds - share) / Math.sqrt(1 + (uncertainty * Math.PI * variance) / 8);
}

function logLoss(predictions: Float64Array, { rows }: Design): number {
  let sum = 0;
  predictions.forEach((logOdds, row) => {
    const probability = logistic(rows.outcomes[row] === 1 ? logOdds : -logOdds);
    sum -= (rows.weights[row] ?? 0) * Math.log(Math.max(1e-3, probability));
  });
  return sum;
}

function initialVariances({ variances }: PriorCandidate): Float64Array {
  return Float64Array.from(FACTOR_GROUPS, (group) => variances[group]);
}
