// Lists: arguments, elements, statements. `...` stands for any number of parts.
import { type CodeNode, LIST_KINDS, NONE } from '../code-tree/code-node.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import { bound, type Environment, lookup, run } from './environment.ts';
import type { Matcher, Then } from './matcher.ts';

const isEllipsis = (node: CodeNode): boolean => node.kind === PATTERN_KINDS.ellipsis;
const standsForSeveral = (node: CodeNode): boolean =>
  node.kind === PATTERN_KINDS.ellipsis || node.kind === PATTERN_KINDS.ellipsisMetavariable;

/** How one part of a list matches one of the code's. */
type MatchPart = (pattern: CodeNode, node: CodeNode, environment: Environment | null, then: Then) => boolean;

/** Goes on with the index of the first part that the list did not take. */
type ThenFrom = (environment: Environment | null, next: number) => boolean;

interface List {
  readonly patterns: readonly CodeNode[];
  readonly nodes: readonly CodeNode[];
  readonly matchPart: MatchPart;
  readonly onward: ThenFrom;
}

/** Parts from two indexes on. Goes as deep as the pattern is long. */
function walk(list: List, at: number, from: number, environment: Environment | null): boolean {
  const { patterns, nodes, matchPart, onward } = list;
  if (at === patterns.length) return onward(environment, from);
  const pattern = patterns[at];
  if (isEllipsis(pattern)) {
    if (at === patterns.length - 1) return onward(environment, nodes.length);
    for (let next = from; next <= nodes.length; next++) if (walk(list, at + 1, next, environment)) return true;
    return false;
  }
  if (pattern.kind === PATTERN_KINDS.ellipsisMetavariable) return several(list, at, from, environment);
  if (from === nodes.length) return false;
  return matchPart(pattern, nodes[from], environment, (next) => walk(list, at + 1, from + 1, next));
}

/** `$...X` takes as many as it can, then fewer. */
function several(list: List, at: number, from: number, environment: Environment | null): boolean {
  const { patterns, nodes } = list;
  const name = `...${patterns[at].value}`;
  const known = lookup(environment, name);
  const near = nodes[from] ?? nodes.at(-1) ?? NONE;
  const least = at === patterns.length - 1 ? nodes.length : from;
  for (let end = nodes.length; end >= least; end--) {
    const taken = run(nodes.slice(from, end), near);
    if (known !== undefined && known.hash !== taken.hash) continue;
    if (walk(list, at + 1, end, known === undefined ? bound(environment, name, taken) : environment)) return true;
  }
  return false;
}

/** All parts in order. */
export function matchInOrder(
  matcher: Matcher,
  patterns: readonly CodeNode[],
  nodes: readonly CodeNode[],
  environment: Environment | null,
  then: Then,
): boolean {
  const matchPart: MatchPart = (pattern, node, at, next) => matcher.match(pattern, node, at, next);
  const whole: ThenFrom = (at, next) => next === nodes.length && then(at);
  return walk({ patterns, nodes, matchPart, onward: whole }, 0, 0, environment);
}

/** Every part of the pattern is some part of the code. */
export function matchInAnyOrder(
  matcher: Matcher,
  patterns: readonly CodeNode[],
  nodes: readonly CodeNode[],
  mayHaveMore: boolean,
  environment: Environment | null,
  then: Then,
): boolean {
  const wanted = patterns.filter((pattern) => !standsForSeveral(pattern));
  const open = mayHaveMore || wanted.length < patterns.length;
  if (wanted.length > nodes.length || (!open && wanted.length < nodes.length)) return false;
  const taken = new Set<CodeNode>();
  const next = (index: number, at: Environment | null): boolean => {
    if (index === wanted.length) return then(at);
    for (const node of nodes) {
      if (taken.has(node)) continue;
      taken.add(node);
      const found = matcher.match(wanted[index], node, at, (after) => next(index + 1, after));
      taken.delete(node);
      if (found) return true;
    }
    return false;
  };
  return next(0, environment);
}

