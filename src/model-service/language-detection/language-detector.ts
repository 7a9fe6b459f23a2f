// Tells the language of source text from its content, by a trained model; what the file says of itself counts beside it.
import { languagesOfPath, modeLineLanguage, shebangLanguage } from './explicit-markers.ts';
import { createLanguageModel } from './language-model.ts';
import type { VersionedWeights } from './language-weights.ts';
import { createFeatureExtractor } from './text-features.ts';

export interface DetectedLanguage {
  /** GitHub Linguist's name in lower case, or `unknown` */
  readonly id: string;
  /** probability that `id` is right, 0 to 1 */
  readonly confidence: number;
}

export interface LanguageDetection extends DetectedLanguage {
  /** the next likely languages, likeliest first */
  readonly alternatives: readonly DetectedLanguage[];
}

export interface LanguageDetector {
  /** names the detector and its knowledge in answers */
  readonly version: string;
  /** The language of `code`. A path is only a prior: content that says otherwise wins. Time is bounded for any input. */
  detect(code: string, hint?: { readonly path?: string | null }): LanguageDetection;
}

const UNKNOWN = 'unknown';
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const HEAD_CHARACTERS = 8_000;
const WINDOW_CHARACTERS = 1_990;
const WINDOWS_AT = [0.5, 0.85];
const SAMPLE_CHARACTERS = HEAD_CHARACTERS + WINDOWS_AT.length * (WINDOW_CHARACTERS + 10);

const FRONT_MATTER_CHARACTERS = 4_096;

const SHEBANG_ODDS = 6;
const MODE_LINE_ODDS = 4;
const PATH_ODDS = 5;
const ALTERNATIVES = 4;
/** below this the likeliest language is a guess among many, and not worth naming */
const LEAST_CONFIDENCE = 0.15;

/** It holds buffers, so make one per thread and keep it. */
export function createLanguageDetector({ version, weights }: VersionedWeights): LanguageDetector {
  const model = createLanguageModel(weights);
  const extractor = createFeatureExtractor(SAMPLE_CHARACTERS, weights.vocabulary, weights.telling);
  return {
    version,
    detect(code, hint = {}) {
      const text = sample(withoutFrontMatter(code));
      const features = extractor.extract(text);
      // Nothing but signs is no program that anybody wants analysed.
      if (features.count === 0 || !WORD_CHARACTER.test(text)) return { id: UNKNOWN, confidence: 1, alternatives: [] };
      const scores = model.score(features);
      addMarkers(scores, model.languages, code, hint.path ?? null);
      return decide(scores, model.languages);
    },
  };
}

/** Documents of several languages open with a YAML block between two `---` lines; what follows it is the language. */
function withoutFrontMatter(code: string): string {
  if (!code.startsWith('---\n')) return code;
  const end = code.indexOf('\n---\n', 3);
  if (end < 0 || end > FRONT_MATTER_CHARACTERS) return code;
  const rest = code.slice(end + 5);
  return rest.trim() === '' ? code : rest;
}

/** The head of a long text and two windows of its body, cut at line ends. */
function sample(code: string): string {
  if (code.length <= SAMPLE_CHARACTERS) return code;
  const parts = [code.slice(0, HEAD_CHARACTERS)];
  for (const share of WINDOWS_AT) {
    const start = Math.max(HEAD_CHARACTERS, Math.floor(share * (code.length - WINDOW_CHARACTERS)));
    const window = code.slice(start, start + WINDOW_CHARACTERS);
    parts.push(window.slice(window.indexOf('\n') + 1));
  }
  return parts.join('\n');
}

function addMarkers(scores: Float64Array, ids: readonly string[], code: string, path: string | null): void {
  const add = (id: string | null, odds: number): void => {
    const index = id === null ? -1 : ids.indexOf(id);
    if (index >= 0) scores[index] = (scores[index] ?? 0) + odds;
  };
  add(shebangLanguage(code), SHEBANG_ODDS);
  add(modeLineLanguage(code), MODE_LINE_ODDS);
  for (const id of path === null ? [] : languagesOfPath(path)) add(id, PATH_ODDS);
}

function decide(scores: Float64Array, ids: readonly string[]): LanguageDetection {
  const candidates = ids.map((id, index) => ({ id, score: scores[index] ?? 0 })).sort((a, b) => b.score - a.score);
  const best = candidates[0]?.score ?? 0;
  const odds = ({ score }: { readonly score: number }) => Math.exp(score - best);
  const total = candidates.reduce((sum, candidate) => sum + odds(candidate), 0);
  const likeliest = candidates
    .slice(0, ALTERNATIVES + 1)
    .map((each) => ({ id: each.id, confidence: odds(each) / total }));
  const [first, ...rest] = likeliest;
  if (first === undefined || first.confidence < LEAST_CONFIDENCE) {
    const guesses = likeliest.filter(({ id }) => id !== UNKNOWN).slice(0, ALTERNATIVES);
    return { id: UNKNOWN, confidence: first?.confidence ?? 1, alternatives: guesses };
  }
  return { ...first, alternatives: rest };
}
