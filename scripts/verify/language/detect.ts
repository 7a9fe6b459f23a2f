// What the yardstick of language identification imports: the shipped detector, on content alone.
import {
  createLanguageDetector,
  type LanguageDetection,
  loadShippedWeights,
} from '../../../src/model-service/index.ts';

const detector = createLanguageDetector(loadShippedWeights());

export function detect(code: string): LanguageDetection {
  return detector.detect(code);
}
