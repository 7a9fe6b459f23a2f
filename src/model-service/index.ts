// The door of the model service.
export type {
  AnalysisJob,
  AnalysisOutcome,
  IdentifiedIssue,
  ModelBundle,
  ModelComponent,
  ModelService,
  ModelServiceOptions,
} from './model-service.ts';
export { createModelService } from './create-model-service.ts';
