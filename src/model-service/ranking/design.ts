// Judgements as the rows that are fitted: every factor that occurs has a column.
import { FACTOR_GROUPS, type Factor, factorsOf, logOdds } from './factors.ts';
import type { RankingFeatures } from './features.ts';
import type { Judgement } from './knowledge.ts';
import type { Columns, SparseRows } from './logistic-regression.ts';
import type { RankerParameters } from './parameters.ts';
import { shareWeights, voteWeights } from './votes.ts';

export interface Design {
  readonly rows: SparseRows;
  readonly columns: Columns;
  readonly columnOf: ReadonlyMap<string, number>;
  /** the folds that verdicts are held out by: those on one finding together */
  readonly folds: Int32Array;
  /** the sum of the weights */
  readonly votes: number;
  /** how much each row counts for the team's share of true findings */
  readonly shareWeights: Float64Array;
  /** log-odds of that share: what is left to say of a finding whose effects are not known */
  readonly shareLogOdds: number;
}

export const FOLDS = 5;

const groupIndex = new Map(FACTOR_GROUPS.map((group, index) => [group as string, index]));
export const groupOf = ({ group }: Factor): number => groupIndex.get(group) ?? 0;

/** Log-odds of a finding before this team's verdicts, which count for so many `votes`. */
export function priorLogOdds(parameters: RankerParameters, features: RankingFeatures, votes: number): number {
  const trust = parameters.engineTrust / (parameters.engineTrust + votes);
  let sum = trust * logOdds(features.confidence) + (1 - trust) * parameters.baseLogOdds;
  for (const { key, value } of factorsOf(features)) {
    const shift = parameters.shifts[key];
    if (shift !== undefined) sum += value * shift;
  }
  return sum;
}

/** As many votes as even odds count for beside the verdicts: a share of very few says little. */
const EVEN_VOTES = 2;

/** Log-odds of the share of outcomes that are true, weighed; near even odds while there are few. */
export function shareLogOdds(outcomes: Float64Array, weights: Float64Array): number {
  let [ofTrue, ofFalse] = [EVEN_VOTES / 2, EVEN_VOTES / 2];
  outcomes.forEach((outcome, row) => {
    ofTrue += (weights[row] ?? 0) * outcome;
    ofFalse += (weights[row] ?? 0) * (1 - outcome);
  });
  return Math.log(ofTrue / ofFalse);
}

export function createDesign(parameters: RankerParameters, judgements: readonly Judgement[]): Design {
  const columnOf = new Map<string, number>();
  const groups: number[] = [];
  const starts = new Int32Array(judgements.length + 1);
  const factors: number[] = [];
  const values: number[] = [];
  const subjects = new Map<string, number>();
  const folds = new Int32Array(judgements.length);
  const weights = voteWeights(judgements, parameters.proposalWeight);
  const ofShare = shareWeights(judgements, parameters.proposalWeight);
  const votes = weights.reduce((sum, weight) => sum + weight, 0);
  const outcomes = Float64Array.from(judgements, ({ isTrue }) => (isTrue ? 1 : 0));
  judgements.forEach(({ features, subject }, row) => {
    for (const factor of factorsOf(features)) {
      let column = columnOf.get(factor.key);
      if (column === undefined) {
        column = groups.length;
        columnOf.set(factor.key, column);
        groups.push(groupOf(factor));
      }
      factors.push(column);
      values.push(factor.value);
    }
    starts[row + 1] = factors.length;
    const number = subjects.get(subject) ?? subjects.size;
    subjects.set(subject, number);
    folds[row] = number % FOLDS;
  });
  return {
    rows: {
      starts,
      factors: Int32Array.from(factors),
      values: Float64Array.from(values),
      outcomes,
      weights,
      offsets: Float64Array.from(judgements, ({ features }) => priorLogOdds(parameters, features, votes)),
    },
    columns: { groups: Int32Array.from(groups), groupCount: FACTOR_GROUPS.length },
    columnOf,
    folds,
    votes,
    shareWeights: ofShare,
    shareLogOdds: shareLogOdds(outcomes, ofShare),
  };
}
