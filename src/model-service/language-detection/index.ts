// The inner door of language detection.
export {
  createLanguageDetector,
  type DetectedLanguage,
  type LanguageDetection,
  type LanguageDetector,
} from './language-detector.ts';
export { createLanguageModel, type LanguageModel, type LanguageWeights, temperatureIndex } from './language-model.ts';
export { decodeWeights, encodeWeights, type VersionedWeights } from './language-weights.ts';
export { loadShippedWeights } from './shipped-weights.ts';
export {
  addFeature,
  addWord,
  createFeatureExtractor,
  FEATURE_BUCKETS,
  TELLING_BYTES,
  type TextFeatures,
  VOCABULARY_BYTES,
  visitFeatures,
  visitWords,
} from './text-features.ts';
