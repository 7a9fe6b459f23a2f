// The ranker as something that can be evaluated: learns from the verdicts before a moment, scores what comes after.
import { confidenceOf, fitRanker, type RankerParameters } from '../../model-service/index.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';
import type { Learner } from './forward-split.ts';

/** The newest, as when it serves. */
const MOST_LEARNED_FROM = 5000;

export function rankerLearner(parameters: RankerParameters): Learner<TrainingExample> {
  return (seen) => {
    const judgements = seen
      .filter(({ tenant }) => tenant === 0)
      .map(({ judgement }) => judgement)
      .toSorted((a, b) => a.version - b.version)
      .slice(-MOST_LEARNED_FROM);
    const fitted = fitRanker(parameters, { version: judgements.at(-1)?.version ?? 0, judgements });
    return ({ judgement }) => confidenceOf(fitted, judgement.features);
  };
}
