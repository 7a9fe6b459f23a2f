// A rule's formula on a file: ranges of patterns intersected, subtracted, filtered, narrowed.
import { CodeFile } from '../code-tree/code-file.ts';
import { CodeNode, NONE } from '../code-tree/code-node.ts';
import { typeOf } from '../code-tree/types.ts';
import type { Condition, EmbeddedLanguage, Formula, Pattern } from '../rule-language/formula.ts';
import { compileRegex, type RegexMatch, type RuleRegex } from '../rule-language/regex.ts';
import { comparisonHolds, hasHighEntropy, mayRunAway, textOfBinding } from './conditions.ts';
import { bindings, bound, type Environment, lookup } from './environment.ts';
import { Matcher, type MatchOptions, type StepBudget } from './matcher.ts';
import { type PatternMatch, searchPattern } from './pattern-search.ts';

/** A range of the result; those of `pattern-inside` only say where others may be. */
export interface RuleMatch extends PatternMatch {
  readonly inside: boolean;
}

/** Where a formula is evaluated: the file, or what a metavariable holds. */
interface Universe {
  readonly start: number;
  readonly end: number;
  /** null: the whole file */
  readonly node: CodeNode | null;
}

/** Evaluates formulas with the options of one rule; remembers what each pattern gave. */
export class Evaluation {
  readonly #file: CodeFile;
  readonly #matcher: Matcher;
  readonly #options: MatchOptions;
  readonly #budget: StepBudget;
  readonly #same: Same = (one, other) => this.#matcher.same(one, other);
  readonly #known = new Map<Pattern, readonly RuleMatch[]>();

  constructor(file: CodeFile, options: MatchOptions, budget: StepBudget) {
    this.#file = file;
    this.#options = options;
    this.#budget = budget;
    this.#matcher = new Matcher(file, options, (source) => compileRegex(source), budget);
  }

  /** The matches of a formula in the file, each once. */
  run(formula: Formula): RuleMatch[] {
    return distinct(this.#evaluate(formula, { start: 0, end: this.#file.source.length, node: null }));
  }

  #evaluate(formula: Formula, universe: Universe): readonly RuleMatch[] {
    switch (formula.type) {
      case 'pattern':
        return this.#pattern(formula.pattern, universe);
      case 'regex':
        return this.#regex(formula.regex, universe);
      case 'inside':
        return this.#evaluate(formula.formula, universe).map((match) => ({ ...match, inside: true }));
      case 'any':
        return distinct(formula.options.flatMap((option) => this.#evaluate(option, universe)));
      case 'all':
        return this.#all(formula, universe);
    }
  }

  #pattern(pattern: Pattern, universe: Universe): readonly RuleMatch[] {
    let matches = this.#known.get(pattern);
    if (matches === undefined) {
      const worthwhile = pattern.words.every((word) => this.#file.hasWord(word));
      matches = worthwhile ? searchPattern(pattern, this.#matcher).map((match) => ({ ...match, inside: false })) : [];
      this.#known.set(pattern, matches);
    }
    if (universe.node === null) return matches;
    const inside = matches.filter((match) => within(match, universe));
    return inside.length > 0 ? inside : this.#whole(pattern, universe, universe.node);
  }

  /** What a metavariable holds may be no expression: the name of a member, the content of a string. */
  #whole({ root }: Pattern, { start, end }: Universe, node: CodeNode): RuleMatch[] {
    const found: RuleMatch[] = [];
    this.#matcher.match(root, node, null, (environment) => {
      found.push({ start, end, environment, node, inside: false });
      return true;
    });
    return found;
  }

