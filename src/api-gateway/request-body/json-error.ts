// Where a JSON text goes wrong. The engine's own message may quote the text, which is the user's code, and often has no place.

export interface JsonFault {
  /** 1-based */
  readonly line: number;
  /** 1-based, in UTF-16 code units */
  readonly column: number;
}

/** The place of the first fault, or null when the text is valid JSON. Iterative: depth of nesting does not matter. */
export function findJsonFault(text: string): JsonFault | null {
  const scanner = new Scanner(text);
  if (scanner.isValid()) return null;
  const before = text.slice(0, scanner.at);
  return { line: before.split('\n').length, column: scanner.at - before.lastIndexOf('\n') };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\n\r]*/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

/** What may come next. */
type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'separator';

/** Reads a JSON text (RFC 8259) from front to back and stops at the first thing that may not stand there. */
class Scanner {
  at = 0;
  readonly #text: string;
  /** closing brackets still to come, the next one last */
  readonly #open: (']' | '}')[] = [];
  #expected: Expectation = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  isValid(): boolean {
    for (;;) {
      this.#take(SPACE);
      if (this.at >= this.#text.length) return this.#expected === 'separator' && this.#open.length === 0;
      if (!this.#step(this.#text.charAt(this.at))) return false;
    }
  }

  /** Takes one value, key or mark; false when it may not stand here. */
  #step(character: string): boolean {
    if (this.#expected !== 'value' && this.#expected !== 'key' && character === this.#open.at(-1)) return this.#close();
    switch (this.#expected) {
      case 'separator':
        return this.#takeComma(character);
      case 'key':
      case 'key-or-end':
        return this.#takeKey();
      default:
        return this.#takeValue(character);
    }
  }

  #close(): boolean {
    this.#open.pop();
    this.at++;
    this.#expected = 'separator';
    return true;
  }

  #takeComma(character: string): boolean {
    const inside = this.#open.at(-1);
    if (character !== ',' || inside === undefined) return false;
    this.at++;
    this.#expected = inside === ']' ? 'value' : 'key';
    return true;
  }

  #takeKey(): boolean {
    if (!this.#takeString()) return false;
    this.#take(SPACE);
    if (this.#text[this.at] !== ':') return false;
    this.at++;
    this.#expected = 'value';
    return true;
  }

  #takeValue(character: string): boolean {
    if (character === '[' || character === '{') {
      this.#open.push(character === '[' ? ']' : '}');
      this.at++;
      this.#expected = character === '[' ? 'value-or-end' : 'key-or-end';
      return true;
    }
    this.#expected = 'separator';
    return this.#takeString() || this.#take(NUMBER) || this.#take(WORD);
  }

  /** By hand: a regular expression over a string of megabytes runs out of its stack. */
  #takeString(): boolean {
    if (this.#text[this.at] !== '"') return false;
    const begin = this.at++;
    while (this.at < this.#text.length) {
      const unit = this.#text.charCodeAt(this.at);
      if (unit === QUOTE) {
        this.at++;
        return true;
      }
      // Control characters must be escaped.
      if (unit < FIRST_PRINTABLE || (unit === BACKSLASH && !this.#take(ESCAPE))) break;
      if (unit !== BACKSLASH) this.at++;
    }
    this.at = begin;
    return false;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.#text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}
