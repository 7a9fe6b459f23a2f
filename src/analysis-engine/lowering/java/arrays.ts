// Array creation and initialisers → lists.
import type { Argument, Expression } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, namedChildrenOf } from '../../parsing/syntax-tree.ts';
import { lowerExpression } from './expressions.ts';
import type { JavaFile } from './java-file.ts';

const isComment = kindSet('line_comment', 'block_comment');

/** Positional arguments of plain expressions. */
export function plainArguments(values: readonly Expression[]): Argument[] {
  return values.map((value) => ({ value, name: null, spread: 'none' }));
}

export function lowerArrayInitializer(file: JavaFile, node: NodeIndex): Expression {
  const items = namedChildrenOf(file.tree, node).filter((child) => !isComment(file.tree, child));
  return { kind: 'list', node, items: plainArguments(items.map((item) => lowerExpression(file, item))) };
}

/** `new String[] { a, b }` and `new int[n]`; the sizes are evaluated when they could do something. */
export function lowerArrayCreation(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const initializer = childByField(tree, node, 'value');
  if (initializer >= 0) return lowerArrayInitializer(file, initializer);
  const sizes: Expression[] = [];
  for (const dimensions of childrenByField(tree, node, 'dimensions')) {
    if (kindOf(tree, dimensions) !== 'dimensions_expr') continue;
    for (const size of namedChildrenOf(tree, dimensions)) sizes.push(lowerExpression(file, size));
  }
  const list: Expression = { kind: 'list', node, items: [] };
  const acts = sizes.some((size) => size.kind !== 'constant' && size.kind !== 'variable');
  return acts ? { kind: 'sequence', node, parts: [...sizes, list] } : list;
}
