// `new`: of library classes, of classes of the file, of inner ones with their outer object, and of anonymous ones.
import type { Argument, Expression } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { lowerArguments } from './chains.ts';
import { type ClassOutline, DEEPEST_CLASS_NESTING } from './class-outline.ts';
import { lowerAnonymousClass } from './classes.ts';
import { lowerExpression, namesOf } from './expressions.ts';
import { type JavaFile, thisOf } from './java-file.ts';
import { resolveType, typeValue } from './type-names.ts';

const isAnnotation = kindSet('annotation', 'marker_annotation');
const isComment = kindSet('line_comment', 'block_comment');

export function lowerObjectCreation(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const type = childByField(tree, node, 'type');
  if (type < 0) return file.builder.unknown(node);
  const outerNode = outerObject(file, node, type);
  const outer = outerNode < 0 ? null : lowerExpression(file, outerNode);
  const found = outerNode < 0 ? resolveType(file, type) : innerType(file, type);
  const args = lowerArguments(file, node);
  const body = namedChildrenOf(tree, node).find((child) => kindOf(tree, child) === 'class_body');
  if (body !== undefined && file.classes.length >= DEEPEST_CLASS_NESTING) return namesOf(file, node);
  const hidden = typeof found === 'string' ? null : hiddenArgument(file, found, node, outer);
  return {
    kind: 'call',
    node,
    callee: body === undefined ? typeValue(file, found, type) : lowerAnonymousClass(file, body, type),
    arguments: hidden ? [hidden, ...args] : args,
    construction: true,
  };
}

/** `outer` of `outer.new Inner()`: a child before the type that is no annotation; -1 when absent. */
function outerObject(file: JavaFile, node: NodeIndex, type: NodeIndex): NodeIndex {
  const [first] = namedChildrenOf(file.tree, node).filter((child) => !isComment(file.tree, child));
  if (first === undefined || first >= type || isAnnotation(file.tree, first)) return -1;
  return kindOf(file.tree, first) === 'type_arguments' ? -1 : first;
}

/** `Inner` of `outer.new Inner()` is a member of the outer object's class: found by its name in the file. */
function innerType(file: JavaFile, type: NodeIndex): ClassOutline | string {
  const name = textOf(file.tree, type);
  const pending: ClassOutline[] = [];
  for (const scope of file.typeScopes) {
    for (const outline of scope.values()) if (typeof outline !== 'string') pending.push(outline);
  }
  for (let outline = pending.pop(); outline; outline = pending.pop()) {
    const member = outline.members.get(name);
    if (member) return member;
    pending.push(...outline.members.values());
  }
  return resolveType(file, type);
}

/** What the constructor of an inner class takes first: the object of the outer class; null when it takes none. */
export function hiddenArgument(
  file: JavaFile,
  outline: ClassOutline,
  node: NodeIndex,
  outer: Expression | null = null,
): Argument | null {
  if (!outline.needsOuter || !outline.outer) return null;
  return { value: outer ?? thisOf(file, outline.outer, node), name: null, spread: 'none' };
}
