// How badly a backtracking engine can be made to work on a pattern. The pattern becomes an automaton of positions; where
// one text leads from a position back to itself in two ways, every further round doubles the work.
import { type CharacterSet, intersects } from './character-set.ts';
import { type Pattern, parsePattern } from './pattern-parser.ts';

/** `exponential`: twice the work for one more character; `polynomial`: more than proportional to the length. */
export type Ambiguity = 'exponential' | 'polynomial';

interface Automaton {
  readonly sets: CharacterSet[];
  /** position → next position → in how many ways it is reached at once */
  readonly follow: Map<number, number>[];
  pairsLeft: number;
}

interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
  /** an assertion at its end may refuse what was matched */
  readonly refuses: boolean;
}

/** A bounded repetition of at least so many rounds counts as one without bound. */
const MANY = 20;
/** Positions of a pattern that are looked at. */
const MOST_POSITIONS = 120;
/** Pairs of positions that are looked at for one pattern: files may hold thousands of patterns. */
const MOST_PAIRS = 100_000;

/** How ambiguous a pattern is; null when it is not, or when it cannot be told. `isWhole`: it must match the whole text. */
export function ambiguityOf(text: string, isWhole: boolean): Ambiguity | null {
  // Without two repetitions, or one of alternatives, there is nothing to be ambiguous about.
  if ((text.match(/[*+}|]/g) ?? []).length < 2) return null;
  const pattern = parsePattern(text);
  if (pattern === null) return null;
  const automaton: Automaton = { sets: [], follow: [], pairsLeft: MOST_PAIRS };
  const whole = build(automaton, pattern);
  if (whole === null) return null;
  const mayEnd = isWhole || whole.refuses ? new Set<number>() : new Set(whole.last);
  if (isExponential(automaton, mayEnd)) return 'exponential';
  return isPolynomial(automaton, mayEnd) ? 'polynomial' : null;
}

const EMPTY: Fragment = { first: [], last: [], isNullable: true, refuses: false };

function build(automaton: Automaton, pattern: Pattern): Fragment | null {
  switch (pattern.kind) {
    case 'characters': {
      const position = automaton.sets.length;
      if (position >= MOST_POSITIONS) return null;
      automaton.sets.push(pattern.set);
      automaton.follow.push(new Map());
      return { first: [position], last: [position], isNullable: false, refuses: false };
    }
    case 'assertion':
      return { ...EMPTY, refuses: pattern.isEnd };
    case 'sequence':
      return buildSequence(automaton, pattern.parts);
    case 'choice':
      return buildChoice(automaton, pattern.options);
    case 'repeat': {
      const { least, most } = pattern;
      if (most === 0) return EMPTY;
      const body = build(automaton, pattern.body);
      if (body === null) return null;
      if (most === null || most >= MANY) connect(automaton, body.last, body.first);
      return { ...body, isNullable: body.isNullable || least === 0 };
    }
  }
}

function connect(automaton: Automaton, from: readonly number[], to: readonly number[]): void {
  for (const start of from) {
    const ways = automaton.follow[start];
    for (const end of to) ways.set(end, (ways.get(end) ?? 0) + 1);
  }
}

function buildSequence(automaton: Automaton, parts: readonly Pattern[]): Fragment | null {
  let whole = EMPTY;
  for (const part of parts) {
    const next = build(automaton, part);
    if (next === null) return null;
    connect(automaton, whole.last, next.first);
    whole = {
      first: whole.isNullable ? [...whole.first, ...next.first] : whole.first,
      last: next.isNullable ? [...whole.last, ...next.last] : next.last,
      isNullable: whole.isNullable && next.isNullable,
      refuses: next.refuses || (next.isNullable && whole.refuses),
    };
  }
  return whole;
}

function buildChoice(automaton: Automaton, options: readonly Pattern[]): Fragment | null {
  const fragments: Fragment[] = [];
  for (const option of options) {
    const fragment = build(automaton, option);
    if (fragment === null) return null;
    fragments.push(fragment);
  }
  return {
    first: fragments.flatMap(({ first }) => first),
    last: fragments.flatMap(({ last }) => last),
    isNullable: fragments.some(({ isNullable }) => isNullable),
    refuses: fragments.every(({ refuses }) => refuses),
  };
}

/** Whether some position comes back to itself on one text in two ways, and the match can fail after that. */
function isExponential(automaton: Automaton, mayEnd: ReadonlySet<number>): boolean {
  const { follow } = automaton;
  for (let position = 0; position < follow.length; position++) {
    // Where the match may end in every round, nothing makes the engine try the other ways.
    if (endsInLoop(automaton, position, mayEnd)) continue;
    if ((follow[position].get(position) ?? 0) > 1) return true;
    if (returnsTwice(automaton, position)) return true;
  }
  return false;
}

/** Whether a position of the loop around this one may be the last. */
function endsInLoop(automaton: Automaton, position: number, mayEnd: ReadonlySet<number>): boolean {
  if (mayEnd.size === 0) return false;
  for (const other of reachedFrom(automaton, position)) {
    if (mayEnd.has(other) && (other === position || reachedFrom(automaton, other).has(position))) return true;
  }
  return mayEnd.has(position);
}

function reachedFrom({ follow }: Automaton, position: number): Set<number> {
  const reached = new Set<number>();
  const pending = [position];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const other of follow[next].keys()) {
      if (reached.has(other)) continue;
      reached.add(other);
      pending.push(other);
    }
  }
  return reached;
}

/** Searches the pairs of positions that one text reaches from (p, p), for one that differs and comes back. */
function returnsTwice(automaton: Automaton, position: number): boolean {
  const size = automaton.sets.length;
  const start = position * size + position;
  // Pairs reached, and whether the two ways have parted before: a pair may be reached both ways.
  const seen = new Uint8Array(size * size);
  const pending: [pair: number, parted: boolean][] = [[start, false]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [pair, parted] = next;
    const left = Math.floor(pair / size);
    const right = pair % size;
    for (const [a, waysA] of automaton.follow[left]) {
      for (const [b] of automaton.follow[right]) {
        if (--automaton.pairsLeft < 0) return false;
        if (a !== b && !intersects(automaton.sets[a], automaton.sets[b])) continue;
        const apart = parted || a !== b || (left === right && waysA > 1);
        const reached = a * size + b;
        if (reached === start && apart) return true;
        const bit = apart ? 2 : 1;
        if ((seen[reached] & bit) !== 0 || (reached === start && !apart)) continue;
        seen[reached] |= bit;
        pending.push([reached, apart]);
      }
    }
  }
  return false;
}

/** Two repetitions of overlapping characters, one right after the other: the border between them may lie anywhere. */
function isPolynomial({ sets, follow }: Automaton, mayEnd: ReadonlySet<number>): boolean {
  for (let position = 0; position < follow.length; position++) {
    if (!follow[position].has(position) || mayEnd.has(position)) continue;
    for (const next of follow[position].keys()) {
      if (next === position || mayEnd.has(next) || !follow[next].has(next)) continue;
      // In a loop around both, that they alternate is the other case.
      if (!follow[next].has(position) && intersects(sets[position], sets[next])) return true;
    }
  }
  return false;
}