/** Positional arguments in order, keywords by name in any order. */
export function matchArguments(
  matcher: Matcher,
  patterns: readonly CodeNode[],
  nodes: readonly CodeNode[],
  environment: Environment | null,
  then: Then,
): boolean {
  const isKeyword = ({ kind }: CodeNode): boolean => kind === 'keyword';
  const keywords = patterns.filter(isKeyword);
  const given = nodes.filter(isKeyword);
  if (given.length === 0 && keywords.length === 0) return matchInOrder(matcher, patterns, nodes, environment, then);
  const open = patterns.some(standsForSeveral);
  if (keywords.length > given.length || (!open && keywords.length < given.length)) return false;
  const positional = patterns.filter((pattern) => !isKeyword(pattern));
  const others = nodes.filter((node) => !isKeyword(node));
  return matchInAnyOrder(matcher, keywords, given, true, environment, (next) => {
    const rest = positional.some(standsForSeveral) ? [...others, ...leftOver(positional, keywords, given)] : others;
    return matchInOrder(matcher, positional, rest, next, then);
  });
}

/** `$...ARGS` holds the keywords, too, that the pattern does not name. */
function leftOver(
  positional: readonly CodeNode[],
  keywords: readonly CodeNode[],
  given: readonly CodeNode[],
): readonly CodeNode[] {
  if (positional.at(-1)?.kind !== PATTERN_KINDS.ellipsisMetavariable) return [];
  const named = new Set(keywords.map((keyword) => keyword.parts[0].value));
  return given.filter((node) => !named.has(node.parts[0].value));
}

/** The whole of a block. `...` also passes over blocks inside of it, and into them. */
export function matchStatements(
  matcher: Matcher,
  pattern: CodeNode,
  block: CodeNode,
  environment: Environment | null,
  then: Then,
): boolean {
  const { parts } = pattern;
  if (parts.length === 1 && isEllipsis(parts[0])) return then(environment);
  const reaches = parts.some(isEllipsis);
  const nodes = reaches ? matcher.file.flatStatements(block) : block.parts;
  const matchPart: MatchPart = (one, node, at, next) => matchStatement(matcher, one, node, at, next);
  const whole: ThenFrom = (at, next) => (reaches || next === nodes.length) && then(at);
  return walk({ patterns: parts, nodes, matchPart, onward: whole }, 0, 0, environment);
}

/** Some statements of a list from its start, whatever follows them. */
export function matchFirstStatements(
  matcher: Matcher,
  patterns: readonly CodeNode[],
  nodes: readonly CodeNode[],
  onward: ThenFrom,
): boolean {
  const matchPart: MatchPart = (one, node, at, next) => matchStatement(matcher, one, node, at, next);
  return walk({ patterns, nodes, matchPart, onward }, 0, 0, null);
}

/** Where a statement has no expressions of its own any more. */
const OTHER_STATEMENTS: ReadonlySet<string> = new Set([
  LIST_KINDS.block,
  LIST_KINDS.members,
  'function',
  'class',
  'lambda',
  'catch',
  'case',
  'import',
]);

/** An expression as a statement of a pattern may be anywhere in the expressions of a statement. */
function matchStatement(
  matcher: Matcher,
  pattern: CodeNode,
  node: CodeNode,
  environment: Environment | null,
  then: Then,
): boolean {
  if (matcher.match(pattern, node, environment, then)) return true;
  if (STATEMENTS.has(pattern.kind) || OTHER_STATEMENTS.has(node.kind)) return false;
  const open = [...node.parts].reverse();
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === NONE || OTHER_STATEMENTS.has(at.kind)) continue;
    if (matcher.match(pattern, at, environment, then)) return true;
    for (let index = at.parts.length - 1; index >= 0; index--) open.push(at.parts[index]);
  }
  return false;
}

/** Kinds of patterns that are statements and nothing inside of one. */
const STATEMENTS: ReadonlySet<string> = new Set([
  ...OTHER_STATEMENTS,
  PATTERN_KINDS.metavariable,
  'assign',
  'return',
  'throw',
  'if',
  'while',
  'for',
  'each',
  'with',
  'try',
  'switch',
]);