  #regex(regex: RuleRegex, universe: Universe): RuleMatch[] {
    const text = this.#file.source.slice(universe.start, universe.end);
    return regex.all(text).map((match) => ({
      start: universe.start + match.start,
      end: universe.start + match.end,
      environment: groupBindings(match, universe.start, null),
      node: null,
      inside: false,
    }));
  }

  #all(formula: Formula & { type: 'all' }, universe: Universe): readonly RuleMatch[] {
    const positives: (readonly RuleMatch[])[] = [];
    for (const positive of formula.positives) {
      const matches = this.#evaluate(positive, universe);
      if (matches.length === 0) return [];
      positives.push(matches);
    }
    const first = positives.filter((matches) => matches.some(({ inside }) => !inside));
    const order = [...first, ...positives.filter((matches) => !first.includes(matches))];
    const whole: RuleMatch = { ...universe, environment: null, inside: false };
    let found: readonly RuleMatch[] = order[0] ?? [whole];
    for (const matches of order.slice(1)) {
      if (found.length === 0) return [];
      found = distinct(intersection(found, matches, this.#same));
    }
    for (const negative of formula.negatives) {
      if (found.length === 0) return [];
      found = difference(found, this.#evaluate(negative, universe), this.#same);
    }
    for (const condition of formula.conditions) found = found.flatMap((match) => this.#filter(match, condition));
    for (const names of formula.focus) found = distinct(found.flatMap((match) => focus(match, names)));
    return found;
  }

  /** The match, perhaps with more bindings, if the condition holds. */
  #filter(match: RuleMatch, condition: Condition): readonly RuleMatch[] {
    if (condition.type === 'comparison') {
      return comparisonHolds(this.#file, match.environment, condition) ? [match] : [];
    }
    const value = lookup(match.environment, condition.name);
    if (value === undefined) return [];
    switch (condition.type) {
      case 'regex':
        return this.#matchesRegex(match, value, condition);
      case 'pattern':
        return this.#contains(match, value, condition);
      case 'entropy':
        return hasHighEntropy(this.#file, value) ? [match] : [];
      case 'redos':
        return mayRunAway(this.#file, value) ? [match] : [];
      case 'type': {
        const own = typeOf(this.#file, value);
        const fits =
          own !== null && condition.types.some((type) => this.#matcher.matchType(type, own, null, () => true));
        return fits ? [match] : [];
      }
    }
  }

  #matchesRegex(match: RuleMatch, value: CodeNode, condition: Condition & { type: 'regex' }): readonly RuleMatch[] {
    for (const text of textOfBinding(this.#file, value, condition.useConstant)) {
      const found = condition.regex.matchStart(text);
      if (found) return [{ ...match, environment: groupBindings(found, value.start, match.environment) }];
    }
    return [];
  }

  #contains(match: RuleMatch, value: CodeNode, condition: Condition & { type: 'pattern' }): readonly RuleMatch[] {
    const { formula, content } = condition;
    const isText = value.kind === 'string';
    if (typeof content === 'object' && isText) return this.#embedded(match, value, formula, content);
    const node = content === 'text' && isText ? this.#file.contentOf(value) : value;
    for (const each of this.#evaluate(formula, { start: node.start, end: node.end, node })) {
      const environment = merged(match.environment, each.environment, this.#same);
      if (environment !== undefined) return [{ ...match, environment }];
    }
    return [];
  }

  /** The content of a string as a piece of code of its own. */
  #embedded(
    match: RuleMatch,
    value: CodeNode,
    formula: Formula,
    { language, parse }: EmbeddedLanguage,
  ): readonly RuleMatch[] {
    const tree = parse(value.value);
    if (tree === null) return [];
    const inner = new Evaluation(new CodeFile(tree, language, ''), this.#options, this.#budget).run(formula);
    const agrees = inner.some((each) => merged(match.environment, each.environment, this.#same) !== undefined);
    return agrees ? [match] : [];
  }
}

/** Groups of a regular expression are metavariables: `$1`, and those that are named. */
function groupBindings(match: RegexMatch, offset: number, environment: Environment | null): Environment | null {
  let made = environment;
  const add = (name: string, text: string | undefined): void => {
    if (text === undefined) return;
    made = bound(made, name, new CodeNode('string', text, [], offset + match.start, offset + match.end, -1));
  };
  match.groups.forEach((text, index) => {
    add(String(index + 1), text);
  });
  for (const [name, text] of Object.entries(match.names)) add(name, text);
  return made;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const within = (inner: Range, outer: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

type Same = (one: CodeNode, other: CodeNode) => boolean;

/** Both sets of bindings, or undefined when they disagree. */
function merged(one: Environment | null, other: Environment | null, same: Same): Environment | null | undefined {
  let made = one;
  for (const { name, value } of bindings(other)) {
    const known = lookup(made, name);
    if (known === undefined) made = bound(made, name, value);
    else if (!same(known, value)) return undefined;
  }
  return made;
}

/** Ranges that lie in one another, the inner one with the bindings of both. */
function intersection(left: readonly RuleMatch[], right: readonly RuleMatch[], same: Same): RuleMatch[] {
  const found: RuleMatch[] = [];
  for (const one of left) {
    for (const other of right) {
      const inner = innerOf(one, other);
      if (inner === null) continue;
      const environment = merged(inner.environment, (inner === one ? other : one).environment, same);
      if (environment !== undefined) found.push({ ...inner, environment });
    }
  }
  return found;
}

/** The one that lies in the other; one of `pattern-inside` never stands for one that is not. */
function innerOf(one: RuleMatch, other: RuleMatch): RuleMatch | null {
  if (within(one, other) && (!one.inside || other.inside)) return one;
  return within(other, one) && (!other.inside || one.inside) ? other : null;
}

function difference(matches: readonly RuleMatch[], negatives: readonly RuleMatch[], same: Same): RuleMatch[] {
  return matches.filter(
    (match) =>
      !negatives.some(
        (negative) => within(match, negative) && merged(match.environment, negative.environment, same) !== undefined,
      ),
  );
}

/** The places of metavariables, as far as they are in the range or around it. */
function focus(match: RuleMatch, names: readonly string[]): RuleMatch[] {
  return names.flatMap((name) => {
    const value = lookup(match.environment, name);
    if (value === undefined || value === NONE) return [];
    if (within(value, match)) return [{ ...match, start: value.start, end: value.end, node: value, inside: false }];
    return within(match, value) ? [{ ...match, inside: false }] : [];
  });
}

/** Equal matches once. */
function distinct(matches: readonly RuleMatch[]): RuleMatch[] {
  if (matches.length < 2) return [...matches];
  const seen = new Map<string, RuleMatch>();
  for (const match of matches) {
    const names = bindings(match.environment)
      .map(({ name, value }) => `${name}:${value.start}-${value.end}`)
      .sort();
    const key = `${match.start}-${match.end}${match.inside ? 'i' : ''} ${names.join(' ')}`;
    if (!seen.has(key)) seen.set(key, match);
  }
  return [...seen.values()];
}
