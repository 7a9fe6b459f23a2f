// Cuts text of an unknown language into tokens in one linear pass: words, numbers, strings, comment markers, punctuation.
// What strings and comments say is left out, since it is about the program and not in its language.
import { BlockEnds, lineComment, lineEnd } from './block-ends.ts';
import {
  characterClass,
  commentHash,
  DIGIT,
  KIND,
  LETTER,
  operatorAt,
  SPACE,
  SPELLING,
  spellingHash,
} from './token-spelling.ts';

/** Tokens as parallel arrays (spelling hash, kind); the arrays are reused from one text to the next. */
export interface SourceTokens {
  readonly hashes: Int32Array;
  readonly kinds: Uint8Array;
  count: number;
}

/** Room for a text of that many characters: a token has one at least, and each line adds its start and its end. */
export function createSourceTokens(characters: number): SourceTokens {
  const size = characters * 3 + 8;
  return { hashes: new Int32Array(size), kinds: new Uint8Array(size), count: 0 };
}

const QUOTE_KINDS = new Map<number, number>([
  [34, KIND.doubleQuoted],
  [39, KIND.singleQuoted],
  [96, KIND.backquoted],
]);
const INTERPOLATIONS = ['#{', '${', '$', '\\(', '%', '{'].map((marker) => ({
  marker,
  hash: spellingHash(`"${marker}`),
}));
const SKIPPED_ELEMENTS = ['script', 'style'];

/** Reads one text. */
class Scanner {
  private readonly text: string;
  private readonly into: SourceTokens;
  private readonly ends: BlockEnds;
  private count = 0;
  /** the content of an element that holds another language */
  private skipFrom = -1;
  private skipTo = -1;
  /** by quote character: up to this index no closing quote remains on the line */
  private readonly unclosed = new Map<number, number>();

  constructor(text: string, into: SourceTokens) {
    this.text = text;
    this.into = into;
    this.ends = new BlockEnds(text);
  }

  run(): void {
    const { text } = this;
    let at = 0;
    let open = false;
    let spaceBefore = true;
    let indentedBy = SPELLING.columnZero;
    while (at < text.length) {
      if (at === this.skipFrom && at < this.skipTo) at = this.skipTo;
      const c = text.charCodeAt(at);
      const kind = characterClass(c);
      if (kind === SPACE) {
        if (c === 10) {
          if (open) this.emit(SPELLING.lineEnd, KIND.lineEnd);
          open = false;
          indentedBy = SPELLING.columnZero;
        } else if (!open && indentedBy === SPELLING.columnZero && c !== 13) {
          indentedBy = c === 9 ? SPELLING.tabIndent : SPELLING.spaceIndent;
        }
        spaceBefore = true;
        at++;
        continue;
      }
      if (!open) this.emit(indentedBy, KIND.lineStart);
      if (kind === LETTER) at = this.word(at);
      else if (kind === DIGIT) at = this.number(at);
      else at = this.symbol(at, c, !open, spaceBefore);
      open = true;
      spaceBefore = false;
    }
    if (open) this.emit(SPELLING.lineEnd, KIND.lineEnd);
    this.into.count = this.count;
  }

  private emit(hash: number, kind: number): void {
    this.into.hashes[this.count] = hash;
    this.into.kinds[this.count++] = kind;
  }

  private word(start: number): number {
    const { text } = this;
    let at = start + 1;
    let lower = false;
    while (at < text.length) {
      const c = text.charCodeAt(at);
      if ((characterClass(c) & (LETTER | DIGIT)) === 0) break;
      if (c >= 97) lower = true;
      at++;
    }
    const c = text.charCodeAt(start);
    let kind: number = KIND.word;
    if (c >= 65 && c <= 90) kind = lower || at === start + 1 ? KIND.capitalised : KIND.allCaps;
    this.emit(spellingHash(text, start, at), kind);
    return at;
  }

