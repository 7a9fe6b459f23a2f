// Text as what a linear model sees: hashed words, neighbours, starts and ends of lines, and shapes of what stands between.
// Words outside a learned vocabulary count by their spelling only (lower case, capitalised, …): what a project calls its own
// things says nothing of the language.

/** 2^17 rows keep collisions rare and the model under 4 MB. */
export const FEATURE_BUCKETS = 1 << 17;

/** bits of the set of known words: rarely do two words share one */
const VOCABULARY_BITS = 18;
/** bytes of a vocabulary */
export const VOCABULARY_BYTES = 2 ** VOCABULARY_BITS / 8;

/** The features of one text: which buckets, and how much each counts; the squares of the weights add up to 1. */
export interface TextFeatures {
  readonly buckets: Int32Array;
  readonly weights: Float32Array;
  /** how many entries of both are in use */
  readonly count: number;
}

export interface FeatureExtractor {
  /** Reads the text in one pass. The answer is overwritten by the next call. */
  extract(text: string): TextFeatures;
}

// FNV-1a, 32 bits.
const HASH_START = 0x811c9dc5;
const HASH_PRIME = 0x01000193;
const MASK = FEATURE_BUCKETS - 1;

/** Sorts of features are hashed apart. */
const WORD = 0x1;
const PAIR = 0x2;
const LINE_START = 0x3;
const LINE_END = 0x4;
const SHAPE = 0x5;
const RUN = 0x6;
const GAP = 0x7;
const INDENT = 0x8;
const START_PAIR = 0x9;
const START_SHAPE = 0xa;
const END_PAIR = 0xb;
const TRIPLE = 0xc;

