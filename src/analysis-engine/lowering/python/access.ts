// Members, subscripts and calls: chains of them, however long, are folded in a loop.
import type { Argument, Expression } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { spineOf } from '../program-builder.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';

const isLink = kindSet('attribute', 'call', 'subscript');

const INNER_FIELD: Readonly<Record<string, string>> = { attribute: 'object', call: 'function', subscript: 'value' };

/** `a.b(c)[d].e`: one expression a link. */
export function lowerAccess(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const innerOf = (link: NodeIndex): NodeIndex => childByField(tree, link, INNER_FIELD[kindOf(tree, link)] ?? '');
  const spine = spineOf(node, (link) => {
    const inner = innerOf(link);
    return inner >= 0 && isLink(tree, inner) ? inner : -1;
  });
  const base = innerOf(spine[0]);
  let result: Expression = base < 0 ? { kind: 'unknown', node: spine[0], parts: [] } : context.expression(base);
  for (const link of spine) result = linkTo(context, link, result);
  return result;
}

function linkTo(context: PythonContext, link: NodeIndex, object: Expression): Expression {
  const { tree } = context;
  const kind = kindOf(tree, link);
  if (kind === 'call') return callOf(context, link, object);
  if (kind === 'subscript') return { kind: 'index', node: link, object, index: indexOf(context, link) };
  const attribute = childByField(tree, link, 'attribute');
  return { kind: 'member', node: link, object, key: attribute < 0 ? '' : textOf(tree, attribute) };
}

/** `super()` and `super(Class, self)` are the superclass; a class of the file is constructed, others cannot be told. */
function callOf(context: PythonContext, node: NodeIndex, callee: Expression): Expression {
  if (callee.kind === 'global' && callee.name === 'super') return { kind: 'super', node };
  const list = childByField(context.tree, node, 'arguments');
  const construction = callee.kind === 'variable' && context.classNames.has(callee.variable.name);
  return { kind: 'call', node, callee, arguments: list < 0 ? [] : lowerArguments(context, list), construction };
}

/** An argument list, or the generator expression that may stand for it. */
export function lowerArguments(context: PythonContext, list: NodeIndex): Argument[] {
  if (kindOf(context.tree, list) !== 'argument_list') return [plain(context.expression(list))];
  return partsOf(context, list).map((part) => lowerArgument(context, part));
}

const plain = (value: Expression): Argument => ({ value, name: null, spread: 'none' });

/** One argument or one item of a list: plain, `name=value`, `*items`, `**keywords`. */
export function lowerArgument(context: PythonContext, node: NodeIndex): Argument {
  const { tree } = context;
  const kind = kindOf(tree, node);
  if (kind === 'keyword_argument') {
    const name = childByField(tree, node, 'name');
    const value = childByField(tree, node, 'value');
    if (value >= 0) {
      return { value: context.expression(value), name: name < 0 ? null : textOf(tree, name), spread: 'none' };
    }
  }
  if (kind === 'list_splat' || kind === 'dictionary_splat' || kind === 'parenthesized_list_splat') {
    const inner = onlyPart(context, node);
    const nested = kind === 'parenthesized_list_splat' && inner >= 0 ? onlyPart(context, inner) : inner;
    if (nested >= 0) {
      const spread = kind === 'dictionary_splat' ? 'record' : 'list';
      return { value: context.expression(nested), name: null, spread };
    }
  }
  return plain(context.expression(node));
}

/** `x[i]`, `x[i, j]` (a tuple), `x[a:b]` (any element: the index is unknown). */
function indexOf(context: PythonContext, node: NodeIndex): Expression {
  const indexes = childrenByField(context.tree, node, 'subscript').map(context.expression);
  if (indexes.length === 1) return indexes[0];
  return { kind: 'list', node, items: indexes.map(plain) };
}

/** A slice is not one index: `unknown` by design, so it is not counted. */
export function lowerSlice(context: PythonContext, node: NodeIndex): Expression {
  return { kind: 'unknown', node, parts: partsOf(context, node).map(context.expression) };
}
