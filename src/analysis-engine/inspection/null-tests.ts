// Which plain local variables a step uses as if they held something, writes, or tests for holding nothing.
import type { Expression, Step, Target } from '../ir.ts';
import { type IrItem, isClass, isFunction, visitChildren } from '../ir-children.ts';
import { childrenOf, kindOf, type NodeIndex, parentOf, type SyntaxTree, startOf } from '../parsing/syntax-tree.ts';

interface NullTest {
  readonly slot: number;
  readonly node: NodeIndex;
}

/** The test that a branch begins with, whatever else it tests: `x == null`, `x is not None && …`; null when it is none. */
export function nullTestOf(step: Step): NullTest | null {
  if (step.kind !== 'branch') return null;
  // Go's `select {}` has no arms at all.
  const condition = step.arms[0]?.condition ?? null;
  if (condition === null) return null;
  const [first] =
    condition.kind === 'operation' && /^(and|or)$/.test(condition.operator) ? condition.operands : [condition];
  if (first.kind !== 'operation' || !/^(==|!=|is|is-not)$/.test(first.operator)) return null;
  const [left, right] = first.operands;
  const [place, other] = left.kind === 'constant' ? [right, left] : [left, right];
  if (other.kind !== 'constant' || other.value !== null) return null;
  return place.kind === 'variable' && place.variable.depth === 0
    ? { slot: place.variable.slot, node: first.node }
    : null;
}

/** Variables of which the step certainly reads a member or calls a method. */
export function usedVariables(tree: SyntaxTree, step: Step): Set<number> {
  const used = new Set<number>();
  if (step.kind === 'evaluate') addUsed(tree, step.expression, used);
  else if ((step.kind === 'return' || step.kind === 'throw') && step.value !== null) addUsed(tree, step.value, used);
  return used;
}

/** Follows only what is evaluated in any case, and not behind `?.`. */
function addUsed(tree: SyntaxTree, expression: Expression | Target, used: Set<number>): void {
  const pending: (Expression | Target)[] = [expression];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const object = mayBeMapOfGo(tree, at) || isCalleeOfGo(tree, at) ? null : objectOf(at);
    if (object !== null && isOptionalLink(tree, at.node)) continue;
    if (object?.kind === 'variable' && object.variable.depth === 0) used.add(object.variable.slot);
    if (at.kind === 'operation' && /^(and|or|\?\?)$/.test(at.operator)) pending.push(at.operands[0]);
    else if (at.kind === 'conditional') pending.push(at.condition);
    else if (at.kind !== 'comprehension') {
      visitChildren(at, (child) => {
        if (!isFunction(child) && !isClass(child)) pending.push(child as Expression);
      });
    }
  }
}

/** Go lets maps that are nil be read. */
function mayBeMapOfGo(tree: SyntaxTree, at: Expression | Target): boolean {
  return (
    at.kind === 'index' && kindOf(tree, at.node) === 'index_expression' && tree.grammar.kinds.includes('go_statement')
  );
}

/** Go lets methods of a pointer that is nil be called. */
function isCalleeOfGo(tree: SyntaxTree, at: Expression | Target): boolean {
  return (
    at.kind === 'member' &&
    kindOf(tree, at.node) === 'selector_expression' &&
    kindOf(tree, Math.max(0, parentOf(tree, at.node))) === 'call_expression' &&
    startOf(tree, parentOf(tree, at.node)) === startOf(tree, at.node)
  );
}

function objectOf(item: Expression | Target): Expression | null {
  return item.kind === 'member' || item.kind === 'index' ? item.object : null;
}

/** `a?.b` and `a!.b`: the author knows. */
function isOptionalLink(tree: SyntaxTree, node: NodeIndex): boolean {
  return childrenOf(tree, node).some((child) => /optional_chain|non_null/.test(kindOf(tree, child)));
}

const WRITTEN = new WeakMap<Step, ReadonlySet<number>>();

/** Every local variable that the step writes anywhere in it. */
export function writtenSlots(step: Step): ReadonlySet<number> {
  const known = WRITTEN.get(step);
  if (known !== undefined) return known;
  const written = new Set<number>();
  WRITTEN.set(step, written);
  const pending: [IrItem, boolean][] = [[step, false]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [item, isTarget] = next;
    if (isFunction(item) || isClass(item)) continue;
    // Steps inside were asked for before: lists are looked at from the inside out.
    const inner = item === step ? undefined : WRITTEN.get(item as Step);
    if (inner !== undefined) {
      for (const slot of inner) written.add(slot);
      continue;
    }
    if (isTarget && item.kind === 'variable' && item.variable.depth === 0) written.add(item.variable.slot);
    visitChildren(item, (child, target) => pending.push([child, target]));
  }
  return written;
}
