// The inner door of language detection.
export {
  createLanguageDetector,
  type DetectedLanguage,
  type LanguageDetection,
  type LanguageDetector,
} from './language-detector.ts';
