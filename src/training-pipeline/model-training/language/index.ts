// The inner door of the language identifier's training.
export { type LanguageTrainingReport, trainLanguageModel, type UsedPackage } from './train-language-model.ts';
