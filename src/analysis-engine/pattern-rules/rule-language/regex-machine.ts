// Matches regular expressions in time linear in the text, for those that could run away otherwise: the ways of a
// backtracking matcher, except that no way is tried twice from the same place.
import { LIMITS } from '../../limits.ts';
import type { RegexMatch } from './regex.ts';
import { type RegexNode, RegexRefused } from './regex-syntax.ts';

type Instruction =
  | { readonly op: 'set'; readonly holds: (text: string, at: number) => number }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly holds: (text: string, at: number) => boolean }
  | { readonly op: 'match' };

interface Program {
  readonly code: readonly Instruction[];
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

export interface RegexMachine {
  /** the first match from a place on, or at that place only; undefined when the text is too long for it */
  readonly find: (text: string, from: number, anchored: boolean) => RegexMatch | null | undefined;
}

/** Throws RegexRefused for what has no linear form: references to groups, atomic groups. */
export function createMachine(root: RegexNode, ignoreCase: boolean): RegexMachine {
  const program = new Compiler(ignoreCase).compile(root);
  return { find: (text, from, anchored) => find(program, text, from, anchored) };
}

class Compiler {
  readonly #flags: string;
  readonly #code: Instruction[] = [];
  readonly #names = new Map<string, number>();
  #groups = 0;

  constructor(ignoreCase: boolean) {
    this.#flags = ignoreCase ? 'iu' : 'u';
  }

  compile(root: RegexNode): Program {
    this.#add(root);
    this.#emit({ op: 'match' });
    return { code: this.#code, groups: this.#groups, names: this.#names };
  }

  #emit(instruction: Instruction): number {
    if (this.#code.length >= LIMITS.regexInstructions)
      throw new RegexRefused('it is too large once its repetitions are written out');
    return this.#code.push(instruction) - 1;
  }

  #add(node: RegexNode): void {
    switch (node.type) {
      case 'sequence':
        for (const item of node.items) this.#add(item);
        return;
      case 'set':
        this.#emit({ op: 'set', holds: setTest(node.source, this.#flags) });
        return;
      case 'assertion':
        this.#emit({ op: 'assert', holds: assertionTest(node.source, this.#flags) });
        return;
      case 'alternatives':
        this.#alternatives(node.options);
        return;
      case 'group':
        this.#group(node);
        return;
      case 'look':
        this.#look(node);
        return;
      case 'repeat':
        this.#repeat(node);
        return;
      case 'reference':
        throw new RegexRefused('a reference to a group may take exponential time here');
    }
  }

  #alternatives(options: readonly RegexNode[]): void {
    const ends: number[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        this.#add(option);
        return;
      }
      const split = this.#emit({ op: 'jump', to: 0 });
      this.#add(option);
      ends.push(this.#emit({ op: 'jump', to: 0 }));
      this.#code[split] = { op: 'split', first: split + 1, second: this.#code.length };
    });
    for (const end of ends) this.#code[end] = { op: 'jump', to: this.#code.length };
  }

  #group(node: RegexNode & { type: 'group' }): void {
    const group = ++this.#groups;
    if (node.name !== null) this.#names.set(node.name, group);
    this.#emit({ op: 'save', slot: group * 2 });
    this.#add(node.item);
    this.#emit({ op: 'save', slot: group * 2 + 1 });
  }

  #look(node: RegexNode & { type: 'look' }): void {
    if (node.behind) throw new RegexRefused('looking behind may take exponential time here');
    const inner = new Compiler(this.#flags.includes('i')).compile(node.item);
    this.#groups += inner.groups;
    this.#emit({ op: 'assert', holds: (text, at) => (find(inner, text, at, true) != null) !== node.negated });
  }

  #repeat(node: RegexNode & { type: 'repeat' }): void {
    if (node.atomic) throw new RegexRefused('an atomic group may take exponential time here');
    for (let count = 0; count < node.min; count++) this.#add(node.item);
    if (node.max === Infinity) {
      const split = this.#emit({ op: 'jump', to: 0 });
      this.#add(node.item);
      this.#emit({ op: 'jump', to: split });
      this.#code[split] = this.#choice(node.lazy, split + 1, this.#code.length);
      return;
    }
    const splits: number[] = [];
    for (let count = node.min; count < node.max; count++) {
      splits.push(this.#emit({ op: 'jump', to: 0 }));
      this.#add(node.item);
    }
    for (const split of splits) this.#code[split] = this.#choice(node.lazy, split + 1, this.#code.length);
  }

  #choice(lazy: boolean, into: number, past: number): Instruction {
    return lazy ? { op: 'split', first: past, second: into } : { op: 'split', first: into, second: past };
  }
}

