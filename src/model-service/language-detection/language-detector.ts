// Tells the language of source text from its content: the one interface behind which a trained model can take over.
import { LANGUAGE_EVIDENCE } from './evidence/index.ts';
import { EvidenceModel, type EvidenceScores } from './evidence-model.ts';
import { languagesOfPath, modeLineLanguage, shebangLanguage } from './explicit-markers.ts';
import { createSourceTokens, tokenize } from './source-tokens.ts';

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
const HEAD_CHARACTERS = 16_384;
const WINDOW_CHARACTERS = 6_144;
const WINDOWS_AT = [0.5, 0.85];
const SAMPLE_CHARACTERS = HEAD_CHARACTERS + WINDOWS_AT.length * WINDOW_CHARACTERS + 8;

const FRONT_MATTER_CHARACTERS = 4_096;

const SHEBANG_ODDS = 12;
const MODE_LINE_ODDS = 8;
const PATH_ODDS = 4;
/** Flattens the softmax: evidence is not independent, so it says less than the sum of its parts, and less so in long texts. */
const TEMPERATURE = { base: 2, perDoubling: 0.5 };
const ALTERNATIVES = 4;
/** below this the likeliest language is a guess among many, and not worth naming */
const LEAST_CONFIDENCE = 0.1;

/** Makes the detector from hand-written evidence; it holds buffers, so make one per thread and keep it. */
export function createLanguageDetector(): LanguageDetector {
  const model = new EvidenceModel(LANGUAGE_EVIDENCE);
  const tokens = createSourceTokens(SAMPLE_CHARACTERS);
  return {
    version: 'evidence-1',
    detect(code, hint = {}) {
      tokenize(sample(withoutFrontMatter(code)), tokens);
      if (tokens.count === 0) return { id: UNKNOWN, confidence: 1, alternatives: [] };
      const evidence = model.score(tokens);
      addMarkers(evidence.scores, model.ids, code, hint.path ?? null);
      return decide(evidence, model.ids);
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
  if (code.length <= SAMPLE_CHARACTERS - 8) return code;
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

function decide(evidence: EvidenceScores, ids: readonly string[]): LanguageDetection {
  const candidates = ids.map((id, index) => ({ id, score: evidence.scores[index] ?? 0 }));
  candidates.sort((a, b) => b.score - a.score);
  const best = candidates[0]?.score ?? 0;
  const temperature = TEMPERATURE.base + TEMPERATURE.perDoubling * Math.log2(1 + evidence.shape.lines);
  let total = 0;
  for (const { score } of candidates) total += Math.exp((score - best) / temperature);
  const [first, ...rest] = candidates
    .slice(0, ALTERNATIVES + 1)
    .map(({ id, score }) => ({ id, confidence: Math.exp((score - best) / temperature) / total }));
  if (first === undefined || first.confidence < LEAST_CONFIDENCE) {
    const guesses = first === undefined ? [] : [first, ...rest].filter(({ id }) => id !== UNKNOWN);
    return { id: UNKNOWN, confidence: first?.confidence ?? 1, alternatives: guesses.slice(0, ALTERNATIVES) };
  }
  return { ...first, alternatives: rest };
}
