// Regular expressions of rules (PCRE, Python) as a tree: what can be said in JavaScript, the rest refused.

export type RegexNode =
  | { readonly type: 'alternatives'; readonly options: readonly RegexNode[] }
  | { readonly type: 'sequence'; readonly items: readonly RegexNode[] }
  | {
      readonly type: 'repeat';
      readonly item: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      /** never gives back what it took: `a++`, `(?>a)` */
      readonly atomic: boolean;
    }
  /** one character; `source` is how JavaScript writes it */
  | { readonly type: 'set'; readonly source: string }
  | { readonly type: 'group'; readonly item: RegexNode; readonly name: string | null }
  | { readonly type: 'look'; readonly item: RegexNode; readonly behind: boolean; readonly negated: boolean }
  | { readonly type: 'assertion'; readonly source: string }
  | { readonly type: 'reference'; readonly to: string };

export interface ParsedRegex {
  readonly root: RegexNode;
  readonly ignoreCase: boolean;
}

/** Thrown with what is not supported, in words. */
export class RegexRefused extends Error {}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiLine: boolean;
  readonly extended: boolean;
}

/** Longer expressions are tables, not rules. */
const LONGEST = 20_000;
const DEEPEST = 200;

/** `multiLine`: `^` and `$` also match at line ends, as they do for `pattern-regex`. */
export function parseRegex(source: string, multiLine: boolean): ParsedRegex {
  if (source.length > LONGEST) throw new RegexRefused('the regular expression is too long');
  const parser = new Parser(source, { ignoreCase: false, dotAll: false, multiLine, extended: false });
  const root = parser.alternatives();
  if (parser.at < source.length) throw new RegexRefused('the regular expression closes a ) that it did not open');
  return { root, ignoreCase: parser.globalIgnoreCase };
}

const CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: 'A-Za-z',
    digit: '0-9',
    alnum: 'A-Za-z0-9',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\s',
    blank: ' \\t',
    punct: '!-\\/:-@\\[-`{-~',
    word: '\\w',
    xdigit: '0-9A-Fa-f',
  }),
);

class Parser {
  at = 0;
  globalIgnoreCase = false;
  readonly #source: string;
  #flags: Flags;
  #depth = 0;

  constructor(source: string, flags: Flags) {
    this.#source = source;
    this.#flags = flags;
    const start = /^\(\?([a-z]+)\)/.exec(source);
    if (start?.[1].includes('i')) this.globalIgnoreCase = true;
  }

