// Where a JSON text goes wrong. The engine's own message may quote the text, which is the user's code, and often has no place.

export interface JsonFault {
  /** 1-based */
  readonly line: number;
  /** 1-based, in UTF-16 code units */
  readonly column: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const SPACE = /[ \t\n\r]*/y;

/** The place of the first fault, or null when the text is valid JSON. Iterative: depth of nesting does not matter. */
export function findJsonFault(text: string): JsonFault | null {
  const offset = faultOffset(text);
  if (offset === null) return null;
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** What may come next. */
type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'separator';

function faultOffset(text: string): number | null {
  const open: ('[' | '{')[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  // By hand: a regular expression over a string of megabytes runs out of its stack.
  const takeString = (): boolean => {
    if (text[at] !== '"') return false;
    const begin = at++;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        at++;
        return true;
      }
      // Control characters must be escaped (RFC 8259, section 7).
      if (unit < FIRST_PRINTABLE || (unit === BACKSLASH && !take(ESCAPE))) break;
      if (unit !== BACKSLASH) at++;
    }
    at = begin;
    return false;
  };
  for (;;) {
    take(SPACE);
    const character = text[at];
    const inside = open.at(-1);
    if (character === undefined) return expected === 'separator' && inside === undefined ? null : at;
    if (expected === 'separator') {
      if (inside === undefined) return at;
      if (character === closing(inside)) open.pop();
      else if (character === ',') expected = inside === '[' ? 'value' : 'key';
      else return at;
      at++;
    } else if (expected.endsWith('-or-end') && inside !== undefined && character === closing(inside)) {
      open.pop();
      at++;
      expected = 'separator';
    } else if (expected.startsWith('key')) {
      if (!takeString()) return at;
      take(SPACE);
      if (text[at] !== ':') return at;
      at++;
      expected = 'value';
    } else if (character === '[' || character === '{') {
      open.push(character);
      at++;
      expected = character === '[' ? 'value-or-end' : 'key-or-end';
    } else {
      if (!takeString() && !take(NUMBER) && !take(WORD)) return at;
      expected = 'separator';
    }
  }
}

function closing(bracket: '[' | '{'): ']' | '}' {
  return bracket === '[' ? ']' : '}';
}
