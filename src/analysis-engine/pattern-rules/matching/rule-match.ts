// Ranges that a rule's parts gave: intersected, subtracted, narrowed, told apart.
import { type CodeNode, NONE } from '../code-tree/code-node.ts';
import { bindings, bound, type Environment, lookup } from './environment.ts';
import type { StepBudget } from './matcher.ts';
import type { PatternMatch } from './pattern-search.ts';

/** A range of the result; those of `pattern-inside` only say where others may be. */
export interface RuleMatch extends PatternMatch {
  readonly inside: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

export const within = (inner: Range, outer: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

const overlaps = (one: Range, other: Range): boolean => one.start < other.end && other.start < one.end;

export type Same = (one: CodeNode, other: CodeNode) => boolean;

/** Both sets of bindings, or undefined when they disagree. */
export function merged(one: Environment | null, other: Environment | null, same: Same): Environment | null | undefined {
  let made = one;
  for (const { name, value } of bindings(other)) {
    const known = lookup(made, name);
    if (known === undefined) made = bound(made, name, value);
    else if (!same(known, value)) return undefined;
  }
  return made;
}

/** Ranges that lie in one another, the inner one with the bindings of both. Each pair is a step. */
export function intersection(
  left: readonly RuleMatch[],
  right: readonly RuleMatch[],
  same: Same,
  budget: StepBudget,
): RuleMatch[] {
  const found: RuleMatch[] = [];
  for (const one of left) {
    budget.left -= right.length;
    if (budget.left < 0) break;
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

/**
 * Ranges that lie in none of the others with which they agree; that do not even meet one when `meets` says so. Each pair is
 * a step.
 */
export function difference(
  matches: readonly RuleMatch[],
  negatives: readonly RuleMatch[],
  { same, meets, budget }: { readonly same: Same; readonly meets: boolean; readonly budget: StepBudget },
): RuleMatch[] {
  const touches = meets ? overlaps : within;
  return matches.filter((match) => {
    budget.left -= negatives.length;
    // Nothing is told of what was not looked at to the end.
    if (budget.left < 0) return false;
    return !negatives.some(
      (negative) => touches(match, negative) && merged(match.environment, negative.environment, same) !== undefined,
    );
  });
}

/** The places of metavariables, as far as they are in the range or around it. */
export function focus(match: RuleMatch, names: readonly string[]): RuleMatch[] {
  return names.flatMap((name) => {
    const value = lookup(match.environment, name);
    if (value === undefined || value === NONE) return [];
    if (within(value, match)) return [{ ...match, start: value.start, end: value.end, node: value, inside: false }];
    return within(match, value) ? [{ ...match, inside: false }] : [];
  });
}

/** Equal matches once. */
export function distinct(matches: readonly RuleMatch[]): RuleMatch[] {
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
