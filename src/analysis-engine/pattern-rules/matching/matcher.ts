// Matches a pattern's tree with code. Every choice (where `...` ends, which argument) is tried in turn: `then` is what is to
// match after it and says whether to stop. The depth of calls is that of the pattern, never that of the code.
import type { CodeFile } from '../code-tree/code-file.ts';
import { CodeNode, LIST_KINDS, NONE, PART_NAMES, sameCode } from '../code-tree/code-node.ts';
import { constantOf, definitionOf, literalOf } from '../code-tree/constants.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import { IS_TEMPLATE } from '../code-tree/texts.ts';
import { typeOf } from '../code-tree/types.ts';
import type { RuleRegex } from '../rule-language/regex.ts';
import { bound, type Environment, lookup, sameBinding } from './environment.ts';
import { imports, requires } from './imports.ts';
import { matchArguments, matchInAnyOrder, matchInOrder, matchStatements } from './sequences.ts';

/** Goes on with what is left to match; true ends the search. */
export type Then = (environment: Environment | null) => boolean;

/** What a rule says about how its patterns match. */
export interface MatchOptions {
  readonly constants: boolean;
  /** a variable stands for the expression that it holds */
  readonly symbolic: boolean;
  /** `a && b` is `b && a` */
  readonly commutativeBooleans: boolean;
  /** `a == b` is `b == a` */
  readonly symmetricEquality: boolean;
}

export const DEFAULT_OPTIONS: MatchOptions = {
  constants: true,
  symbolic: false,
  commutativeBooleans: false,
  symmetricEquality: false,
};

/** Counts the steps of all matching in a file; matching stops when none are left. */
export interface StepBudget {
  left: number;
  /** set when a regular expression had more matches than are looked at */
  isCut?: boolean;
}

const OPTIONAL_PARTS: ReadonlyMap<string, readonly boolean[]> = new Map(
  Object.entries(PART_NAMES).map(([kind, names]) => [kind, names.map((name) => name.endsWith('?'))] as const),
);

/** Lists whose parts match in any order; the value says whether code may have more than a pattern without `...`. */
const ANY_ORDER: ReadonlyMap<string, boolean> = new Map([
  [LIST_KINDS.subset, true],
  [LIST_KINDS.members, true],
  ['record', true],
  [LIST_KINDS.unordered, false],
  ['dictionary', false],
  ['set', false],
]);

const IN_ORDER: ReadonlySet<string> = new Set([LIST_KINDS.ordered, 'template', 'array', 'tuple', 'sequence']);

export class Matcher {
  readonly file: CodeFile;
  readonly options: MatchOptions;
  readonly regexOf: (source: string) => RuleRegex;
  readonly #budget: StepBudget;
  /** variables being replaced by what they hold: not again inside */
  #symbolicDepth = 0;

  constructor(file: CodeFile, options: MatchOptions, regexOf: (source: string) => RuleRegex, budget: StepBudget) {
    this.file = file;
    this.options = options;
    this.regexOf = regexOf;
    this.#budget = budget;
  }

  match(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (--this.#budget.left < 0) return true;
    switch (pattern.kind) {
      case PATTERN_KINDS.metavariable:
        return this.#bind(pattern.value, node, environment, then);
      case PATTERN_KINDS.ellipsis:
        return then(environment);
      case PATTERN_KINDS.ellipsisMetavariable:
        return node !== NONE && this.#bind(`...${pattern.value}`, node, environment, then);
      case PATTERN_KINDS.deep:
        return this.#deep(pattern.parts[0], node, environment, then);
      case PATTERN_KINDS.typed:
        return this.#typed(pattern, node, environment, then);
      case PATTERN_KINDS.chain:
        return this.#chain(pattern.parts[0], node, environment, then);
      case PATTERN_KINDS.anyText:
      case PATTERN_KINDS.textRegex:
      case PATTERN_KINDS.textMetavariable:
      case PATTERN_KINDS.regexMetavariable:
        return this.#text(pattern, node, environment, then);
      case 'name':
        return this.#name(pattern, node) ? then(environment) : this.#symbolic(pattern, node, environment, then);
      case 'string':
      case 'number':
      case 'constant':
        return this.#constant(pattern, node) ? then(environment) : false;
      default:
        return this.#structure(pattern, node, environment, then);
    }
  }

  #bind(name: string, node: CodeNode, environment: Environment | null, then: Then): boolean {
    // A piece of a template's text is nothing by itself.
    if (node === NONE || node.kind === 'text-piece') return false;
    if (name === '_') return then(environment);
    const value = lookup(environment, name);
    if (value === undefined) return then(bound(environment, name, node));
    return this.same(value, node) && then(environment);
  }

