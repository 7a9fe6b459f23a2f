// The learners that Assay is held against, as simulate.mjs has them: they see the same verdicts and the true factors.
import { logistic } from '../../../src/model-service/ranking/calibration.ts';
import type { Defect } from './defects.ts';

export type SeenVerdict = readonly [defect: Defect, isTrue: boolean];
type Score = (defect: Defect) => number;
type Learner = (seen: readonly SeenVerdict[]) => Score;

/** Shares by key, drawn to those of `wider` as if it were `strength` verdicts. */
const shrunk =
  (keyOf: (defect: Defect) => string | number, wider: Learner, strength: number): Learner =>
  (seen) => {
    const counts = new Map<string | number, { trues: number; all: number }>();
    for (const [defect, isTrue] of seen) {
      const count = counts.get(keyOf(defect)) ?? { trues: 0, all: 0 };
      counts.set(keyOf(defect), count);
      count.trues += Number(isTrue);
      count.all++;
    }
    const expected = wider(seen);
    return (defect) => {
      const { trues, all } = counts.get(keyOf(defect)) ?? { trues: 0, all: 0 };
      return (trues + strength * expected(defect)) / (all + strength);
    };
  };

const prior: Learner = () => () => 0.6;
const ruleMean = shrunk(
  ({ kind }) => kind,
  shrunk(() => 0, prior, 8),
  4,
);

const PASSES = 300;
const factorsOf = ({ kind, place, word }: Defect) => [
  'bias',
  `rule ${kind}`,
  `place ${place}`,
  `word ${word}`,
  `pair ${kind} ${place}`,
];
const penaltyOf = (factor: string): number => ({ b: 0.1, p: factor.startsWith('pair') ? 4 : 1 })[factor[0] ?? ''] ?? 1;

/** Logistic regression by gradient steps. */
const ridge: Learner = (seen) => {
  const weights = new Map([['bias', 0.4]]);
  const score: Score = (defect) => factorsOf(defect).reduce((sum, factor) => sum + (weights.get(factor) ?? 0), 0);
  for (let pass = 0; pass < PASSES && seen.length > 0; pass++) {
    const gradients = new Map<string, number>();
    for (const [defect, isTrue] of seen) {
      const error = logistic(score(defect)) - Number(isTrue);
      for (const factor of factorsOf(defect)) gradients.set(factor, (gradients.get(factor) ?? 0) + error);
    }
    for (const [factor, gradient] of gradients) {
      const penalty = penaltyOf(factor);
      const weight = weights.get(factor) ?? 0;
      weights.set(factor, weight - (0.5 * (gradient + penalty * weight)) / (seen.length / 4 + penalty + 4));
    }
  }
  return score;
};

export const REFERENCES: Readonly<Record<string, Learner>> = {
  'rule mean': ruleMean,
  'rule x path shrinkage': shrunk(({ kind, place }) => `${kind} ${place}`, ruleMean, 4),
  'ridge logistic': ridge,
};
