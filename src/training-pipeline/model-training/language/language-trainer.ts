// Trains the language identifier: softmax regression over an embedding of hashed features, by stochastic gradient descent.
import {
  createFeatureExtractor,
  FEATURE_BUCKETS,
  type LanguageWeights,
  type TextFeatures,
} from '../../../model-service/index.ts';
import type { CorpusFile, LanguageCorpus } from './language-corpus.ts';
import { createRandom, type Random } from './random.ts';
import { LONGEST_SNIPPET, snippetOf } from './snippets.ts';
import { tellingFeatures } from './telling-features.ts';
import { commonWords } from './vocabulary.ts';

export interface LanguageTraining {
  readonly dimensions: number;
  /** snippets seen in all */
  readonly examples: number;
  readonly seed: number;
  readonly learningRate: number;
  /** share of features that an example loses: short texts must do with few */
  readonly dropout: number;
  /** how much more often than others a language is drawn; 1 for those not named */
  readonly weights: ReadonlyMap<string, number>;
  readonly onProgress?: (done: number, loss: number) => void;
}

/** Weights before they are made small; `embedding` in floats. */
export interface TrainedLanguages {
  readonly languages: readonly string[];
  readonly dimensions: number;
  readonly vocabulary: Uint8Array;
  readonly telling: Uint8Array;
  readonly embedding: Float32Array;
  readonly output: Float32Array;
  readonly bias: Float32Array;
}

/** How much more often a language of more files is drawn: 0 would draw all alike, 1 in proportion. */
const FREQUENCY_EXPONENT = 0.15;
const EPSILON = 1e-6;
/** What a feature must have been seen for before its steps grow: a rare one would otherwise learn its file by heart at once. */
const CAUTION = 0.002;
/** A snippet with less loss teaches next to nothing, and time is better spent on another. */
const LEARNT = 0.01;
/** one weight of so many tells how large they are */
const SAMPLED_WEIGHTS = 29;
const UNCLIPPED = 0.9999;

export function trainLanguages(corpus: LanguageCorpus, options: LanguageTraining): TrainedLanguages {
  const { dimensions, examples, seed, learningRate, dropout } = options;
  const random = createRandom(seed);
  const languages = [...corpus.training.keys()].sort();
  const vocabulary = commonWords(corpus.training);
  const telling = tellingFeatures(corpus.training, vocabulary);
  const draw = createSampler(corpus, languages, options, random);
  const extractor = createFeatureExtractor(LONGEST_SNIPPET, vocabulary, telling);
  const model = { ...initialise(languages, dimensions, random), vocabulary, telling };
  const { embedding, output, bias } = model;
  const squares: Squares = {
    embedding: new Float32Array(FEATURE_BUCKETS).fill(CAUTION),
    output: new Float32Array(output.length),
    bias: new Float32Array(bias.length),
  };
  const sum = new Float64Array(dimensions);
  const back = new Float64Array(dimensions);
  const scores = new Float64Array(languages.length);
  let loss = 0;
  for (let step = 0; step < examples; step++) {
    const { text, label } = draw();
    const features = thinOut(extractor.extract(text), dropout, random);
    if (features.count === 0) continue;
    const rate = learningRate * (1 - step / examples) + learningRate * 0.01;
    forward(model, features, sum, scores);
    const exampleLoss = softmaxLoss(scores, label);
    loss += exampleLoss;
    if (exampleLoss >= LEARNT) {
      backward(model, squares, { scores, label, sum, back, rate });
      updateEmbedding(embedding, squares.embedding, features, back, rate);
    }
    if ((step + 1) % 5000 === 0) {
      options.onProgress?.(step + 1, loss / 5000);
      loss = 0;
    }
  }
  return model;
}

/** Sums of the squares of all slopes so far (Adagrad). */
interface Squares {
  readonly embedding: Float32Array;
  readonly output: Float32Array;
  readonly bias: Float32Array;
}

interface Example {
  /** probabilities */
  readonly scores: Float64Array;
  readonly label: number;
  readonly sum: Float64Array;
  /** receives the slope with respect to `sum` */
  readonly back: Float64Array;
  readonly rate: number;
}

/** One step of the layer of scores. */
function backward({ output, bias, dimensions }: TrainedLanguages, squares: Squares, example: Example): void {
  const { scores, label, sum, back, rate } = example;
  back.fill(0);
  for (let language = 0; language < scores.length; language++) {
    const gradient = (scores[language] as number) - (language === label ? 1 : 0);
    if (Math.abs(gradient) < EPSILON) continue;
    const row = language * dimensions;
    for (let d = 0; d < dimensions; d++) {
      const weight = output[row + d] as number;
      back[d] = (back[d] as number) + gradient * weight;
      const slope = gradient * (sum[d] as number);
      const total = (squares.output[row + d] as number) + slope * slope;
      squares.output[row + d] = total;
      output[row + d] = weight - (rate * slope) / Math.sqrt(total + EPSILON);
    }
    const total = (squares.bias[language] as number) + gradient * gradient;
    squares.bias[language] = total;
    bias[language] = (bias[language] as number) - (rate * gradient) / Math.sqrt(total + EPSILON);
  }
}

