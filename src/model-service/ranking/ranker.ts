// Learns a team's view from its verdicts, and scores findings by it: the same parameters and verdicts, the same scores.
import { calibrated, logistic } from './calibration.ts';
import { createDesign, type Design, groupOf, priorLogOdds } from './design.ts';
import { FACTOR_GROUPS, factorsOf } from './factors.ts';
import type { RankingFeatures } from './features.ts';
import type { Judgement, TenantKnowledge } from './knowledge.ts';
import { fitLogistic } from './logistic-regression.ts';
import type { RankerParameters } from './parameters.ts';
import { shownProbability } from './showing.ts';
import { type Tuning, tempered, tune, tunedCount } from './tuning.ts';

/** What was learned of one team. */
export interface FittedRanker {
  readonly knowledgeVersion: number;
  readonly parameters: RankerParameters;
  readonly judgements: readonly Judgement[];
  readonly design: Design;
  readonly tuning: Tuning;
  /** by column of the design */
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** by group, for factors that no verdict was given on */
  readonly priorVariances: Float64Array;
  /** for each of the tuning's priors: how far each judgement was from what was expected of it, weighed */
  readonly surprises: readonly Float64Array[];
}

const EFFORT = { rounds: 1, sweeps: 12 };

/** Tunings that were found before, by the judgements they rest on: none of them changes a result. */
export interface TuningMemory {
  get(key: string): Tuning | undefined;
  set(key: string, tuning: Tuning): void;
}

/** A pure function of its first two arguments; `memory` only saves time. */
export function fitRanker(
  parameters: RankerParameters,
  { judgements, version }: TenantKnowledge,
  memory: TuningMemory = new Map(),
): FittedRanker {
  const tuning = rememberedTuning(parameters, judgements.slice(0, tunedCount(judgements.length)), memory);
  const design = createDesign(parameters, judgements);
  const count = design.columns.groups.length;
  const means = new Float64Array(count);
  const variances = new Float64Array(count);
  const priorVariances = new Float64Array(FACTOR_GROUPS.length);
  const surprises = tuning.priors.map(({ share, variances: initial }) => {
    const fit = fitLogistic(design.rows, design.columns, { initial, strengths: initial }, EFFORT);
    addScaled(means, fit.means, share);
    addScaled(variances, fit.variances, share);
    addScaled(priorVariances, initial, share);
    return surprisesOf(design, fit.means);
  });
  return {
    knowledgeVersion: version,
    parameters,
    judgements,
    design,
    tuning,
    means,
    variances,
    priorVariances,
    surprises,
  };
}

/** The probability that the team calls the finding true. Without any verdict: what the engine says of it. */
export function confidenceOf(fitted: FittedRanker, features: RankingFeatures): number {
  const { design, judgements, parameters } = fitted;
  let sum = priorLogOdds(parameters, features, design.votes);
  if (judgements.length === 0) return rounded(logistic(sum));
  let variance = 0;
  for (const factor of factorsOf(features)) {
    const column = design.columnOf.get(factor.key);
    const square = factor.value * factor.value;
    if (column === undefined) {
      variance += square * (fitted.priorVariances[groupOf(factor)] ?? 0);
      continue;
    }
    sum += factor.value * (fitted.means[column] ?? 0);
    variance += square * (fitted.variances[column] ?? 0);
  }
  const { calibration, shownFrom } = fitted.tuning;
  const probability = calibrated(calibration, tempered(parameters, design.shareLogOdds, sum, variance));
  return rounded(shownProbability(shownFrom, probability));
}

/** More digits would promise what no calibration keeps. */
function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}

function rememberedTuning(
  parameters: RankerParameters,
  judgements: readonly Judgement[],
  memory: TuningMemory,
): Tuning {
  const key = judgementsKey(judgements);
  const known = memory.get(key);
  if (known !== undefined) return known;
  const tuning = tune(parameters, judgements);
  memory.set(key, tuning);
  return tuning;
}

/** Versions are never used twice, so these are the judgements. */
function judgementsKey(judgements: readonly Judgement[]): string {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (const { version } of judgements) {
    low = Math.imul(low ^ version, 0x01000193);
    high = Math.imul(high ^ (version + low), 0x85ebca6b);
  }
  return `${judgements.length} ${judgements.at(-1)?.version ?? 0} ${low >>> 0} ${high >>> 0}`;
}

function addScaled(sum: Float64Array, added: Float64Array, factor: number): void {
  added.forEach((value, index) => {
    sum[index] = (sum[index] ?? 0) + factor * value;
  });
}

function surprisesOf({ rows }: Design, means: Float64Array): Float64Array {
  return rows.outcomes.map((outcome, row) => {
    let sum = rows.offsets[row] ?? 0;
    for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at++) {
      sum += (rows.values[at] ?? 0) * (means[rows.factors[at] ?? 0] ?? 0);
    }
    return (rows.weights[row] ?? 0) * (outcome - logistic(sum));
  });
}
