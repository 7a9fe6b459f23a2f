// The door of the model service.

import { ENGINE_LIMITS } from '../analysis-engine/index.ts';

export { createModelService } from './create-model-service.ts';
export { redactSecrets } from './issue-identification/secret-redaction.ts';
export type {
  AnalysisJob,
  AnalysisOutcome,
  IdentifiedExplanation,
  IdentifiedIssue,
  IdentifiedSuppression,
  JobFile,
  ModelBundle,
  ModelComponent,
  ModelService,
  ModelServiceOptions,
} from './model-service.ts';
export {
  confidenceOf,
  type FittedRanker,
  fitRanker,
  type Judgement,
  type NameToken,
  type RankedFinding,
  type RankerParameters,
  type RankingFeatures,
  rankingFeatures,
  type TuningMemory,
} from './ranking/index.ts';

/** Neighbours that count with one job. */
export const MOST_CONTEXT_FILES = ENGINE_LIMITS.contextFiles;
