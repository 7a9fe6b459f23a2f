// The door of the training pipeline: runs that train, what judges and deploys models, and verdicts from other places.
export { readCsvVerdicts } from './data-collection/csv-verdicts.ts';
export { type ImportedVerdict, refuseFaults } from './data-collection/imported-verdict.ts';
export { parquetOf } from './data-collection/parquet-rows.ts';
export { readSarifVerdicts } from './data-collection/sarif-verdicts.ts';
export { type ArmRequest, placeInRollout } from './deployment/arm.ts';
export { challenge, promote, rollBack } from './deployment/champion.ts';
export { modelList, modelOf } from './deployment/model-list.ts';
export type { AnalysesSeen } from './deployment/rollout.ts';
export { reconsider, watchAnalyses, watchVerdict } from './deployment/rollout-watch.ts';
export { loadBundle } from './deployment/stored-model.ts';
export { loadTenantModels, type TenantModels } from './deployment/tenant-models.ts';
export { accuracyReport, accuracyText } from './evaluation/accuracy-report.ts';
export { type LanguageTrainingReport, trainLanguageModel, type UsedPackage } from './model-training/language/index.ts';
export { rankerPipeline, slowFrom } from './training-run/ranker-pipeline.ts';
export { executeRun, type Pipeline } from './training-run/run.ts';
export { trainingRunStatus } from './training-run/run-status.ts';
export { modelWatch } from './watching/model-watch.ts';
export { DRIFTED } from './watching/stability-index.ts';
