// Calls that are no calls: conversions to a type, and the built-in functions with a meaning of their own.
import type { Expression, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { argumentsOf, plain } from './arguments.ts';
import { type GoContext, partsOf, unknown } from './context.ts';
import { bareType, builtInType, typeNameOf, zeroValue } from './types.ts';

/** The type that a call converts to (null: nothing is known of it); undefined when the callee is no type. */
export function conversionType(context: GoContext, callee: NodeIndex): TypeName | null | undefined {
  const { tree, scopes, outline } = context;
  let node = callee;
  // `(*T)(x)`
  while (node >= 0) {
    const kind = kindOf(tree, node);
    if (kind === 'parenthesized_expression') node = partsOf(context, node)[0] ?? -1;
    else if (kind === 'unary_expression' && node !== callee) node = childByField(tree, node, 'operand');
    else break;
  }
  if (node < 0 || kindOf(tree, node) !== 'identifier') return undefined;
  const name = textOf(tree, node);
  if (outline.types.has(name)) return typeNameOf(context, node);
  return scopes.has(name) ? undefined : builtInType(name);
}

/** `make`, `new`, `append` and the like; null for any other function. */
export function builtInCall(
  context: GoContext,
  node: NodeIndex,
  name: string,
  parts: readonly NodeIndex[],
): Expression | null {
  switch (name) {
    case 'append':
      return appended(context, node, parts);
    case 'make':
      return parts.length === 0 ? null : sized(context, node, parts);
    case 'new':
      return parts.length === 0 ? null : zeroValue(context, node, parts[0]);
    default:
      return null;
  }
}

/** `append(xs, a, ys...)` is a new list of all of them; onto text it is text. */
function appended(context: GoContext, node: NodeIndex, parts: readonly NodeIndex[]): Expression {
  const [first, ...rest] = argumentsOf(context, parts);
  if (first === undefined) return unknown(node);
  if (isText(first.value)) {
    return { kind: 'operation', node, operator: '+', operands: [first, ...rest].map(({ value }) => value) };
  }
  return { kind: 'list', node, items: [{ ...first, spread: 'list' }, ...rest] };
}

function isText(value: Expression): boolean {
  if (value.kind === 'sequence') return value.parts.some(isText);
  return value.kind === 'cast' && value.type === 'string';
}

/** `make([]T, n)`: how much is made is a question of its own, asked of a call that has the sizes as its arguments. */
function sized(context: GoContext, node: NodeIndex, parts: readonly NodeIndex[]): Expression {
  const result = made(context, node, parts);
  const sizes = parts.slice(1).filter((part) => kindOf(context.tree, part) !== 'int_literal');
  if (sizes.length === 0) return result;
  const callee: Expression = { kind: 'global', node, name: 'make' };
  const values = sizes.map((size) => plain(context.expression(size)));
  return {
    kind: 'sequence',
    node,
    parts: [{ kind: 'call', node, callee, arguments: values, construction: false }, result],
  };
}

function made(context: GoContext, node: NodeIndex, parts: readonly NodeIndex[]): Expression {
  const { tree } = context;
  const type = bareType(context, parts[0]);
  const kind = type < 0 ? '' : kindOf(tree, type);
  if (kind === 'map_type') return { kind: 'record', node, entries: [] };
  const name = typeNameOf(context, parts[0]);
  if (kind === 'channel_type') return { kind: 'cast', node, value: unknown(node), type: 'channel' };
  const isEmpty = parts[1] !== undefined && textOf(tree, parts[1]) === '0';
  if (kind === 'slice_type' && name !== 'string' && isEmpty) return { kind: 'list', node, items: [] };
  if (name === null) return { kind: 'list', node, items: [{ ...plain(unknown(node)), spread: 'list' }] };
  return name === 'record'
    ? { kind: 'record', node, entries: [] }
    : { kind: 'cast', node, value: unknown(node), type: name };
}
