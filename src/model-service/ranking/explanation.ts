// Why a finding has its score: what each factor and each verdict added to its log-odds.
import { groupOf, priorLogOdds } from './design.ts';
import { type FactorGroup, factorsOf } from './factors.ts';
import type { RankingFeatures } from './features.ts';
import type { Judgement } from './knowledge.ts';
import { confidenceOf, type FittedRanker } from './ranker.ts';

export interface FactorContribution {
  readonly group: FactorGroup;
  readonly key: string;
  /** the place of the factor among those of the finding */
  readonly index: number;
  readonly logOdds: number;
}

export interface VerdictContribution {
  readonly judgement: Judgement;
  readonly logOdds: number;
}

export interface ScoreExplanation {
  readonly confidence: number;
  /** the log-odds before this team's verdicts */
  readonly priorLogOdds: number;
  /** those that moved the score, the strongest first */
  readonly factors: readonly FactorContribution[];
  readonly verdicts: readonly VerdictContribution[];
}

/** Smaller contributions move no shown digit by much. */
const NOTABLE = 0.02;

/**
 * A factor's part is its learned effect. At the optimum every effect is a sum over verdicts of how far each was from what
 * was expected of it, so that the same log-odds can be told as a sum over verdicts as well.
 */
export function explainScore(fitted: FittedRanker, features: RankingFeatures, mostVerdicts: number): ScoreExplanation {
  const { design, means, parameters } = fitted;
  const factors = factorsOf(features).flatMap(({ group, key, value }, index): FactorContribution[] => {
    const logOdds = value * (means[design.columnOf.get(key) ?? -1] ?? 0);
    return Math.abs(logOdds) < NOTABLE ? [] : [{ group, key, index, logOdds }];
  });
  return {
    confidence: confidenceOf(fitted, features),
    priorLogOdds: priorLogOdds(parameters, features, design.votes),
    factors: factors.sort(strongestFirst),
    verdicts: verdictContributions(fitted, features).sort(strongestFirst).slice(0, mostVerdicts),
  };
}

function verdictContributions(fitted: FittedRanker, features: RankingFeatures): VerdictContribution[] {
  const { design, judgements, surprises, tuning } = fitted;
  const { starts, factors, values } = design.rows;
  const shared = tuning.priors.map(({ share, variances }) => {
    const own = new Float64Array(design.columns.groups.length);
    for (const factor of factorsOf(features)) {
      const column = design.columnOf.get(factor.key);
      if (column !== undefined) own[column] = share * factor.value * (variances[groupOf(factor)] ?? 0);
    }
    return own;
  });
  return judgements.flatMap((judgement, row) => {
    let logOdds = 0;
    shared.forEach((own, prior) => {
      let likeness = 0;
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
        likeness += (values[at] ?? 0) * (own[factors[at] ?? 0] ?? 0);
      }
      logOdds += likeness * (surprises[prior]?.[row] ?? 0);
    });
    return Math.abs(logOdds) < NOTABLE ? [] : [{ judgement, logOdds }];
  });
}

function strongestFirst(a: { readonly logOdds: number }, b: { readonly logOdds: number }): number {
  return Math.abs(b.logOdds) - Math.abs(a.logOdds);
}