  alternatives(): RegexNode {
    if (++this.#depth > DEEPEST) throw new RegexRefused('groups nest too deep');
    const before = this.#flags;
    const options = [this.#sequence()];
    while (this.#source[this.at] === '|') {
      this.at++;
      options.push(this.#sequence());
    }
    this.#flags = before;
    this.#depth--;
    return options.length === 1 ? options[0] : { type: 'alternatives', options };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.#source.length) {
      const char = this.#source[this.at];
      if (char === '|' || char === ')') break;
      if (this.#skipped(char)) continue;
      const item = this.#item(char);
      if (item !== null) items.push(this.#repeated(item));
    }
    return items.length === 1 ? items[0] : { type: 'sequence', items };
  }

  /** White space and comments of the extended syntax. */
  #skipped(char: string): boolean {
    if (!this.#flags.extended) return false;
    if (/\s/.test(char)) {
      this.at++;
      return true;
    }
    if (char !== '#') return false;
    const end = this.#source.indexOf('\n', this.at);
    this.at = end < 0 ? this.#source.length : end + 1;
    return true;
  }

  #item(char: string): RegexNode | null {
    if (char === '(') return this.#group();
    if (char === '[') return this.#set();
    if (char === '\\') return this.#escape();
    this.at++;
    if (char === '.') return { type: 'set', source: this.#flags.dotAll ? '[\\s\\S]' : '[^\\n]' };
    if (char === '^') return { type: 'assertion', source: this.#flags.multiLine ? '(?<![^\\n])' : '(?<![\\s\\S])' };
    if (char === '$') return { type: 'assertion', source: this.#flags.multiLine ? '(?![^\\n])' : '(?!\\n?[\\s\\S])' };
    return this.#literal(char);
  }

  #literal(char: string): RegexNode {
    const plain = char.codePointAt(0) ?? 0;
    const whole = plain > 0xffff ? String.fromCodePoint(plain) : char;
    if (this.#flags.ignoreCase && !this.globalIgnoreCase && /[a-z]/i.test(char)) {
      return { type: 'set', source: `[${char.toLowerCase()}${char.toUpperCase()}]` };
    }
    return { type: 'set', source: escaped(whole) };
  }

  #repeated(item: RegexNode): RegexNode {
    let made = item;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === null) return made;
      const suffix = this.#source[this.at];
      const lazy = suffix === '?';
      const atomic = suffix === '+';
      if (lazy || atomic) this.at++;
      made = { type: 'repeat', item: made, min: bounds[0], max: bounds[1], lazy, atomic };
    }
  }

  #bounds(): readonly [number, number] | null {
    const char = this.#source[this.at];
    const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;
    if (char === '*' || char === '+' || char === '?') {
      this.at++;
      return simple[char];
    }
    const counted = /^\{(\d*)(,?)(\d*)\}/.exec(this.#source.slice(this.at, this.at + 24));
    if (!counted || counted[0] === '{}' || counted[0] === '{,}') return null;
    this.at += counted[0].length;
    const min = Number(counted[1] || 0);
    if (counted[2] === '') return [min, min];
    return [min, counted[3] === '' ? Infinity : Number(counted[3])];
  }

  #group(): RegexNode | null {
    const rest = this.#source.slice(this.at, this.at + 80);
    const flags = /^\(\?([a-zA-Z]*)(?:-([a-z]+))?([:)])/.exec(rest);
    if (flags) return this.#flagged(flags);
    const comment = /^\(\?#[^)]*\)/.exec(this.#source.slice(this.at));
    if (comment) {
      this.at += comment[0].length;
      return null;
    }
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named) return this.#closed(named[0].length, (item) => ({ type: 'group', item, name: named[1] ?? named[2] }));
    const reference = /^\(\?P=(\w+)\)/.exec(rest);
    if (reference) {
      this.at += reference[0].length;
      return { type: 'reference', to: `k<${reference[1]}>` };
    }
    const look = /^\(\?(<?)([=!])/.exec(rest);
    if (look) {
      const behind = look[1] === '<';
      return this.#closed(look[0].length, (item) => ({ type: 'look', item, behind, negated: look[2] === '!' }));
    }
    if (rest.startsWith('(?>')) {
      return this.#closed(3, (item) => ({ type: 'repeat', item, min: 1, max: 1, lazy: false, atomic: true }));
    }
    if (rest.startsWith('(?') || rest.startsWith('(*')) throw new RegexRefused(`${rest.slice(0, 4)} is not supported`);
    return this.#closed(1, (item) => ({ type: 'group', item, name: null }));
  }

  #flagged([whole, on, off = '', end]: RegExpExecArray): RegexNode | null {
    const before = this.#flags;
    const value = (flag: string, known: boolean): boolean => (known || on.includes(flag)) && !off.includes(flag);
    if (/[^aimsuxU]/.test(on) || on.includes('U')) throw new RegexRefused(`the flags (?${on}) are not supported`);
    const changed: Flags = {
      ignoreCase: value('i', before.ignoreCase),
      dotAll: value('s', before.dotAll),
      multiLine: value('m', before.multiLine),
      extended: value('x', before.extended),
    };
    this.#flags = changed;
    if (end === ')') {
      this.at += whole.length;
      return null;
    }
    const made = this.#closed(whole.length, (item) => item);
    this.#flags = before;
    return { type: 'sequence', items: [made] };
  }

  #closed(opening: number, make: (item: RegexNode) => RegexNode): RegexNode {
    this.at += opening;
    const item = this.alternatives();
    if (this.#source[this.at] !== ')') throw new RegexRefused('a ( of the regular expression is not closed');
    this.at++;
    return make(item);
  }

  #escape(): RegexNode {
    const char = this.#source[this.at + 1];
    if (char === undefined) throw new RegexRefused('the regular expression ends in a \\');
    const assertion = ASSERTIONS[char];
    if (assertion !== undefined) {
      this.at += 2;
      return { type: 'assertion', source: assertion };
    }
    if (/[1-9]/.test(char)) {
      this.at += 2;
      return { type: 'reference', to: char };
    }
    const named = /^\\(?:k|g)(?:<(\w+)>|\{(\w+)\}|'(\w+)')/.exec(this.#source.slice(this.at, this.at + 60));
    if (named) {
      this.at += named[0].length;
      const name = named[1] ?? named[2] ?? named[3];
      return { type: 'reference', to: /^\d+$/.test(name) ? name : `k<${name}>` };
    }
    if (char === 'Q') return this.#quoted();
    if (char === 'K' || char === 'G' || char === 'X' || char === 'C')
      throw new RegexRefused(`\\${char} is not supported`);
    const literal = this.#escapedCharacter();
    if (literal.length === 1 && /[a-z]/i.test(literal)) return this.#literal(literal);
    return { type: 'set', source: SETS[literal] ?? literal };
  }

  #quoted(): RegexNode {
    const end = this.#source.indexOf('\\E', this.at);
    const text = this.#source.slice(this.at + 2, end < 0 ? undefined : end);
    this.at = end < 0 ? this.#source.length : end + 2;
    return { type: 'sequence', items: [...text].map((char) => this.#literal(char)) };
  }

  /** An escape as JavaScript writes it, inside or outside of brackets. */
  #escapedCharacter(inSet = false): string {
    const code = /^\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|0([0-7]{0,2}))/.exec(
      this.#source.slice(this.at, this.at + 16),
    );
    if (code) {
      this.at += code[0].length;
      const value =
        code[4] === undefined ? Number.parseInt(code[1] ?? code[2] ?? code[3], 16) : Number.parseInt(code[4] || '0', 8);
      return `\\u{${value.toString(16)}}`;
    }
    const property = /^\\[pP](?:\{\^?[\w ]+\}|[A-Z])/.exec(this.#source.slice(this.at, this.at + 40));
    if (property) {
      this.at += property[0].length;
      return property[0].replace(/^\\([pP])([A-Z])$/, '\\$1{$2}');
    }
    const char = this.#source[this.at + 1];
    this.at += 2;
    if (/[dDwWsSntrfv]/.test(char)) return `\\${char}`;
    if (char === 'a') return '\\u{7}';
    if (char === 'e') return '\\u{1b}';
    if (char in SETS) return char;
    if (/[A-Za-z0-9]/.test(char)) throw new RegexRefused(`\\${char} is not supported`);
    return inSet && char === '-' ? '\\-' : escaped(char);
  }

  #set(): RegexNode {
    const start = this.at++;
    let source = '';
    if (this.#source[this.at] === '^') {
      source = '^';
      this.at++;
    }
    for (let first = true; ; first = false) {
      const char = this.#source[this.at];
      if (char === undefined) throw new RegexRefused('a [ of the regular expression is not closed');
      if (char === ']' && !first) break;
      source += this.#member(char);
    }
    this.at++;
    if (this.#flags.ignoreCase && !this.globalIgnoreCase) source = bothCases(source);
    if (this.at === start) throw new RegexRefused('an empty set');
    return { type: 'set', source: `[${source}]` };
  }

  #member(char: string): string {
    if (char === '\\') {
      if (this.#source[this.at + 1] === 'b') {
        this.at += 2;
        return '\\u{8}';
      }
      const made = this.#escapedCharacter(true);
      return SETS[made] === undefined ? made : SETS[made].slice(1, -1);
    }
    const posix = /^\[:(\^?)(\w+):\]/.exec(this.#source.slice(this.at, this.at + 16));
    if (posix) {
      const members = CLASSES.get(posix[2]);
      if (members === undefined || posix[1] !== '') throw new RegexRefused(`${posix[0]} is not supported`);
      this.at += posix[0].length;
      return members;
    }
    const whole = String.fromCodePoint(this.#source.codePointAt(this.at) ?? 0);
    this.at += whole.length;
    return whole === '-' ? this.#dash() : escaped(whole);
  }

  /** A dash is a range between two characters, else itself. */
  #dash(): string {
    const before = this.#source[this.at - 2];
    const after = this.#source[this.at];
    const afterClass =
      /\\[dwsDWS]-$/.test(this.#source.slice(0, this.at)) || /^\\[dwsDWS]/.test(this.#source.slice(this.at));
    return before === '[' || before === '^' || after === ']' || afterClass ? '\\-' : '-';
  }
}

const ASSERTIONS: Readonly<Record<string, string>> = {
  b: '\\b',
  B: '\\B',
  A: '(?<![\\s\\S])',
  Z: '(?!\\n?[\\s\\S])',
  z: '(?![\\s\\S])',
};

const SETS: Readonly<Record<string, string>> = {
  h: '[ \\t]',
  H: '[^ \\t]',
  R: '[\\r\\n]',
  N: '[^\\n]',
};

/** A character as itself in an expression with the flag `u`. */
function escaped(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

/** Letters and ranges of letters in both cases. */
function bothCases(members: string): string {
  const ranges = members.match(/[a-z]-[a-z]|[A-Z]-[A-Z]/g) ?? [];
  const swap = (text: string): string => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());
  const letters =
    members.replace(/\\u\{[0-9a-f]+\}|\\[pP]\{[^}]*\}|\\[a-zA-Z]|[a-zA-Z]-[a-zA-Z]/g, '').match(/[a-zA-Z]/g) ?? [];
  return members + ranges.map(swap).join('') + letters.map(swap).join('');
}
