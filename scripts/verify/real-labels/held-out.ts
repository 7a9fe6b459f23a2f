// What is foretold of a part of the labelled findings by what learned from all others, and how much it loses by it.
import { BUILT_IN_RANKER, confidenceOf, fitRanker, type RankingFeatures } from '../../../src/model-service/index.ts';
import { type Gain, gainOf } from '../../../src/training-pipeline/evaluation/gain.ts';

/** A labelled finding as the learners see it. */
export interface Verdict {
  /** findings of one file hang together */
  readonly file: string;
  readonly isTrue: boolean;
  readonly features: RankingFeatures;
}

/** Log-losses on one finding. */
export interface Losses {
  readonly file: string;
  readonly isTrue: boolean;
  /** by the engine's confidence */
  readonly engine: number;
  /** by the share of its rule that was true */
  readonly rule: number;
  /** by the share of all that was true: one number for every finding */
  readonly share: number;
  readonly ranker: number;
}

/** A tenant learns from so many verdicts at most, the newest. */
const MOST_VERDICTS = 5000;
/** No forecast is taken for more certain than that. */
const LEAST = 0.001;
const STRENGTHS = [1, 2, 5, 10, 20, 50, 100];

/** Verdicts count as those of one team, in the order given. */
export function lossesOn(held: readonly Verdict[], rest: readonly Verdict[]): Losses[] {
  const learned = rest.slice(-MOST_VERDICTS);
  const ofRule = ruleShares(learned);
  const ofAll = shareOf(learned);
  const judgements = learned.map(({ isTrue, features }, index) => {
    const serial = { id: `v${index + 1}`, version: index + 1, subject: `s${index + 1}` };
    return { ...serial, voter: 'team', isTrue, isProposed: false, features };
  });
  const fitted = fitRanker(BUILT_IN_RANKER, { version: judgements.length, judgements });
  return held.map(({ file, isTrue, features }) => ({
    file,
    isTrue,
    engine: logLoss(features.confidence, isTrue),
    rule: logLoss(ofRule(features.rule), isTrue),
    share: logLoss(ofAll, isTrue),
    ranker: logLoss(confidenceOf(fitted, features), isTrue),
  }));
}

export const PRIORS = ['engine', 'rule', 'share'] as const;

/** How much less the ranker loses, with the interval of 1,000 draws of files. */
export function gainOver(prior: (typeof PRIORS)[number], losses: readonly Losses[], seed: number): Gain {
  const paired = losses.map((loss) => ({ group: loss.file, champion: loss[prior], challenger: loss.ranker }));
  return gainOf(paired, seed);
}

/**
 * The share of a rule's verdicts that were true, drawn to the share of all the more the fewer they are: how strongly, the
 * verdicts decide, each foretold by the others.
 */
export function ruleShares(verdicts: readonly Verdict[]): (rule: string) => number {
  const counts = new Map<string, { all: number; trues: number }>();
  for (const { isTrue, features } of verdicts) {
    const count = counts.get(features.rule) ?? { all: 0, trues: 0 };
    counts.set(features.rule, count);
    count.all++;
    count.trues += isTrue ? 1 : 0;
  }
  const base = shareOf(verdicts);
  const lossWith = (strength: number) => {
    let sum = 0;
    for (const { all, trues: ofRule } of counts.values()) {
      const without = (isTrue: boolean) => (ofRule - (isTrue ? 1 : 0) + strength * base) / (all - 1 + strength);
      sum += ofRule * logLoss(without(true), true) + (all - ofRule) * logLoss(without(false), false);
    }
    return sum;
  };
  const losses = STRENGTHS.map(lossWith);
  const strength = STRENGTHS[losses.indexOf(Math.min(...losses))] ?? 1;
  return (rule) => {
    const { all, trues: ofRule } = counts.get(rule) ?? { all: 0, trues: 0 };
    return (ofRule + strength * base) / (all + strength);
  };
}

const shareOf = (verdicts: readonly Verdict[]): number =>
  (verdicts.filter(({ isTrue }) => isTrue).length + 1) / (verdicts.length + 2);

function logLoss(probability: number, isTrue: boolean): number {
  const bounded = Math.min(1 - LEAST, Math.max(LEAST, isTrue ? probability : 1 - probability));
  return -Math.log(bounded);
}
