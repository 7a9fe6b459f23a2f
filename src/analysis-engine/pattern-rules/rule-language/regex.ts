// Regular expressions as rules use them: translated, checked for running away, with the three ways of asking.
import { LIMITS } from '../../limits.ts';
import { growthOf, type RegexGrowth } from './regex-growth.ts';
import { createMachine, type RegexMachine } from './regex-machine.ts';
import { parseRegex, type RegexNode, RegexRefused } from './regex-syntax.ts';
import { wordsOf } from './regex-words.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface RegexMatch extends Span {
  /** groups by number from 1 on, and by name */
  readonly groups: readonly (Span | undefined)[];
  readonly names: Readonly<Record<string, Span | undefined>>;
}

export interface RuleRegex {
  /** of its groups: by number and as they are called */
  readonly names: readonly string[];
  /** what a text must have to be matched, in small letters */
  readonly words: readonly string[];
  /** whether it matches anywhere */
  search(text: string): boolean;
  /** the match that begins at the start of the text */
  matchStart(text: string): RegexMatch | null;
  /** every match, one after the other, so many at most */
  all(text: string, most: number): RegexMatch[];
}

const COMPILED = new Map<string, RuleRegex>();
const REMEMBERED = 2_000;

/** Whether JavaScript's own engine runs an expression in time linear in the text; false for what is none. */
export function isLinearExpression(source: string): boolean {
  try {
    const growth = growthOf(parseRegex(source, false).root);
    // Facts hand the source to the host as it is written.
    new RegExp(source, 'i');
    return !growth.exponential && growth.degree === 0;
  } catch {
    return false;
  }
}

/** Translates an expression; throws RegexRefused with what is not supported. */
export function compileRegex(source: string, multiLine = false): RuleRegex {
  const key = `${multiLine ? 'm' : '-'}${source}`;
  let compiled = COMPILED.get(key);
  if (compiled === undefined) {
    if (COMPILED.size >= REMEMBERED) COMPILED.clear();
    compiled = translate(source, multiLine);
    COMPILED.set(key, compiled);
  }
  return compiled;
}

function translate(source: string, multiLine: boolean): RuleRegex {
  const { root, ignoreCase } = parseRegex(source, multiLine);
  const writer = new Writer();
  const text = writer.write(root);
  // Where groups are is asked for only where there are some: it costs as much as the match itself.
  const flags = `${ignoreCase ? 'i' : ''}${writer.numbers.length > 0 ? 'd' : ''}u`;
  let native: NativeRegex;
  try {
    const anywhere = new RegExp(text, `g${flags}`);
    native = new NativeRegex(anywhere, new RegExp(text, `y${flags}`), writer.numbers, wordsOf(root));
  } catch (error) {
    throw new RegexRefused(`it cannot be translated (${error instanceof Error ? error.message : String(error)})`);
  }
  const growth = growthOf(root);
  if (!growth.exponential && growth.degree === 0) return native;
  return new BoundedRegex(native, growth, machineOf(root, ignoreCase, growth));
}

/** The linear matcher of an expression; null for one that has none and needs none on short texts. */
function machineOf(root: RegexNode, ignoreCase: boolean, growth: RegexGrowth): RegexMachine | null {
  try {
    return createMachine(root, ignoreCase);
  } catch (error) {
    if (error instanceof RegexRefused && !growth.exponential) return null;
    throw error;
  }
}

class NativeRegex implements RuleRegex {
  readonly names: readonly string[];
  readonly #anywhere: RegExp;
  readonly #sticky: RegExp;
  readonly #numbers: readonly number[];
  readonly words: readonly string[];

