// Regular expressions as rules use them: translated, checked for running away, with the three ways of asking.
import { parseRegex, type RegexNode, RegexRefused } from './regex-syntax.ts';

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** groups by number from 1 on, and by name */
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, string | undefined>>;
}

export interface RuleRegex {
  /** whether it matches anywhere */
  search(text: string): boolean;
  /** the match that begins at the start of the text */
  matchStart(text: string): RegexMatch | null;
  /** every match, one after the other */
  all(text: string): RegexMatch[];
}

const COMPILED = new Map<string, RuleRegex>();
const REMEMBERED = 2_000;

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
  const flags = ignoreCase ? 'iu' : 'u';
  let anywhere: RegExp;
  try {
    anywhere = new RegExp(text, `g${flags}`);
  } catch (error) {
    throw new RegexRefused(`it cannot be translated (${error instanceof Error ? error.message : String(error)})`);
  }
  const sticky = new RegExp(text, `y${flags}`);
  const toMatch = (found: RegExpExecArray): RegexMatch => ({
    start: found.index,
    end: found.index + found[0].length,
    groups: writer.numbers.map((number) => found[number]),
    names: found.groups ?? {},
  });
  return {
    search(input) {
      anywhere.lastIndex = 0;
      return anywhere.test(input);
    },
    matchStart(input) {
      sticky.lastIndex = 0;
      const found = sticky.exec(input);
      return found && toMatch(found);
    },
    all(input) {
      const found: RegexMatch[] = [];
      for (const match of input.matchAll(anywhere)) found.push(toMatch(match));
      return found;
    },
  };
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
