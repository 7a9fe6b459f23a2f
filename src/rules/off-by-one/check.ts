// Loops that count to the length and index with the counter, and elements read at the length.
import {
  type Check,
  type CheckFinding,
  type Expression,
  isSamePlace,
  rangeOf,
  type Step,
  sightingsOf,
  textOf,
  visitChildren,
} from '../../analysis-engine/index.ts';

/** Reports the condition of the loop, or the element. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'loop')) {
    const bound = boundOf(item, (node) => textOf(tree, node));
    if (bound === null || !isIndexed(item.loop.body, bound)) continue;
    // `except IndexError`: that is how it is told that there are no more.
    if (/IndexError|IndexOutOfBounds/.test(textOf(tree, item.node))) continue;
    findings.push(rangeOf(tree, bound.node));
  }
  for (const { item, isTarget } of sightingsOf(program, 'index')) {
    const measured = 'index' in item && !isTarget ? lengthOf(item.index, (node) => textOf(tree, node)) : null;
    if (measured !== null && isSamePlace(measured, item.object)) findings.push(rangeOf(tree, item.node));
  }
  return findings;
};

interface Bound {
  readonly counter: Expression;
  readonly collection: Expression;
  readonly node: number;
}

type LoopStep = Extract<Step, { kind: 'loop' }>;
type TextAt = (node: number) => string;

/** `i <= xs.length`, `for i in range(len(xs) + 1)`. */
function boundOf({ loop }: LoopStep, textAt: TextAt): Bound | null {
  if (loop.kind === 'while') {
    const { condition } = loop;
    if (condition?.kind !== 'operation' || condition.operator !== '<=' || loop.update.length === 0) return null;
    const [counter, length] = condition.operands;
    const collection = lengthOf(length, textAt);
    return collection === null || counter.kind !== 'variable' ? null : { counter, collection, node: condition.node };
  }
  const { iterable, target } = loop;
  if (iterable.kind !== 'call' || iterable.callee.kind !== 'global' || iterable.callee.name !== 'range') return null;
  const end = iterable.arguments.at(iterable.arguments.length > 1 ? 1 : 0)?.value;
  if (iterable.arguments.length > 2 || end?.kind !== 'operation' || end.operator !== '+' || target.kind !== 'variable')
    return null;
  const [length, one] = end.operands;
  const collection = lengthOf(length, textAt);
  if (collection === null || one.kind !== 'constant' || one.value !== 1) return null;
  return { counter: target, collection, node: iterable.node };
}

/** What an expression is the length of. */
function lengthOf(expression: Expression, textAt: TextAt): Expression | null {
  if (expression.kind === 'member' && expression.key === 'length') return expression.object;
  if (expression.kind === 'cast') return lengthOf(expression.value, textAt);
  // Go's `len(xs)`.
  if (expression.kind === 'unknown')
    return expression.parts.length === 1 && /^len\(/.test(textAt(expression.node)) ? expression.parts[0] : null;
  if (expression.kind !== 'call') return null;
  const { callee } = expression;
  if (callee.kind === 'global' && callee.name === 'len') return expression.arguments[0]?.value ?? null;
  const measures =
    callee.kind === 'member' && (callee.key === 'size' || callee.key === 'length') && expression.arguments.length === 0;
  return measures ? callee.object : null;
}

const ELEMENT_READERS = new Set(['charAt', 'elementAt', 'charCodeAt', 'codePointAt']);

/** Whether the body reads the collection at the counter, and never compares the counter with anything. */
function isIndexed(body: readonly Step[], bound: Bound): boolean {
  let isRead = false;
  let isGuarded = false;
  const pending: Parameters<typeof visitChildren>[0][] = [...body];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if ('kind' in item) {
      if (item.kind === 'index' && isSamePlace(item.object, bound.collection) && isSamePlace(item.index, bound.counter))
        isRead = true;
      if (item.kind === 'call' && isElementCall(item, bound)) isRead = true;
      if (item.kind === 'return' || item.kind === 'break') isGuarded = true;
      if (item.kind === 'operation' && /^(==|!=|<|<=|>|>=)$/.test(item.operator)) {
        if (item.operands.some((operand) => isSamePlace(operand, bound.counter))) isGuarded = true;
      }
    }
    visitChildren(item, (child) => pending.push(child));
  }
  return isRead && !isGuarded;
}

function isElementCall({ callee, arguments: given }: Extract<Expression, { kind: 'call' }>, bound: Bound): boolean {
  if (callee.kind !== 'member' || !ELEMENT_READERS.has(callee.key) || given.length !== 1) return false;
  return isSamePlace(callee.object, bound.collection) && isSamePlace(given[0].value, bound.counter);
}
