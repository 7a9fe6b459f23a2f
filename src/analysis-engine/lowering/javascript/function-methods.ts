// `f.call(…)`, `f.apply(…)` and `f.bind(…)`: lowered to the call (or the function) they stand for where that is plain.
import type { Argument, Expression } from '../../ir.ts';
import type { NodeIndex } from '../../parsing/index.ts';

/** The call that `callee(given)` really makes, or null when `callee` is no such method, or may be somebody's own. */
export function callOfFunctionMethod(
  node: NodeIndex,
  callee: Expression,
  given: readonly Argument[],
): Expression | null {
  if (callee.kind !== 'member' || given.length === 0 || given[0].spread !== 'none') return null;
  const called = functionFor(callee.object, given[0].value);
  if (called === null) return null;
  switch (callee.key) {
    case 'call':
      return { kind: 'call', node, callee: called, arguments: given.slice(1), construction: false };
    case 'apply':
      return { kind: 'call', node, callee: called, arguments: given.slice(1, 2).map(spread), construction: false };
    case 'bind':
      // With more arguments the parameters shift, which only the library fact can say.
      return given.length === 1 ? called : null;
    default:
      return null;
  }
}

/**
 * What is called when `called` gets `receiver`: `Array.prototype.slice` or `[].slice` become a method of the receiver;
 * with the same object, `this` or null as receiver the function stays what it is. Other receivers: null, since a class
 * may have a method `call` of its own.
 */
function functionFor(called: Expression, receiver: Expression): Expression | null {
  if (called.kind === 'member' && isPrototype(called.object)) return { ...called, object: receiver };
  if (receiver.kind === 'this' || (receiver.kind === 'constant' && receiver.value === null)) return called;
  return called.kind === 'member' && isSameName(called.object, receiver) ? called : null;
}

function isPrototype(object: Expression): boolean {
  if (object.kind === 'list') return object.items.length === 0;
  if (object.kind === 'record') return object.entries.length === 0;
  return object.kind === 'member' && object.key === 'prototype' && object.object.kind === 'global';
}

function isSameName(one: Expression, other: Expression): boolean {
  let [left, right] = [one, other];
  while (left.kind === 'member' && right.kind === 'member' && left.key === right.key) {
    left = left.object;
    right = right.object;
  }
  if (left.kind === 'variable' && right.kind === 'variable') {
    return left.variable.slot === right.variable.slot && left.variable.depth === right.variable.depth;
  }
  if (left.kind === 'global' && right.kind === 'global') return left.name === right.name;
  if (left.kind === 'import' && right.kind === 'import')
    return left.module === right.module && left.name === right.name;
  return left.kind === 'this' && right.kind === 'this';
}

function spread(argument: Argument): Argument {
  return { ...argument, spread: 'list' };
}
