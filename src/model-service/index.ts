// The door of the model service.

export { createModelService } from './create-model-service.ts';
export type {
  AnalysisJob,
  AnalysisOutcome,
  IdentifiedExplanation,
  IdentifiedIssue,
  IdentifiedSuppression,
  ModelBundle,
  ModelComponent,
  ModelService,
  ModelServiceOptions,
} from './model-service.ts';