/** Adagrad with one step size a row: the mean of the squares of its slopes. */
function updateEmbedding(
  embedding: Float32Array,
  squares: Float32Array,
  { buckets, weights, count }: TextFeatures,
  back: Float64Array,
  rate: number,
): void {
  const dimensions = back.length;
  let power = 0;
  for (let d = 0; d < dimensions; d++) power += (back[d] as number) ** 2;
  power /= dimensions;
  for (let index = 0; index < count; index++) {
    const bucket = buckets[index] as number;
    const weight = weights[index] as number;
    const sum = (squares[bucket] as number) + weight * weight * power;
    squares[bucket] = sum;
    const step = (rate * weight) / Math.sqrt(sum + EPSILON);
    const row = bucket * dimensions;
    for (let d = 0; d < dimensions; d++)
      embedding[row + d] = (embedding[row + d] as number) - step * (back[d] as number);
  }
}

function forward(
  { embedding, output, bias, dimensions, languages }: TrainedLanguages,
  { buckets, weights, count }: TextFeatures,
  sum: Float64Array,
  scores: Float64Array,
): void {
  sum.fill(0);
  for (let index = 0; index < count; index++) {
    const weight = weights[index] as number;
    const row = (buckets[index] as number) * dimensions;
    for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] as number) + weight * (embedding[row + d] as number);
  }
  for (let language = 0; language < languages.length; language++) {
    let score = bias[language] as number;
    const row = language * dimensions;
    for (let d = 0; d < dimensions; d++) score += (output[row + d] as number) * (sum[d] as number);
    scores[language] = score;
  }
}

/** Turns scores into probabilities in place; returns the log-loss of the right one. */
function softmaxLoss(scores: Float64Array, label: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let total = 0;
  for (let index = 0; index < scores.length; index++) {
    const odds = Math.exp((scores[index] as number) - most);
    scores[index] = odds;
    total += odds;
  }
  for (let index = 0; index < scores.length; index++) scores[index] = (scores[index] as number) / total;
  return -Math.log(Math.max(1e-12, scores[label] as number));
}

/** Leaves out features at random, in place. */
function thinOut(features: TextFeatures, dropout: number, random: Random): TextFeatures {
  if (dropout === 0) return features;
  const { buckets, weights } = features;
  let kept = 0;
  for (let index = 0; index < features.count; index++) {
    if (random.next() < dropout) continue;
    buckets[kept] = buckets[index] as number;
    weights[kept] = weights[index] as number;
    kept++;
  }
  return { buckets, weights, count: kept };
}

function initialise(
  languages: readonly string[],
  dimensions: number,
  random: Random,
): Omit<TrainedLanguages, 'vocabulary' | 'telling'> {
  const embedding = new Float32Array(FEATURE_BUCKETS * dimensions);
  for (let index = 0; index < embedding.length; index++) embedding[index] = (random.next() - 0.5) / 8;
  const output = new Float32Array(languages.length * dimensions);
  for (let index = 0; index < output.length; index++) output[index] = (random.next() - 0.5) / 4;
  return { languages, dimensions, embedding, output, bias: new Float32Array(languages.length) };
}

/** Draws a language, then one of its packages, then a file of it, then a snippet: rare styles are seen as often as common ones. */
function createSampler(
  corpus: LanguageCorpus,
  languages: readonly string[],
  options: LanguageTraining,
  random: Random,
) {
  const pools = languages.map((language) => {
    const files = corpus.training.get(language) ?? [];
    return { files, packages: byPackage(files), weight: options.weights.get(language) ?? 1 };
  });
  const cumulative: number[] = [];
  let total = 0;
  for (const { files, weight } of pools) {
    total += weight * files.length ** FREQUENCY_EXPONENT;
    cumulative.push(total);
  }
  return () => {
    const point = random.next() * total;
    const label = Math.max(
      0,
      cumulative.findIndex((end) => point < end),
    );
    const { files = [], packages = [] } = pools[label] ?? {};
    // Halfway between an equal vote of each file and an equal vote of each package.
    const { text } = random.pick(random.next() < 0.5 ? files : random.pick(packages));
    return { text: snippetOf(text, random), label };
  };
}

function byPackage(files: readonly CorpusFile[]): CorpusFile[][] {
  const groups = new Map<string, CorpusFile[]>();
  for (const file of files) {
    const group = groups.get(file.package) ?? [];
    group.push(file);
    groups.set(file.package, group);
  }
  return [...groups.values()];
}

/** The embedding in bytes: one scale for all, what is beyond it is clipped. */
export function quantise(trained: TrainedLanguages, temperatures: Float32Array): LanguageWeights {
  const { embedding, ...rest } = trained;
  const sample = new Float32Array(Math.ceil(embedding.length / SAMPLED_WEIGHTS));
  for (let index = 0; index < sample.length; index++) {
    sample[index] = Math.abs(embedding[index * SAMPLED_WEIGHTS] as number);
  }
  sample.sort();
  const embeddingScale = (sample[Math.floor(sample.length * UNCLIPPED)] ?? 1) / 127;
  const bytes = new Int8Array(embedding.length);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Math.max(-127, Math.min(127, Math.round((embedding[index] as number) / embeddingScale)));
  }
  return { ...rest, embedding: bytes, embeddingScale, temperatures };
}