  private number(start: number): number {
    const { text } = this;
    let at = start + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      const goesOn = (characterClass(c) & (LETTER | DIGIT)) !== 0 || (c === 46 && text.charCodeAt(at + 1) !== 46);
      if (!goesOn) break;
      at++;
    }
    this.emit(SPELLING.plain, KIND.number);
    return at;
  }

  private symbol(at: number, c: number, first: boolean, spaceBefore: boolean): number {
    const { text } = this;
    const comment = lineComment(text, at, first, spaceBefore);
    if (comment !== null) {
      this.emit(commentHash(comment), KIND.comment);
      return lineEnd(text, at);
    }
    const block = this.ends.at(at, first);
    if (block !== null) {
      this.emit(commentHash(block.marker), KIND.comment);
      return block.end;
    }
    const quote = QUOTE_KINDS.get(c);
    if (quote !== undefined) return this.quoted(at, c, quote, spaceBefore);
    return this.punctuation(at, c, spaceBefore);
  }

  private quoted(at: number, c: number, kind: number, spaceBefore: boolean): number {
    const { text } = this;
    const previous = characterClass(text.charCodeAt(at - 1));
    // an apostrophe within a word (don't, x', 1'000) opens nothing
    const closable =
      at >= (this.unclosed.get(c) ?? 0) && !(c === 39 && !spaceBefore && (previous & (LETTER | DIGIT)) !== 0);
    const end = closable ? this.closingQuote(at, c) : -1;
    // 'a of a Rust lifetime or a Lisp symbol: a quote that ends right before a letter closed nothing
    if (end < 0 || (c === 39 && characterClass(text.charCodeAt(end)) === LETTER)) {
      this.emit(spellingHash(String.fromCharCode(c)), KIND.punctuation);
      return at + 1;
    }
    this.emit(kind === KIND.doubleQuoted ? interpolation(text, at, end) : SPELLING.plain, kind);
    return end;
  }

  /** Index after the quote that closes the one at `at` on the same line, or -1, remembered for the rest of the line. */
  private closingQuote(start: number, quote: number): number {
    const { text } = this;
    for (let at = start + 1; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === quote) return at + 1;
      if (c === 92 && text.charCodeAt(at + 1) !== 10) at++;
      else if (c === 10) {
        this.unclosed.set(quote, at);
        return -1;
      }
    }
    this.unclosed.set(quote, text.length);
    return -1;
  }

  private punctuation(at: number, c: number, spaceBefore: boolean): number {
    const { text } = this;
    const operator = operatorAt(text, at);
    if (operator !== null) {
      this.emit(operator.hash, KIND.punctuation);
      return at + operator.text.length;
    }
    const afterWord = !spaceBefore && (characterClass(text.charCodeAt(at - 1)) & (LETTER | DIGIT)) !== 0;
    const beforeLetter = characterClass(text.charCodeAt(at + 1)) === LETTER;
    let hash = spellingHash(text, at, at + 1);
    if (c === 60 && beforeLetter) hash = afterWord ? SPELLING.tightLess : SPELLING.tagLess;
    else if (c === 45 && beforeLetter && afterWord) hash = SPELLING.tightHyphen;
    else if (c === 58 && beforeLetter && !afterWord && isSymbolStart(text.charCodeAt(at - 1)))
      hash = SPELLING.symbolColon;
    this.emit(hash, KIND.punctuation);
    return hash === SPELLING.tagLess ? this.element(at) : at + 1;
  }

  /** Markup elements that hold another language: their names count, what is in them does not. */
  private element(at: number): number {
    for (const name of SKIPPED_ELEMENTS) {
      if (!this.text.startsWith(name, at + 1) || characterClass(this.text.charCodeAt(at + 1 + name.length)) === LETTER)
        continue;
      const end = this.ends.find(`</${name}`, at);
      const open = this.text.indexOf('>', at);
      if (open >= 0 && open - at < 300) {
        this.skipFrom = open + 1;
        this.skipTo = end < 0 ? this.text.length : end - name.length - 2;
      }
    }
    return at + 1;
  }
}

/** NaN (text start), blank, or an opening bracket, comma or bar. */
function isSymbolStart(code: number): boolean {
  return Number.isNaN(code) || code <= 32 || code === 40 || code === 91 || code === 44 || code === 123 || code === 124;
}

/** How a string inserts values, which is language and not content. */
function interpolation(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end - 1; at++) {
    const c = text.charCodeAt(at);
    if (c !== 35 && c !== 36 && c !== 92 && c !== 37 && c !== 123) continue;
    for (const { marker, hash } of INTERPOLATIONS) {
      if (!text.startsWith(marker, at)) continue;
      const next = characterClass(text.charCodeAt(at + 1));
      if ((marker === '%' || marker === '{') && next !== LETTER) continue;
      if (marker === '$' && next !== LETTER && !'0123456789@(*#?'.includes(text.charAt(at + 1))) continue;
      return hash;
    }
  }
  return SPELLING.plain;
}

/** One pass over `text`, at most as long as `into` was made for. No character is looked at more than a few times. */
export function tokenize(text: string, into: SourceTokens): void {
  new Scanner(text, into).run();
}