// Shape symbols; punctuation stands for itself with its character code.
const LOWER = 1;
const CAPITALISED = 2;
const UPPER = 3;
/** camelCase */
const CAMEL = 4;
const NUMBER = 5;
const LINE = 6;
const FOREIGN = 7;
const SNAKE = 8;
/** PascalCase */
const PASCAL = 9;
/** UPPER_CASE */
const CONSTANT = 10;
/** a single small letter */
const LETTER = 11;
/** symbols of a shape n-gram, and bits of each */
const SHAPE_LENGTH = 4;
const SHAPE_BITS = 7;
const SHAPE_MASK = 2 ** (SHAPE_LENGTH * SHAPE_BITS) - 1;

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const UNDERSCORE = 95;
const QUOTES = new Set([34, 39, 96]);
/** What a line of comment may begin with: # % ' ( * - / ; < ! */
const COMMENT_STARTS = new Set([33, 35, 37, 39, 40, 42, 45, 47, 59, 60]);
const COMMENT =
  /(?:\/\/+!?|\/\*+|\*+|#+|--+|;+|%+|'|!|\(\*+|<!--+)[ \t]+(?=[A-Za-z\d])(?!(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma|error)\b)/y;

/** A text of `longest` characters has no more features than this. */
const featuresOf = (longest: number) => longest * 9 + 16;

/** `vocabulary` is a set of words as `addWord` fills it; without one, every word counts as itself. */
export function createFeatureExtractor(
  longest: number,
  vocabulary: Uint8Array | null,
  telling: Uint8Array | null = null,
): FeatureExtractor {
  const counts = new Uint16Array(FEATURE_BUCKETS);
  const buckets = new Int32Array(Math.min(FEATURE_BUCKETS, featuresOf(longest)));
  const weights = new Float32Array(buckets.length);
  let used = 0;

  const add = (sort: number, hash: number): void => {
    const mixed = mix(sort, hash);
    if (telling !== null && !hasFeature(telling, mixed)) return;
    const bucket = (mixed ^ (mixed >>> 13)) & MASK;
    const count = counts[bucket] ?? 0;
    if (count === 0) buckets[used++] = bucket;
    if (count < 65_535) counts[bucket] = count + 1;
  };

  return {
    extract(text) {
      used = 0;
      readTokens(text.length > longest ? text.slice(0, longest) : text, vocabulary, add);
      let total = 0;
      for (let index = 0; index < used; index++) {
        const bucket = buckets[index] ?? 0;
        const count = counts[bucket] ?? 0;
        counts[bucket] = 0;
        total += count;
        // Repetition says less each time.
        weights[index] = Math.sqrt(count);
      }
      const norm = total === 0 ? 0 : 1 / Math.sqrt(total);
      for (let index = 0; index < used; index++) weights[index] = (weights[index] ?? 0) * norm;
      return { buckets, weights, count: used };
    },
  };
}

function mix(sort: number, hash: number): number {
  let mixed = Math.imul(hash ^ Math.imul(sort, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0xc2b2ae35);
}

/** Calls `visit` with each feature of the text, as `addFeature` takes it. */
export function visitFeatures(text: string, vocabulary: Uint8Array, visit: (feature: number) => void): void {
  readTokens(text, vocabulary, (sort, hash) => visit(mix(sort, hash)));
}

/** bits of the set of telling features */
const TELLING_BITS = 21;
export const TELLING_BYTES = 2 ** TELLING_BITS / 8;
const tellingBit = (feature: number) => Math.imul(feature ^ (feature >>> 16), 0x7feb352d) >>> (32 - TELLING_BITS);

/** Makes the feature count. */
export function addFeature(telling: Uint8Array, feature: number): void {
  const bit = tellingBit(feature);
  telling[bit >>> 3] = (telling[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function hasFeature(telling: Uint8Array, feature: number): boolean {
  const bit = tellingBit(feature);
  return ((telling[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
}

/** One pass over the characters: cuts tokens and adds the features that end with each. */
function readTokens(text: string, vocabulary: Uint8Array | null, add: (sort: number, hash: number) => void): void {
  let previous = LINE;
  let beforePrevious = LINE;
  let shape = 0;
  let position = 0;
  let isLineStart = true;
  let indent = 0;
  /** tokens of this line so far, and what it began with */
  let ofLine = 0;
  let start = 0;

  const token = (hash: number, symbol: number): void => {
    add(WORD, hash);
    add(PAIR, Math.imul(previous, 31) ^ hash);
    add(GAP, Math.imul(beforePrevious, 131) ^ hash);
    add(TRIPLE, Math.imul(Math.imul(beforePrevious, 131) ^ previous, 31) ^ hash);
    if (isLineStart) {
      add(LINE_START, hash);
      add(INDENT, Math.imul(indent, 31) ^ symbol);
      isLineStart = false;
      start = hash;
      ofLine = 0;
    } else if (ofLine === 1) {
      add(START_PAIR, Math.imul(start, 31) ^ hash);
      start = Math.imul(start, 31) ^ symbol;
    } else if (ofLine === 2) {
      add(START_SHAPE, Math.imul(start, 31) ^ symbol);
    }
    ofLine++;
    beforePrevious = previous;
    previous = hash;
    shapeSymbol(symbol);
  };
  const shapeSymbol = (symbol: number): void => {
    shape = (shape * 2 ** SHAPE_BITS + symbol) & SHAPE_MASK;
    add(SHAPE, shape);
  };

  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === NEWLINE) {
      if (!isLineStart) {
        add(LINE_END, previous);
        add(END_PAIR, Math.imul(beforePrevious, 31) ^ previous);
        shapeSymbol(LINE);
      }
      isLineStart = true;
      indent = 0;
      position++;
    } else if (code === SPACE || code === TAB) {
      if (isLineStart) indent = code === TAB ? 9 : Math.min(indent + 1, 8);
      position++;
    } else if (isWordCode(code)) {
      position = readWord(text, position, vocabulary, token);
    } else {
      const prose = isLineStart && COMMENT_STARTS.has(code) ? proseStart(text, position) : -1;
      token(code, code < 128 ? code : FOREIGN);
      position = readRun(text, position, code, add);
      // What a comment says is about the program, and its licence says nothing at all.
      if (prose >= 0) position = lineEnd(text, prose);
    }
  }
}

/** Where the words of a line of comment begin, or -1 for a line that is none. */
function proseStart(text: string, position: number): number {
  COMMENT.lastIndex = position;
  return COMMENT.test(text) ? COMMENT.lastIndex : -1;
}

function lineEnd(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end < 0 ? text.length : end;
}

/** A word or number from `start`; returns the position behind it. */
function readWord(
  text: string,
  start: number,
  vocabulary: Uint8Array | null,
  token: (hash: number, symbol: number) => void,
): number {
  const first = text.charCodeAt(start);
  if (isDigit(first)) {
    token(NUMBER, NUMBER);
    return wordEnd(text, start);
  }
  let hash = HASH_START;
  let lower = 0;
  let upper = 0;
  let underscores = 0;
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (!isWordCode(code)) break;
    hash = Math.imul(hash ^ code, HASH_PRIME);
    if (code >= 97 && code <= 122) lower++;
    else if (code >= 65 && code <= 90) upper++;
    else if (code === UNDERSCORE) underscores++;
  }
  const symbol = wordSymbol(first, end - start, lower, upper, underscores);
  token(vocabulary === null || hasWord(vocabulary, hash) ? hash : symbol, symbol);
  return end;
}

function wordEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
  return end;
}

/** Calls `visit` with the hash of each word of the text, as the features know it. */
export function visitWords(text: string, visit: (hash: number) => void): void {
  let isLineStart = true;
  for (let position = 0; position < text.length; position++) {
    const first = text.charCodeAt(position);
    if (first === NEWLINE) isLineStart = true;
    if (first <= SPACE) continue;
    if (isLineStart && COMMENT_STARTS.has(first)) {
      const prose = proseStart(text, position);
      if (prose >= 0) {
        position = lineEnd(text, prose) - 1;
        continue;
      }
    }
    isLineStart = false;
    if (!isWordCode(first)) continue;
    const end = wordEnd(text, position);
    if (!isDigit(first)) {
      let hash = HASH_START;
      for (let at = position; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), HASH_PRIME);
      visit(hash);
    }
    position = end - 1;
  }
}

/** Makes the word of this hash known. */
export function addWord(vocabulary: Uint8Array, hash: number): void {
  const bit = vocabularyBit(hash);
  vocabulary[bit >>> 3] = (vocabulary[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function hasWord(vocabulary: Uint8Array, hash: number): boolean {
  const bit = vocabularyBit(hash);
  return ((vocabulary[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

const vocabularyBit = (hash: number) => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> (32 - VOCABULARY_BITS);

function wordSymbol(first: number, length: number, lower: number, upper: number, underscores: number): number {
  if (length === 1 && lower === 1) return LETTER;
  if (upper === 0) return underscores > 0 ? SNAKE : LOWER;
  if (lower === 0) return underscores > 0 ? CONSTANT : UPPER;
  if (first < 65 || first > 90) return CAMEL;
  return upper === 1 ? CAPITALISED : PASCAL;
}

/** Adds the run of up to three punctuation characters that begins here; returns the position behind its first. */
function readRun(text: string, start: number, first: number, add: (sort: number, hash: number) => void): number {
  let hash = first;
  for (let offset = 1; offset < 3; offset++) {
    const code = text.charCodeAt(start + offset);
    if (!(code > SPACE) || isWordCode(code) || code >= 128 || QUOTES.has(code)) break;
    hash = Math.imul(hash, 131) + code;
    add(RUN, hash);
  }
  return start + 1;
}

const isDigit = (code: number) => code >= 48 && code <= 57;

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === UNDERSCORE;
}
