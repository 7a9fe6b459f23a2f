// The trained language identifier: an embedding of hashed features, their weighted sum, a layer of scores per language.
import type { TextFeatures } from './text-features.ts';

/** Everything that was learned. Languages are GitHub Linguist's names in lower case, and `unknown`. */
export interface LanguageWeights {
  readonly languages: readonly string[];
  readonly dimensions: number;
  /** the words that count as themselves (`addWord`) */
  readonly vocabulary: Uint8Array;
  /** the features that count at all (`addFeature`) */
  readonly telling: Uint8Array;
  /** `FEATURE_BUCKETS` rows of `dimensions` numbers, each times `embeddingScale` */
  readonly embedding: Int8Array;
  readonly embeddingScale: number;
  /** a row of `dimensions` numbers per language */
  readonly output: Float32Array;
  /** a number per language */
  readonly bias: Float32Array;
  /** divides the scores of a text of 2^index features or more, so that confidences are probabilities */
  readonly temperatures: Float32Array;
}

export interface LanguageModel {
  readonly languages: readonly string[];
  /** Log-odds by index of `languages`, calibrated: a softmax of them gives probabilities. Overwritten by the next call. */
  score(features: TextFeatures): Float64Array;
}

export function createLanguageModel(weights: LanguageWeights): LanguageModel {
  const { languages, dimensions, embedding, embeddingScale, output, bias, temperatures } = weights;
  const sum = new Float64Array(dimensions);
  const scores = new Float64Array(languages.length);
  return {
    languages,
    score({ buckets, weights: weightOf, count }) {
      sum.fill(0);
      for (let index = 0; index < count; index++) {
        const weight = weightOf[index] as number;
        const row = (buckets[index] as number) * dimensions;
        for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] as number) + weight * (embedding[row + d] as number);
      }
      const temperature = temperatures[temperatureIndex(count, temperatures.length)] ?? 1;
      for (let language = 0; language < languages.length; language++) {
        let score = 0;
        const row = language * dimensions;
        for (let d = 0; d < dimensions; d++) score += (output[row + d] as number) * (sum[d] as number);
        scores[language] = (score * embeddingScale + (bias[language] as number)) / temperature;
      }
      return scores;
    },
  };
}

/** Which temperature holds for a text of so many features. */
export function temperatureIndex(count: number, temperatures: number): number {
  return Math.min(temperatures - 1, Math.floor(Math.log2(count + 1)));
}
