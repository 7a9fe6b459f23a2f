// How well a language identifier does on packages that it has not seen: accuracy by language and kind of snippet, calibration.
import {
  createFeatureExtractor,
  createLanguageModel,
  type LanguageWeights,
  temperatureIndex,
} from '../../../model-service/index.ts';
import type { LanguageCorpus } from './language-corpus.ts';
import { createRandom } from './random.ts';
import { LONGEST_SNIPPET } from './snippets.ts';

export interface LanguageScores {
  /** mean over languages of the share that is right: every language weighs the same */
  readonly macro: number;
  readonly byVariant: Readonly<Record<string, number>>;
  readonly byLanguage: Readonly<Record<string, number>>;
  /** expected calibration error over 15 bins (Guo et al. 2017) */
  readonly calibrationError: number;
  /** share that is right of what is said with 0.9 or more */
  readonly sureAndRight: number;
  /** `right>said` with how often, most frequent first */
  readonly confusions: readonly (readonly [string, number])[];
}

interface Snippet {
  readonly language: string;
  readonly variant: string;
  readonly text: string;
}

const FILES_A_LANGUAGE = 40;
const HEADS = [5, 10, 20, 40];
const WINDOWS = [10, 20];
const BINS = 15;
const TEMPERATURE_BINS = 14;
const TEMPERATURES = Array.from({ length: 60 }, (_, index) => 0.4 * 1.05 ** index);
const FEWEST_FOR_TEMPERATURE = 50;

/** Fits one temperature for each length of text on half of the evaluation files. */
export function fitTemperatures(weights: LanguageWeights, corpus: LanguageCorpus): Float32Array {
  const flat = { ...weights, temperatures: new Float32Array([1]) };
  const bins: { scores: Float64Array; label: number }[][] = Array.from({ length: TEMPERATURE_BINS }, () => []);
  for (const { scores, label, count } of scoredSnippets(flat, evaluationSnippets(corpus, 0))) {
    bins[temperatureIndex(count, TEMPERATURE_BINS)]?.push({ scores, label });
  }
  const all = bins.flat();
  return Float32Array.from(bins, (bin) => bestTemperature(bin.length < FEWEST_FOR_TEMPERATURE ? all : bin));
}

function bestTemperature(scored: readonly { scores: Float64Array; label: number }[]): number {
  const loss = (temperature: number) =>
    scored.reduce((total, { scores, label }) => total - Math.log(probability(scores, label, temperature)), 0);
  const losses = TEMPERATURES.map(loss);
  return TEMPERATURES[losses.indexOf(Math.min(...losses))] ?? 1;
}

function probability(scores: Float64Array, label: number, temperature: number): number {
  const right = scores[label] ?? 0;
  let total = 0;
  for (const score of scores) total += Math.exp((score - right) / temperature);
  return Math.max(1e-12, 1 / total);
}

/** Scores the other half of the evaluation files. */
export function evaluateLanguages(weights: LanguageWeights, corpus: LanguageCorpus): LanguageScores {
  const hits = new Map<string, [number, number]>();
  const variants = new Map<string, Map<string, [number, number]>>();
  const confusions = new Map<string, number>();
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { scores, label, snippet } of scoredSnippets(weights, evaluationSnippets(corpus, 1))) {
    const said = scores.indexOf(Math.max(...scores));
    const isRight = said === label ? 1 : 0;
    const confidence = probability(scores, said, 1);
    tally(hits, snippet.language, isRight);
    const variant = variants.get(snippet.variant) ?? new Map();
    variants.set(snippet.variant, variant);
    tally(variant, snippet.language, isRight);
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin !== undefined) {
      bin.count++;
      bin.confidence += confidence;
      bin.right += isRight;
    }
    if (isRight === 0) {
      const pair = `${snippet.language}>${weights.languages[said]}`;
      confusions.set(pair, (confusions.get(pair) ?? 0) + 1);
    }
  }
  const total = bins.reduce((sum, { count }) => sum + count, 0) || 1;
  const sure = bins.slice(Math.floor(0.9 * BINS));
  return {
    macro: macro(hits),
    byVariant: Object.fromEntries([...variants].map(([variant, counts]) => [variant, macro(counts)])),
    byLanguage: Object.fromEntries([...hits].map(([language, [right, count]]) => [language, right / count])),
    calibrationError: bins.reduce(
      (sum, { count, confidence, right }) => sum + (Math.abs(confidence - right) / (count || 1)) * (count / total),
      0,
    ),
    sureAndRight:
      sure.reduce((sum, { right }) => sum + right, 0) / (sure.reduce((sum, { count }) => sum + count, 0) || 1),
    confusions: [...confusions].sort((a, b) => b[1] - a[1]),
  };
}

function* scoredSnippets(weights: LanguageWeights, snippets: Iterable<Snippet>) {
  const model = createLanguageModel(weights);
  const extractor = createFeatureExtractor(LONGEST_SNIPPET, weights.vocabulary, weights.telling);
  for (const snippet of snippets) {
    const label = weights.languages.indexOf(snippet.language);
    if (label < 0) continue;
    const features = extractor.extract(snippet.text);
    yield { scores: Float64Array.from(model.score(features)), label, count: features.count, snippet };
  }
}

function* evaluationSnippets(corpus: LanguageCorpus, half: 0 | 1): Generator<Snippet> {
  const random = createRandom(half + 1);
  for (const [language, files] of [...corpus.evaluation].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const { text } of files.filter((_, index) => index % 2 === half).slice(0, FILES_A_LANGUAGE)) {
      const lines = text.replace(/^\s*\n/, '').split('\n');
      yield { language, variant: 'full', text };
      for (const count of HEADS) {
        if (lines.length > count) yield { language, variant: `first ${count}`, text: lines.slice(0, count).join('\n') };
      }
      for (const count of WINDOWS) {
        if (lines.length < count + 5) continue;
        const start = random.below(lines.length - count);
        const window = lines.slice(start, start + count);
        if (window.filter((line) => line.trim() !== '').length < count / 2) continue;
        yield { language, variant: `window ${count}`, text: window.join('\n') };
      }
    }
  }
}

function tally(counts: Map<string, [number, number]>, key: string, right: number): void {
  const entry = counts.get(key) ?? [0, 0];
  entry[0] += right;
  entry[1]++;
  counts.set(key, entry);
}

function macro(counts: ReadonlyMap<string, readonly [number, number]>): number {
  const shares = [...counts.values()].map(([right, count]) => right / count);
  return shares.reduce((sum, share) => sum + share, 0) / (shares.length || 1);
}