  /** Whether two pieces of code are the same: the same text about the same variables. */
  same(one: CodeNode, other: CodeNode): boolean {
    if (sameBinding(one, other)) return !this.#differ(one, other);
    if (!this.options.symbolic) return false;
    const value = definitionOf(this.file, one) ?? definitionOf(this.file, other);
    return value !== null && (sameCode(value, one) || sameCode(value, other));
  }

  /** Two variables of one name, in different functions. */
  #differ(one: CodeNode, other: CodeNode): boolean {
    if (one.kind !== 'name' || one === other) return false;
    const left = this.file.declarationOf(one);
    const right = this.file.declarationOf(other);
    return left !== undefined && right !== undefined && left !== right;
  }

  #deep(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    const open = [node];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at !== NONE && this.match(pattern, at, environment, then)) return true;
      for (let index = at.parts.length - 1; index >= 0; index--) open.push(at.parts[index]);
    }
    return false;
  }

  #typed(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (node === NONE) return false;
    const [operand, type] = pattern.parts;
    const own = typeOf(this.file, node);
    if (own === null) return false;
    return this.matchType(type, own, environment, (next) => this.match(operand, node, next, then));
  }

  /** A type of a pattern and one of the code; type arguments may be left out. */
  matchType(pattern: CodeNode, type: CodeNode, environment: Environment | null, then: Then): boolean {
    if (this.match(pattern, type, environment, then)) return true;
    if (type.value === 'number' && pattern.kind === 'name' && NUMBER_TYPES.has(pattern.value)) return then(environment);
    const bare = type.kind === 'generic' ? type.parts[0] : type;
    if (bare !== type && this.match(pattern, bare, environment, then)) return true;
    // `a.b.T` is written out where the pattern says `T`.
    return bare.kind === 'member' && pattern.kind === 'name' && this.match(pattern, bare.parts[1], environment, then);
  }

  /** `x. ...`: x itself, or x with anything called or selected on it. */
  #chain(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    for (
      let at: CodeNode | undefined = node;
      at !== undefined;
      at = CHAIN_PARTS.has(at.kind) ? at.parts[0] : undefined
    ) {
      if (this.match(pattern, at, environment, then)) return true;
    }
    return false;
  }

  #text(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (pattern.kind === PATTERN_KINDS.regexMetavariable) {
      const regex = this.options.constants ? literalOf(this.file, node) : node;
      return regex.kind === 'regex' && this.#bind(pattern.value, this.file.contentOf(regex), environment, then);
    }
    const isText = node.kind === 'string' || node.kind === 'text-piece';
    const value = isText ? node.value : this.#constantOf(node);
    if (typeof value !== 'string') return false;
    if (pattern.kind === PATTERN_KINDS.anyText) return then(environment);
    if (pattern.kind === PATTERN_KINDS.textRegex) return this.regexOf(pattern.value).search(value) && then(environment);
    const literal = literalOf(this.file, node);
    const content = literal.kind === 'string' ? this.file.contentOf(literal) : computedText(value, node);
    return this.#bind(pattern.value, content, environment, then);
  }

  #constantOf(node: CodeNode): ReturnType<typeof constantOf> {
    return this.options.constants ? constantOf(this.file, node) : undefined;
  }

  #name(pattern: CodeNode, node: CodeNode): boolean {
    if (node.kind === 'name') {
      if (node.value === pattern.value) return true;
      const path = this.file.importOf(node);
      return path?.length === 1 && path[0] === pattern.value;
    }
    return false;
  }

  #constant(pattern: CodeNode, node: CodeNode): boolean {
    if (node.kind === pattern.kind && node.value === pattern.value) return true;
    const value = this.#constantOf(node);
    if (value === undefined) return false;
    if (pattern.kind === 'string') return value === pattern.value;
    return value === constantOf(this.file, pattern);
  }

  #structure(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (pattern.kind === node.kind) {
      if (this.#sameValue(pattern, node) && this.#parts(pattern, node, environment, then)) return true;
      if (pattern.kind === 'import') return imports(pattern, node) && then(environment);
      if (pattern.kind === 'binary' && this.#swapped(pattern, node, environment, then)) return true;
      return pattern.kind === 'assign' ? false : this.#symbolic(pattern, node, environment, then);
    }
    if (node === NONE) return isEmptyList(pattern) && then(environment);
    if (pattern.kind === 'member' && node.kind === 'name') {
      const expanded = this.file.expanded(node);
      if (expanded && this.match(pattern, expanded, environment, then)) return true;
    }
    if (pattern.kind === 'import' && node.kind === 'assign' && requires(pattern, node)) return then(environment);
    if (pattern.kind === 'call' && node.kind === 'annotation' && this.file.language !== 'java') {
      return this.#fixedParts(pattern, node, 0, OPTIONAL_CALL, environment, then);
    }
    if (pattern.kind === 'template' && this.#isTemplate(pattern, node)) return then(environment);
    if (pattern.kind === 'function' && node.kind === 'lambda') {
      if (!ANY_NAME.has(pattern.parts[3].kind) || this.file.hasName(node)) return false;
      return this.#asLambda(pattern, node, environment, then);
    }
    if (pattern.kind === 'function' && this.#assignedFunction(pattern, node, environment, then)) return true;
    if (pattern.kind === 'while' && this.#anyLoop(pattern, node, environment, then)) return true;
    if (pattern.kind === LIST_KINDS.block && node.kind === LIST_KINDS.members) {
      return matchInAnyOrder(this, pattern.parts, node.parts, true, environment, then);
    }
    if (pattern.kind === 'dictionary' && node.kind === 'set') {
      return pattern.parts.every((part) => part.kind === PATTERN_KINDS.ellipsis) && then(environment);
    }
    return this.#symbolic(pattern, node, environment, then);
  }

  #sameValue(pattern: CodeNode, node: CodeNode): boolean {
    return pattern.value === node.value || (pattern.value === '' && pattern.kind in PART_NAMES);
  }

  #parts(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    const { kind } = pattern;
    if (kind === LIST_KINDS.block) return matchStatements(this, pattern, node, environment, then);
    if (kind === LIST_KINDS.arguments) return matchArguments(this, pattern.parts, node.parts, environment, then);
    const mayHaveMore = ANY_ORDER.get(kind);
    if (mayHaveMore !== undefined) {
      return matchInAnyOrder(this, pattern.parts, node.parts, mayHaveMore, environment, then);
    }
    const optional = OPTIONAL_PARTS.get(kind);
    if (optional === undefined || IN_ORDER.has(kind)) {
      return matchInOrder(this, pattern.parts, node.parts, environment, then);
    }
    return this.#fixedParts(pattern, node, 0, optional, environment, then);
  }

  #fixedParts(
    pattern: CodeNode,
    node: CodeNode,
    from: number,
    optional: readonly boolean[],
    environment: Environment | null,
    then: Then,
  ): boolean {
    for (let index = from; index < pattern.parts.length; index++) {
      const part = pattern.parts[index];
      const other = node.parts[index] ?? NONE;
      if (part === NONE) {
        if (optional[index] || other === NONE || isEmptyList(other)) continue;
        return false;
      }
      if (part.kind === PATTERN_KINDS.ellipsis) continue;
      const rest = (next: Environment | null): boolean =>
        this.#fixedParts(pattern, node, index + 1, optional, next, then);
      return this.match(part, other, environment, rest);
    }
    return then(environment);
  }

  #swapped(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    const { value } = pattern;
    if (node.value !== value) return false;
    const isEquality = value === '==' || value === '!=' || value === '===' || value === '!==';
    const isBoolean = value === '&&' || value === '||';
    const commutes =
      (isEquality && this.options.symmetricEquality) ||
      (isBoolean && this.options.commutativeBooleans) ||
      value === '&' ||
      value === '|' ||
      value === '^';
    if (!commutes) return false;
    const [left, right] = pattern.parts;
    return this.match(left, node.parts[1], environment, (next) => this.match(right, node.parts[0], next, then));
  }

  /** A template without anything computed is a plain text in the tree. */
  #isTemplate(pattern: CodeNode, node: CodeNode): boolean {
    if (node.kind !== 'string' || pattern.parts.some(({ kind }) => kind !== PATTERN_KINDS.ellipsis)) return false;
    return IS_TEMPLATE.test(this.file.source.slice(node.start, node.start + 3));
  }

  /** `f = function (…) {…}` is `function f(…) {…}`. */
  #assignedFunction(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    const isAssigned = node.kind === 'assign' || node.kind === 'pair';
    const value = node.parts[isAssigned && node.kind === 'assign' ? 3 : 1];
    if (!isAssigned || value?.kind !== 'lambda') return false;
    const [decorators, , receiver, name] = pattern.parts;
    if (decorators.parts.length > 0 || receiver !== NONE) return false;
    const target = node.parts[node.kind === 'assign' ? 1 : 0];
    return this.match(name, target, environment, (next) => this.#asLambda(pattern, value, next, then));
  }

  /** The parts of a function that one without name has, too. */
  #asLambda(pattern: CodeNode, lambda: CodeNode, environment: Environment | null, then: Then): boolean {
    const [, modifiers, , , parameters, result, body] = pattern.parts;
    const pairs = [modifiers, parameters, result, body].map((part, index) => [part, lambda.parts[index]] as const);
    const asked = pairs.filter(([part]) => part !== NONE);
    return this.pairs(asked, 0, environment, then);
  }

  /** Matches several pairs one after the other. */
  pairs(
    pairs: readonly (readonly [CodeNode, CodeNode])[],
    from: number,
    environment: Environment | null,
    then: Then,
  ): boolean {
    if (from === pairs.length) return then(environment);
    const [pattern, node] = pairs[from];
    return this.match(pattern, node, environment, (next) => this.pairs(pairs, from + 1, next, then));
  }

  /** `for ... {…}` in Go is any loop. */
  #anyLoop(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (pattern.parts[0].kind !== PATTERN_KINDS.ellipsis) return false;
    if (node.kind === 'for') return this.match(pattern.parts[1], node.parts[3], environment, then);
    return node.kind === 'each' && this.match(pattern.parts[1], node.parts[4], environment, then);
  }

  /** A variable as the expression that it holds, when the rule asks for it. */
  #symbolic(pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then): boolean {
    if (!this.options.symbolic || node.kind !== 'name' || this.#symbolicDepth > SYMBOLIC_DEPTH) return false;
    const value = definitionOf(this.file, node);
    if (value === null || value.kind === 'lambda') return false;
    this.#symbolicDepth++;
    const found = this.match(pattern, value, environment, then);
    this.#symbolicDepth--;
    return found;
  }
}

/** The text that an expression makes, as the content of a string. */
const computedText = (text: string, { start, end }: CodeNode): CodeNode =>
  new CodeNode('string', text, [], start, end, -1);

/** Variables that are followed one inside the other. */
const SYMBOLIC_DEPTH = 8;

/** A decorator without arguments is a call without. */
const OPTIONAL_CALL: readonly boolean[] = [false, true];

/** Names of functions in patterns that those without name have, too. */
const ANY_NAME: ReadonlySet<string> = new Set([PATTERN_KINDS.ellipsis, PATTERN_KINDS.metavariable]);

/** What rules call the one type of numbers in JavaScript. */
const NUMBER_TYPES: ReadonlySet<string> = new Set(['int', 'float', 'number']);

const CHAIN_PARTS: ReadonlySet<string> = new Set(['member', 'call', 'index']);

/** A list that asks for nothing. */
function isEmptyList(node: CodeNode): boolean {
  const { kind } = node;
  const isList =
    IN_ORDER.has(kind) || ANY_ORDER.has(kind) || kind === LIST_KINDS.block || kind === LIST_KINDS.arguments;
  return isList && node.parts.every((part) => part.kind === PATTERN_KINDS.ellipsis);
}