/** Length of the character at a place if it is in the set, else 0. ASCII is looked up. */
function setTest(source: string, flags: string): (text: string, at: number) => number {
  const regex = new RegExp(`^${source}$`, flags);
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => (regex.test(String.fromCharCode(code)) ? 1 : 0));
  return (text, at) => {
    const code = text.charCodeAt(at);
    if (code < 128) return ascii[code];
    const point = text.codePointAt(at);
    if (point === undefined) return 0;
    const character = String.fromCodePoint(point);
    return regex.test(character) ? character.length : 0;
  };
}

function assertionTest(source: string, flags: string): (text: string, at: number) => boolean {
  const regex = new RegExp(source, `${flags}y`);
  return (text, at) => {
    regex.lastIndex = at;
    return regex.test(text);
  };
}

/** Places and instructions that were tried in vain. */
class Tried {
  readonly #bits: Uint32Array;
  readonly #width: number;

  constructor(width: number, length: number) {
    this.#width = width;
    this.#bits = new Uint32Array(Math.ceil((width * (length + 1)) / 32));
  }

  /** Notes the pair; false when it was noted before. */
  first(instruction: number, at: number): boolean {
    const index = at * this.#width + instruction;
    const bit = 1 << (index & 31);
    if ((this.#bits[index >>> 5] & bit) !== 0) return false;
    this.#bits[index >>> 5] |= bit;
    return true;
  }
}

interface Way {
  readonly instruction: number;
  readonly at: number;
  readonly slots: readonly number[];
}

function find(program: Program, text: string, from: number, anchored: boolean): RegexMatch | null | undefined {
  const { code } = program;
  const length = text.length - from;
  if (code.length * (length + 1) > LIMITS.regexCells) return undefined;
  const tried = new Tried(code.length, length);
  for (let start = from; start <= text.length; start++) {
    const ways: Way[] = [{ instruction: 0, at: start, slots: [] }];
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      const end = follow(program, text, way, ways, tried, from);
      if (end) return toMatch(program, start, end);
    }
    if (anchored) return null;
  }
  return null;
}

/** Goes one way to its end; choices that it leaves open are pushed. */
function follow(
  program: Program,
  text: string,
  way: Way,
  ways: Way[],
  tried: Tried,
  from: number,
): { readonly at: number; readonly slots: readonly number[] } | null {
  let { instruction, at, slots } = way;
  while (tried.first(instruction, at - from)) {
    const step = program.code[instruction];
    if (step.op === 'match') return { at, slots };
    if (step.op === 'set') {
      const taken = at < text.length ? step.holds(text, at) : 0;
      if (taken === 0) return null;
      at += taken;
      instruction++;
    } else if (step.op === 'assert') {
      if (!step.holds(text, at)) return null;
      instruction++;
    } else if (step.op === 'save') {
      const changed = [...slots];
      changed[step.slot] = at;
      slots = changed;
      instruction++;
    } else if (step.op === 'jump') instruction = step.to;
    else {
      ways.push({ instruction: step.second, at, slots });
      instruction = step.first;
    }
  }
  return null;
}

function toMatch(
  program: Program,
  start: number,
  { at, slots }: { readonly at: number; readonly slots: readonly number[] },
): RegexMatch {
  const group = (number: number): RegexMatch['groups'][number] => {
    const [first, last] = [slots[number * 2], slots[number * 2 + 1]];
    return first === undefined || last === undefined ? undefined : { start: first, end: last };
  };
  const groups = Array.from({ length: program.groups }, (_, index) => group(index + 1));
  const names = Object.fromEntries([...program.names].map(([name, number]) => [name, group(number)]));
  return { start, end: at, groups, names };
}
