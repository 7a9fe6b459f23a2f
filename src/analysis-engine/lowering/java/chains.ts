// Member reads, array reads and method calls: chains of thousands of links are folded from the inside out in a loop.
import type { Argument, Expression, TypeName } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { spineOf } from '../program-builder.ts';
import { plainArguments } from './arrays.ts';
import type { ClassOutline } from './class-outline.ts';
import { lowerExpression } from './expressions.ts';
import { classReference, type JavaFile, thisOf } from './java-file.ts';
import { bareCallee, packageClass } from './names.ts';
import { looksLikeType, lookUpType } from './type-names.ts';

const isComment = kindSet('line_comment', 'block_comment');

/** The value of a link, and the class it names when it names one. */
interface Link {
  readonly value: Expression;
  readonly type: ClassOutline | TypeName | null;
}

/** `a.b[i].c(x).d`. */
export function lowerChain(file: JavaFile, node: NodeIndex): Expression {
  const spine = spineOf(node, (current) => innerOf(file, current));
  const written = packageClass(file, spine);
  let link: Link;
  let index: number;
  if (written) {
    link = { value: written.value, type: null };
    index = written.taken;
  } else {
    link = firstLink(file, spine[0]);
    index = 1;
  }
  for (; index < spine.length; index++) link = nextLink(file, spine[index], link);
  return link.value;
}

function innerOf(file: JavaFile, node: NodeIndex): NodeIndex {
  const { tree } = file;
  const kind = kindOf(tree, node);
  if (kind === 'method_invocation' || kind === 'field_access') return childByField(tree, node, 'object');
  return kind === 'array_access' ? childByField(tree, node, 'array') : -1;
}

function firstLink(file: JavaFile, node: NodeIndex): Link {
  const { tree } = file;
  const kind = kindOf(tree, node);
  if (kind === 'method_invocation') return { value: lowerBareCall(file, node), type: null };
  if (kind === 'field_access' || kind === 'array_access') return { value: file.builder.unknown(node), type: null };
  const value = lowerExpression(file, node);
  if (kind !== 'identifier') return { value, type: null };
  const name = textOf(tree, node);
  const isType = !file.scopes.has(name) && looksLikeType(file, name);
  return { value, type: isType ? lookUpType(file, name) : null };
}

function nextLink(file: JavaFile, node: NodeIndex, inner: Link): Link {
  const { tree } = file;
  switch (kindOf(tree, node)) {
    case 'array_access': {
      const index = childByField(tree, node, 'index');
      const key = index < 0 ? file.builder.unknown(node) : lowerExpression(file, index);
      return { value: { kind: 'index', node, object: inner.value, index: key }, type: null };
    }
    case 'method_invocation':
      return { value: lowerMemberCall(file, node, inner.value), type: null };
    default:
      return lowerMember(file, node, inner);
  }
}

/** `Outer.this`, `Outer.Inner`, `object.field`. */
function lowerMember(file: JavaFile, node: NodeIndex, inner: Link): Link {
  const field = childByField(file.tree, node, 'field');
  if (field < 0) return { value: inner.value, type: null };
  const outline = inner.type !== null && typeof inner.type !== 'string' ? inner.type : null;
  const key = textOf(file.tree, field);
  if (key === 'this') {
    return { value: outline ? thisOf(file, outline, node) : { kind: 'this', node }, type: null };
  }
  const member = outline?.members.get(key);
  if (member) return { value: classReference(file, member, node), type: member };
  return { value: { kind: 'member', node, object: inner.value, key }, type: null };
}

/** The arguments of a call, in order. */
export function lowerArguments(file: JavaFile, call: NodeIndex): Argument[] {
  const list = childByField(file.tree, call, 'arguments');
  if (list < 0) return [];
  const values = namedChildrenOf(file.tree, list).filter((child) => !isComment(file.tree, child));
  return plainArguments(values.map((value) => lowerExpression(file, value)));
}

function methodName(file: JavaFile, call: NodeIndex): string {
  const name = childByField(file.tree, call, 'name');
  return name < 0 ? '' : textOf(file.tree, name);
}

function lowerBareCall(file: JavaFile, node: NodeIndex): Expression {
  const args = lowerArguments(file, node);
  const callee = bareCallee(file, methodName(file, node), args.length, childByField(file.tree, node, 'name'));
  return { kind: 'call', node, callee, arguments: args, construction: false };
}

function lowerMemberCall(file: JavaFile, node: NodeIndex, receiver: Expression): Expression {
  const { tree } = file;
  const name = childByField(tree, node, 'name');
  // `Type.super.method()` has `super` beside its object.
  const isSuper = namedChildrenOf(tree, node).some((child) => kindOf(tree, child) === 'super');
  const object: Expression = isSuper ? { kind: 'super', node } : receiver;
  const callee: Expression = { kind: 'member', node: name, object, key: methodName(file, node) };
  return { kind: 'call', node, callee, arguments: lowerArguments(file, node), construction: false };
}
