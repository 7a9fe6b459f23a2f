// Displays and comprehensions: lists, tuples, sets, dictionaries, generators.
import type { ComprehensionClause, Expression, RecordEntry } from '../../ir.ts';
import { childByField, childrenByField, hasToken, isNamed, kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { lowerArgument } from './access.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { type BoundNames, bindTarget } from './names.ts';
import { targetOf } from './targets.ts';

/** List, tuple, set, and the bare `a, b` of returns, assignments and subscripts. */
export function lowerList(context: PythonContext, node: NodeIndex): Expression {
  return { kind: 'list', node, items: partsOf(context, node).map((part) => lowerArgument(context, part)) };
}

/** Nodes that are one value, or several that make a tuple. */
export function oneOrTuple(context: PythonContext, node: NodeIndex, values: readonly NodeIndex[]): Expression | null {
  if (values.length === 0) return null;
  if (values.length === 1) return context.expression(values[0]);
  return { kind: 'list', node, items: values.map((value) => lowerArgument(context, value)) };
}

export function lowerDictionary(context: PythonContext, node: NodeIndex): Expression {
  const entries: RecordEntry[] = [];
  for (const part of partsOf(context, node)) {
    const kind = kindOf(context.tree, part);
    const key = childByField(context.tree, part, 'key');
    const value = childByField(context.tree, part, 'value');
    if (kind === 'pair' && key >= 0 && value >= 0) {
      entries.push({ key: keyOf(context.expression(key)), value: context.expression(value) });
    } else {
      const inner = kind === 'dictionary_splat' ? onlyPart(context, part) : part;
      if (inner >= 0) entries.push({ spread: context.expression(inner) });
    }
  }
  return { kind: 'record', node, entries };
}

function keyOf(key: Expression): string | number | Expression {
  const isPlain = key.kind === 'constant' && (typeof key.value === 'string' || typeof key.value === 'number');
  return isPlain && key.value !== null && typeof key.value !== 'boolean' ? key.value : key;
}

/** The targets are fresh names of a block of their own in the surrounding function. */
export function lowerComprehension(context: PythonContext, node: NodeIndex): Expression {
  const { tree, scopes } = context;
  scopes.enterBlock();
  const clauses: (ComprehensionClause & { conditions: Expression[] })[] = [];
  for (const part of partsOf(context, node)) {
    const kind = kindOf(tree, part);
    if (kind === 'for_in_clause') clauses.push(lowerClause(context, part));
    if (kind !== 'if_clause') continue;
    const condition = onlyPart(context, part);
    if (condition >= 0) clauses[clauses.length - 1]?.conditions.push(context.expression(condition));
  }
  const body = childByField(tree, node, 'body');
  const key = body < 0 ? -1 : childByField(tree, body, 'key');
  const element = key < 0 ? body : childByField(tree, body, 'value');
  const lowered: Expression = {
    kind: 'comprehension',
    node,
    clauses,
    key: key < 0 ? null : context.expression(key),
    element: element < 0 ? { kind: 'unknown', node, parts: [] } : context.expression(element),
  };
  scopes.leaveBlock();
  return lowered;
}

function lowerClause(context: PythonContext, node: NodeIndex): ComprehensionClause & { conditions: Expression[] } {
  const { tree, scopes } = context;
  const values = childrenByField(tree, node, 'right').filter((child) => isNamed(tree, child));
  const iterable = oneOrTuple(context, node, values) ?? { kind: 'unknown' as const, node, parts: [] };
  const left = childByField(tree, node, 'left');
  const names: BoundNames['variables'] = new Map();
  if (left >= 0) bindTarget(tree, left, names);
  for (const name of names.keys()) scopes.declare(name);
  return {
    target: left < 0 ? { kind: 'pattern', node, entries: [] } : targetOf(context, left),
    iterable: hasToken(tree, node, 'async') ? { kind: 'await', node, value: iterable } : iterable,
    conditions: [],
  };
}
