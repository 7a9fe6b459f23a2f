// Finds a pattern of words and signs in a text. Every start is tried once; what fails from some place on is not tried again
// from there, so that the work grows with the text, the pattern and how far `...` reaches, and steps are counted besides.
import { LIMITS } from '../../limits.ts';
import { CodeNode } from '../code-tree/code-node.ts';
import { bound, type Environment, lookup } from '../matching/environment.ts';
import type { StepBudget } from '../matching/matcher.ts';
import type { TextItem, TextPattern } from './text-pattern.ts';
import type { TextUnits } from './text-units.ts';

export interface TextMatch {
  readonly start: number;
  readonly end: number;
  readonly environment: Environment | null;
}

/** The list that the match is in, and those around it. */
interface List {
  /** the unit after its last one */
  readonly end: number;
  /** whether the pattern says what is in it, to its end */
  readonly isWhole: boolean;
  readonly outer: List | null;
}

/**
 * Matches of a pattern that do not overlap; of those with the same end the shortest. Offsets begin to count at `offset`.
 */
export function searchText(pattern: TextPattern, units: TextUnits, offset: number, budget: StepBudget): TextMatch[] {
  const search = new TextSearch(pattern, units, offset, budget);
  const found: (End & { readonly from: number })[] = [];
  const last = pattern.items[pattern.items.length - 1];
  // What ends in a gap takes all that follows, wherever it begins.
  const reachesOn = last.type === 'gap' || last.type === 'many';
  for (const from of startsOf(pattern.items[0], units)) {
    if (budget.left < 0) break;
    const before = found.at(-1);
    const match = search.at(from);
    if (match === null) continue;
    if (before !== undefined && from < before.next) {
      if (match.next !== before.next || reachesOn) continue;
      found.pop();
    }
    found.push({ ...match, from });
  }
  return found.flatMap(({ from, next, environment }) => {
    const first = pattern.beginsWithGap ? units.firstOfList(from, pattern.options.span) : from;
    if (first < 0) return [];
    const end = offset + units.ends[Math.max(from, next - 1)];
    return [{ start: offset + units.starts[first], end, environment }];
  });
}

function* startsOf(first: TextItem, units: TextUnits): Iterable<number> {
  if (first.type === 'exact' || first.type === 'open') yield* units.placesOf(first.text);
  else for (let unit = 0; unit < units.count; unit++) yield unit;
}

interface End {
  /** the unit after the last one */
  readonly next: number;
  readonly environment: Environment | null;
}

interface Failure {
  readonly list: List;
  readonly environment: Environment | null;
}

/** Failures remembered; some 100 bytes each. */
const MOST_FAILURES = 100_000;

class TextSearch {
  readonly #items: readonly TextItem[];
  readonly #pattern: TextPattern;
  readonly #units: TextUnits;
  readonly #offset: number;
  readonly #budget: StepBudget;
  /** item and unit → with what it failed there last */
  readonly #failed = new Map<number, Failure>();
  #list: List | undefined;

  constructor(pattern: TextPattern, units: TextUnits, offset: number, budget: StepBudget) {
    this.#items = pattern.items;
    this.#pattern = pattern;
    this.#units = units;
    this.#offset = offset;
    this.#budget = budget;
  }

