// The door of the training pipeline.
export { type LanguageTrainingReport, trainLanguageModel, type UsedPackage } from './model-training/language/index.ts';
