// Annotations on classes, members and parameters.
import type { Annotation, Argument, Expression } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { lowerExpression } from './expressions.ts';
import type { JavaFile } from './java-file.ts';
import { resolveType, typeValue } from './type-names.ts';

/** The annotations among the modifiers of a declaration. */
export function annotationsOf(file: JavaFile, modifiers: NodeIndex): Annotation[] {
  if (modifiers < 0) return [];
  return namedChildrenOf(file.tree, modifiers)
    .filter((child) => /annotation$/.test(kindOf(file.tree, child)))
    .map((child) => lowerAnnotation(file, child));
}

function lowerAnnotation(file: JavaFile, node: NodeIndex): Annotation {
  const name = childByField(file.tree, node, 'name');
  if (name < 0) return { node, name: null, callee: file.builder.unknown(node), arguments: [] };
  const found = resolveType(file, name);
  const list = childByField(file.tree, node, 'arguments');
  return {
    node,
    name: typeof found === 'string' ? found : found.qualifiedName,
    callee: typeValue(file, found, name),
    arguments: list < 0 ? [] : namedChildrenOf(file.tree, list).map((child) => lowerElement(file, child)),
  };
}

function lowerElement(file: JavaFile, node: NodeIndex): Argument {
  const { tree } = file;
  if (kindOf(tree, node) !== 'element_value_pair')
    return { value: lowerExpression(file, node), name: null, spread: 'none' };
  const key = childByField(tree, node, 'key');
  const value = childByField(tree, node, 'value');
  return {
    value: value < 0 ? file.builder.unknown(node) : lowerExpression(file, value),
    name: key < 0 ? null : textOf(tree, key),
    spread: 'none',
  };
}

/** An annotation as the value of an element: a construction of its type. */
export function lowerAnnotationValue(file: JavaFile, node: NodeIndex): Expression {
  const { callee, arguments: elements } = lowerAnnotation(file, node);
  return { kind: 'call', node, callee, arguments: elements, construction: true };
}