  constructor(anywhere: RegExp, sticky: RegExp, numbers: readonly number[], words: readonly string[]) {
    const called = Array.from(anywhere.source.matchAll(/\(\?<(\w+)>/g), ([, name]) => name);
    this.names = [...numbers.map((_, index) => String(index + 1)), ...called];
    this.words = words;
    this.#anywhere = anywhere;
    this.#sticky = sticky;
    this.#numbers = numbers;
  }

  search(input: string): boolean {
    this.#anywhere.lastIndex = 0;
    return this.#anywhere.test(input);
  }

  matchStart(input: string): RegexMatch | null {
    this.#sticky.lastIndex = 0;
    const found = this.#sticky.exec(input);
    return found && this.#toMatch(found);
  }

  all(input: string, most: number): RegexMatch[] {
    const matches: RegexMatch[] = [];
    for (const found of input.matchAll(this.#anywhere)) {
      if (matches.push(this.#toMatch(found)) >= most) break;
    }
    return matches;
  }

  #toMatch({ index, 0: { length }, indices }: RegExpExecArray): RegexMatch {
    const names = Object.entries(indices?.groups ?? {}).map(([name, span]) => [name, spanOf(span)] as const);
    return {
      start: index,
      end: index + length,
      groups: this.#numbers.map((number) => spanOf(indices?.[number])),
      names: Object.fromEntries(names),
    };
  }
}

const spanOf = (ends: readonly [number, number] | undefined): Span | undefined =>
  ends && { start: ends[0], end: ends[1] };

/** The host's matcher where it must end soon, else the linear one; a text too long for both does not match. */
class BoundedRegex implements RuleRegex {
  readonly names: readonly string[];
  readonly words: readonly string[];
  readonly #native: NativeRegex;
  readonly #growth: RegexGrowth;
  readonly #machine: RegexMachine | null;

  constructor(native: NativeRegex, growth: RegexGrowth, machine: RegexMachine | null) {
    this.names = native.names;
    this.words = native.words;
    this.#native = native;
    this.#growth = growth;
    this.#machine = machine;
  }

  search(input: string): boolean {
    if (this.#isCheap(input)) return this.#native.search(input);
    return this.#machine?.find(input, 0, false) != null;
  }

  matchStart(input: string): RegexMatch | null {
    if (this.#isCheap(input)) return this.#native.matchStart(input);
    return this.#machine?.find(input, 0, true) ?? null;
  }

  all(input: string, most: number): RegexMatch[] {
    if (this.#isCheap(input)) return this.#native.all(input, most);
    const found: RegexMatch[] = [];
    const limit = Math.min(most, LIMITS.findings);
    for (let from = 0; from <= input.length && found.length < limit; ) {
      const match = this.#machine?.find(input, from, false);
      if (match == null) break;
      found.push(match);
      from = Math.max(match.end, match.start + 1);
    }
    return found;
  }

  /** Whether backtracking takes few steps at worst. */
  #isCheap(input: string): boolean {
    const { exponential, degree, acrossLines } = this.#growth;
    if (exponential) return false;
    const run = acrossLines ? input.length : longestLine(input);
    return input.length * run ** degree <= LIMITS.regexSteps;
  }
}

function longestLine(text: string): number {
  let longest = 0;
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    longest = Math.max(longest, stop - start);
    start = stop + 1;
  }
  return longest;
}

/** The tree as JavaScript's syntax. Atomic groups become a lookahead that remembers, so that groups are numbered anew. */
class Writer {
  /** group of the rule → group of what is written */
  readonly numbers: number[] = [];
  #written = 0;

  write(node: RegexNode): string {
    switch (node.type) {
      case 'alternatives':
        return `(?:${node.options.map((option) => this.write(option)).join('|')})`;
      case 'sequence':
        return node.items.map((item) => this.write(item)).join('');
      case 'set':
      case 'assertion':
        return node.source;
      case 'repeat':
        return this.#repeat(node);
      case 'group':
        this.numbers.push(++this.#written);
        return `(${node.name === null ? '' : `?<${node.name}>`}${this.write(node.item)})`;
      case 'look':
        return `(?${node.behind ? '<' : ''}${node.negated ? '!' : '='}${this.write(node.item)})`;
      case 'reference':
        return this.#reference(node.to);
    }
  }

  #reference(to: string): string {
    if (to.startsWith('k')) return `\\${to}`;
    const number = this.numbers[Number(to) - 1];
    if (number === undefined) throw new RegexRefused(`\\${to} refers to no group before it`);
    return `(?:\\${number})`;
  }

  #repeat(node: RegexNode & { type: 'repeat' }): string {
    const outer = node.atomic ? ++this.#written : 0;
    const item = this.write(node.item);
    const repeated = `(?:${item})${boundsOf(node.min, node.max)}${node.lazy ? '?' : ''}`;
    return node.atomic ? `(?=(${repeated}))\\${outer}` : repeated;
  }
}

function boundsOf(min: number, max: number): string {
  if (min === 1 && max === 1) return '';
  if (max === Infinity) return min > 1 ? `{${min},}` : ['*', '+'][min];
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