  at(start: number): End | null {
    if (this.#failed.size > MOST_FAILURES) this.#failed.clear();
    const end = this.#units.listEnds[start];
    // The same list for all starts in it: what failed for one of them fails for the next.
    if (this.#list?.end !== end) this.#list = { end, isWhole: false, outer: null };
    return this.#match(0, start, this.#list, null);
  }

  /** Items from one on against units from one on. Goes as deep as the pattern is long. */
  #match(index: number, unit: number, list: List, environment: Environment | null): End | null {
    if (--this.#budget.left < 0) return null;
    if (index === this.#items.length) return { next: unit, environment };
    const item = this.#items[index];
    switch (item.type) {
      case 'gap':
      case 'many':
        return this.#gap(index, unit, list, environment);
      case 'one':
        return unit < list.end ? this.#one(index, item.name, unit, list, environment) : null;
      case 'exact':
        return this.#has(unit, list, item.text) ? this.#match(index + 1, unit + 1, list, environment) : null;
      case 'open':
        return this.#has(unit, list, item.text) ? this.#open(index, unit, list, environment) : null;
      case 'close':
        return this.#close(index, item.text, unit, list, environment);
      case 'indent':
        return this.#indent(index, unit, list, environment);
      case 'dedent':
        return unit === list.end && list.outer ? this.#match(index + 1, unit, list.outer, environment) : null;
    }
  }

  #has(unit: number, list: List, text: string): boolean {
    return unit < list.end && this.#units.is(unit, text);
  }

  #one(index: number, name: string, unit: number, list: List, environment: Environment | null): End | null {
    const units = this.#units;
    if (!units.isWord(unit)) return null;
    return this.#bind(index, name, unit, unit + 1, list, environment);
  }

  #bind(
    index: number,
    name: string,
    from: number,
    next: number,
    list: List,
    environment: Environment | null,
  ): End | null {
    if (name === '_') return this.#match(index + 1, next, list, environment);
    const { source, starts, ends } = this.#units;
    const end = next > from ? ends[next - 1] : (starts[from] ?? source.length);
    const start = next > from ? starts[from] : end;
    // As in the language's own engine, the blanks before what `$...X` holds are its own.
    const text = source.slice(next > from && name.startsWith('.') ? ends[from - 1] : start, end);
    const known = lookup(environment, name);
    if (known !== undefined) {
      return known.value === text ? this.#match(index + 1, next, list, environment) : null;
    }
    const value = new CodeNode('string', text, [], this.#offset + start, this.#offset + end, -1);
    return this.#match(index + 1, next, list, bound(environment, name, value));
  }

  /** As few units as will do; at the end of a pattern, or of a list in it, as many as there are. */
  #gap(index: number, unit: number, list: List, environment: Environment | null, onward = index + 1): End | null {
    const item = this.#items[index];
    const after = this.#items[onward];
    const last = this.#reach(unit, list);
    const isLast = after === undefined || ((after.type === 'dedent' || after.type === 'close') && list.isWhole);
    const key = index * (this.#units.count + 1) + unit;
    const failed = this.#failed.get(key);
    if (failed !== undefined && failed.list === list && failed.environment === environment) return null;
    // What follows must be in reach, too.
    const furthest = isLast || after.type === 'gap' || after.type === 'many' ? last : last - 1;
    for (let next = isLast ? last : unit; next <= furthest; next++) {
      const found =
        item.type === 'many'
          ? this.#bind(index, item.name, unit, next, list, environment)
          : this.#match(onward, next, list, environment);
      if (found !== null) return found;
      if (this.#budget.left < 0) return null;
    }
    this.#failed.set(key, { list, environment });
    return null;
  }

  /** The unit up to which a gap that begins at one may go. */
  #reach(unit: number, list: List): number {
    const { lines } = this.#units;
    const line = lines[Math.max(0, unit - 1)] + this.#pattern.options.span;
    const end = Math.min(list.end, unit + LIMITS.genericReach);
    if (end <= unit || lines[end - 1] <= line) return end;
    let low = unit;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (lines[middle] <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What stands between two brackets of a pattern's line is all that stands between those of the text. */
  #open(index: number, unit: number, list: List, environment: Environment | null): End | null {
    const partner = this.#units.partners[unit];
    const inner: List =
      partner > unit && partner < list.end
        ? { end: partner, isWhole: true, outer: list }
        : { end: list.end, isWhole: false, outer: list };
    return this.#match(index + 1, unit + 1, inner, environment);
  }

  #close(index: number, text: string, unit: number, list: List, environment: Environment | null): End | null {
    const { outer } = list;
    if (outer === null || (list.isWhole ? unit !== list.end : unit >= list.end)) return null;
    return this.#units.is(unit, text) ? this.#match(index + 1, unit + 1, outer, environment) : null;
  }

  #indent(index: number, unit: number, list: List, environment: Environment | null): End | null {
    const end = unit < list.end ? this.#units.blockEnds[unit] : 0;
    if (end > 0) {
      return this.#match(index + 1, unit, { end: Math.min(end, list.end), isWhole: true, outer: list }, environment);
    }
    // A block of which anything may be said need not be one.
    const isOpen = this.#items[index + 1].type === 'gap' && this.#items[index + 2].type === 'dedent';
    return isOpen ? this.#gap(index + 1, unit, list, environment, index + 3) : null;
  }
}
