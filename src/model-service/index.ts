// The door of the model service.
export { createModelService } from './create-model-service.ts';
export { redactSecrets } from './issue-identification/secret-redaction.ts';
export {
  addFeature,
  addWord,
  createFeatureExtractor,
  createLanguageDetector,
  createLanguageModel,
  decodeWeights as decodeLanguageWeights,
  encodeWeights as encodeLanguageWeights,
  FEATURE_BUCKETS,
  type LanguageDetection,
  type LanguageWeights,
  loadShippedWeights,
  TELLING_BYTES,
  type TextFeatures,
  temperatureIndex,
  VOCABULARY_BYTES,
  visitFeatures,
  visitWords,
} from './language-detection/index.ts';
export type {
  AnalysisJob,
  AnalysisOutcome,
  CallOptions,
  CheckedDocuments,
  IdentifiedExplanation,
  IdentifiedIssue,
  IdentifiedSuppression,
  JobFile,
  ModelBundle,
  ModelComponent,
  ModelService,
  ModelServiceOptions,
} from './model-service.ts';
export { BUILT_IN_RANKER, builtInBundle } from './model-versioning/bundle.ts';
export { bundleDigest, trainedBundle } from './model-versioning/trained-bundle.ts';
export {
  type AnnotatedFile,
  joinedDocuments,
  type OwnDocument,
  type OwnDocuments,
  ownDocuments,
  type RuleProblem,
  type RuleTest,
  type RunnableRule,
  readRuleDocument,
  testRules,
} from './own-rules/index.ts';
export {
  bestIssues,
  createProject,
  createProjectAnalyzer,
  createShares,
  type FilesRead,
  issuesByPlace,
  ownerOf,
  type PreparedFile,
  type Project,
  type ProjectAnalyzer,
  type ProjectAnswer,
  type ProjectFile,
  type ProjectSettings,
  shareTexts,
} from './project-analysis/index.ts';
export {
  confidenceOf,
  createStandInRanker,
  explainScore,
  type FittedRanker,
  type FixAcceptance,
  factorsOf,
  fitRanker,
  fixAcceptanceOf,
  type JudgedFix,
  type Judgement,
  learnFixAcceptance,
  type NameToken,
  type RankedFinding,
  type RankerParameters,
  type RankingFeatures,
  rankingFeatures,
  type ScorerIdentity,
  type StandInRanker,
  scorerRow,
  type TuningMemory,
} from './ranking/index.ts';
export { parametersDigest, readParameters, writeParameters } from './ranking/parameter-file.ts';

export { withLocalFallback } from './replicas/local-fallback.ts';
export { InferenceFault, inferenceModels } from './replicas/open-inference.ts';
export { createRemoteModelService, type RemoteModelOptions } from './replicas/remote-model-service.ts';
export {
  ANALYSES_PATH,
  BUNDLE_HEADER,
  CALL_BYTES,
  DEADLINE_HEADER,
  DOCUMENT_CHECKS_PATH,
  DocumentsBody,
  JobBody,
  LOAD_HEADER,
} from './replicas/wire.ts';
export {
  type ChatAnswer,
  type ChatMessage,
  type ChatUsage,
  createLlmClient,
  explanationQuestion,
  fixQuestion,
  joinedEdits,
  type LlmClient,
  LlmError,
  type LlmSettings,
  mostTokens,
  readProposals,
} from './suggestion-generation/index.ts';
