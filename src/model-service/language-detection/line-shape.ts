// What share of a text's lines has each shape, and how likely a share is for a language that leads us to expect another.
import type { ExpectedShape, Frequency } from './evidence/language-evidence.ts';
import type { SourceTokens } from './source-tokens.ts';
import { KIND, SPELLING, spellingHash } from './token-spelling.ts';

export const SHAPES = [
  'semicolon',
  'brace',
  'colon',
  'paren',
  'tag',
  'prose',
  'pair',
  'word',
  'sigil',
] as const satisfies readonly (keyof ExpectedShape)[];

/** Shares in the order of SHAPES, and on how many lines of code they rest. */
export interface MeasuredShape {
  readonly shares: readonly number[];
  readonly lines: number;
}

const SEMICOLON = spellingHash(';');
const DOUBLE_SEMICOLON = spellingHash(';;');
const OPEN_BRACE = spellingHash('{');
const CLOSE_BRACE = spellingHash('}');
const COLON = spellingHash(':');
const OPEN_PAREN = spellingHash('(');
const CLOSE_TAG = spellingHash('</');
const DOLLAR = spellingHash('$');
const AT = spellingHash('@');
const HYPHEN = spellingHash('-');
const PERIOD = spellingHash('.');
const COMMA = spellingHash(',');
const PROSE_RUN = 5;

/** Reads the shapes off the tokens; comment lines do not count as lines. */
export function measureShape(tokens: SourceTokens): MeasuredShape {
  const { hashes, kinds, count } = tokens;
  const hits = SHAPES.map(() => 0);
  const hit = (shape: (typeof SHAPES)[number]): void => {
    const index = SHAPES.indexOf(shape);
    hits[index] = (hits[index] ?? 0) + 1;
  };
  let lines = 0;
  let inLine = 0;
  let words = 0;
  let solid = 0;
  let sigils = 0;
  let start = 0;
  let run = 0;
  let longestRun = 0;
  for (let i = 0; i < count; i++) {
    const kind = kinds[i] ?? 0;
    const hash = hashes[i] ?? 0;
    if (kind === KIND.lineStart) {
      start = i + 1;
      inLine = 0;
      run = 0;
      longestRun = 0;
    } else if (kind === KIND.lineEnd) {
      if (inLine === 0) continue;
      lines++;
      const end = kinds[i - 1] === KIND.comment ? i - 2 : i - 1;
      const last = hashes[end] ?? 0;
      const first = hashes[start] ?? 0;
      const second = hashes[start + 1] ?? 0;
      if (last === SEMICOLON || last === DOUBLE_SEMICOLON) hit('semicolon');
      if (last === OPEN_BRACE || first === CLOSE_BRACE) hit('brace');
      if (last === COLON) hit('colon');
      if (first === OPEN_PAREN) hit('paren');
      if (first === SPELLING.tagLess || first === CLOSE_TAG) hit('tag');
      if (longestRun >= PROSE_RUN) hit('prose');
      if (
        first === HYPHEN ||
        second === COLON ||
        (hashes[start + 2] === SPELLING.tightHyphen && kinds[start] === KIND.word)
      )
        hit('pair');
    } else if (kind !== KIND.comment) {
      inLine++;
      solid++;
      if (kind <= KIND.allCaps) {
        words++;
        run++;
        if (run > longestRun) longestRun = run;
      } else {
        if (hash !== COMMA && hash !== PERIOD) run = 0;
        const next = kinds[i + 1] ?? 0;
        if ((hash === DOLLAR || hash === AT) && next <= KIND.allCaps) sigils++;
      }
    }
  }
  const shares = hits.map((n) => n / Math.max(1, lines));
  shares[SHAPES.indexOf('word')] = words / Math.max(1, solid);
  shares[SHAPES.indexOf('sigil')] = sigils / Math.max(1, lines);
  return { shares, lines };
}

/** Log-likelihood of a measured share (none, a few, some, most of the lines) by expected frequency. */
const LIKELIHOOD: Readonly<Record<Frequency, readonly number[]>> = {
  never: [0.15, -0.8, -2.2, -4],
  rare: [0.1, 0.3, -0.4, -1.6],
  some: [-0.9, 0.1, 0.5, 0],
  most: [-3, -1.6, -0.1, 0.9],
};
const BOUNDS = [0.001, 0.08, 0.35];
/** so many lines say all that shape can say */
const FULL_LINES = 10;

/** Log-odds that text of this shape is in the language; 0 without lines. */
export function shapeScore(measured: MeasuredShape, expected: ExpectedShape): number {
  let score = 0;
  SHAPES.forEach((shape, index) => {
    const frequency = expected[shape];
    if (frequency === undefined) return;
    const share = measured.shares[index] ?? 0;
    const bin = BOUNDS.filter((bound) => share >= bound).length;
    score += LIKELIHOOD[frequency][bin] ?? 0;
  });
  return score * Math.min(1, measured.lines / FULL_LINES);
}
