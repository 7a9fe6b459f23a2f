// A rule's formula on a file: ranges of patterns intersected, subtracted, filtered, narrowed.
import { LIMITS } from '../../limits.ts';
import { CodeFile } from '../code-tree/code-file.ts';
import { CodeNode } from '../code-tree/code-node.ts';
import { typeOf } from '../code-tree/types.ts';
import { withoutComments } from '../generic/text-comments.ts';
import type { TextPattern } from '../generic/text-pattern.ts';
import { searchText } from '../generic/text-search.ts';
import { TextUnits } from '../generic/text-units.ts';
import type { Condition, EmbeddedLanguage, Formula, Pattern } from '../rule-language/formula.ts';
import { compileRegex, type RegexMatch, type RuleRegex } from '../rule-language/regex.ts';
import { comparisonHolds, hasHighEntropy, mayRunAway, textOfBinding } from './conditions.ts';
import { bound, type Environment, lookup } from './environment.ts';
import { Matcher, type MatchOptions, type StepBudget } from './matcher.ts';
import { searchPattern } from './pattern-search.ts';
import { difference, distinct, focus, intersection, merged, type RuleMatch, type Same, within } from './rule-match.ts';

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
  readonly #known = new Map<Pattern | TextPattern | RuleRegex, readonly RuleMatch[]>();

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
      case 'text':
        return this.#text(formula.pattern, universe);
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

  /** A pattern of words and signs; what a metavariable holds is a text of its own. */
  #text(pattern: TextPattern, { start, end, node }: Universe): readonly RuleMatch[] {
    const { comments } = pattern.options;
    const search = (units: TextUnits): RuleMatch[] =>
      searchText(pattern, units, start, this.#budget).map((match) => ({ ...match, node: null, inside: false }));
    if (node !== null) return search(new TextUnits(withoutComments(this.#file.source.slice(start, end), comments)));
    return this.#once(pattern, () => search(this.#file.unitsOf(comments)));
  }

  #regex(regex: RuleRegex, universe: Universe): readonly RuleMatch[] {
    if (universe.node === null) return this.#once(regex, () => this.#regexIn(regex, universe));
    return this.#regexIn(regex, universe);
  }

  #regexIn(regex: RuleRegex, universe: Universe): RuleMatch[] {
    const text = this.#file.source.slice(universe.start, universe.end);
    const matches = regex.all(text, LIMITS.regexMatches);
    this.#budget.left -= matches.length;
    if (matches.length >= LIMITS.regexMatches) this.#budget.isCut = true;
    return matches.map((match) => ({
      start: universe.start + match.start,
      end: universe.start + match.end,
      environment: groupBindings(match, text, universe.start, null),
      node: null,
      inside: false,
    }));
  }

  /** What the whole file gave, for every rule that asks. */
  #once(asked: TextPattern | RuleRegex, find: () => readonly RuleMatch[]): readonly RuleMatch[] {
    const known = this.#known.get(asked) ?? find();
    this.#known.set(asked, known);
    return known;
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
      found = distinct(intersection(found, matches, this.#same, this.#budget));
    }
    for (const negative of formula.negatives) {
      if (found.length === 0) return [];
      const meets = negative.type === 'regex';
      found = difference(found, this.#evaluate(negative, universe), { same: this.#same, meets, budget: this.#budget });
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
      if (found) return [{ ...match, environment: groupBindings(found, text, value.start, match.environment) }];
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
function groupBindings(
  { groups, names }: RegexMatch,
  text: string,
  offset: number,
  environment: Environment | null,
): Environment | null {
  let made = environment;
  const add = (name: string, span: RegexMatch['groups'][number]): void => {
    if (span === undefined) return;
    const { start, end } = span;
    made = bound(made, name, new CodeNode('string', text.slice(start, end), [], offset + start, offset + end, -1));
  };
  groups.forEach((span, index) => {
    add(String(index + 1), span);
  });
  for (const [name, span] of Object.entries(names)) add(name, span);
  return made;
}
