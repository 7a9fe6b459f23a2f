// Shapes that several languages share, by what their grammars call the fields.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import { type CodeNode, LIST_KINDS, NONE, PLAIN } from './code-node.ts';
import { DEEP_MARK, PATTERN_KINDS, TYPED_MARK } from './placeholders.ts';
import type { Reader, Shape } from './reader.ts';

export const nameShape: Shape = (reader, node) => reader.name(node);

/** Parentheses and the like: what they hold. */
export const transparent: Shape = (reader, node) => {
  const parts = reader.children(node);
  return parts.length === 1 ? parts[0] : reader.listOf(node, 'tuple', parts);
};

/** Several where one is expected. */
export const splice: Shape = (reader, node) => reader.listOf(node, LIST_KINDS.splice, reader.children(node));

export const block: Shape = (reader, node) => reader.listOf(node, LIST_KINDS.block, reader.children(node));

export const members: Shape = (reader, node) => reader.listOf(node, LIST_KINDS.members, reader.children(node));

export const argumentList: Shape = (reader, node) => reader.listOf(node, LIST_KINDS.arguments, reader.children(node));

export const listAs =
  (kind: string): Shape =>
  (reader, node) =>
    reader.listOf(node, kind, reader.children(node));

/** A literal told by its text. */
export const literal =
  (kind: string): Shape =>
  (reader, node) =>
    reader.make(node, kind, reader.text(node), []);

/** A kind whose parts are these fields. */
export const fieldsAs =
  (kind: string, ...fields: readonly string[]): Shape =>
  (reader, node) =>
    reader.make(
      node,
      kind,
      PLAIN,
      fields.map((field) => reader.field(node, field)),
    );

/** A kind whose parts are the children, as many as it has parts. */
export const childrenAs =
  (kind: string, count: number): Shape =>
  (reader, node) => {
    const parts = reader.children(node);
    while (parts.length < count) parts.push(NONE);
    return reader.make(node, kind, PLAIN, parts);
  };

export const operation =
  (kind: string, ...fields: readonly string[]): Shape =>
  (reader, node) =>
    reader.make(
      node,
      kind,
      OPERATOR_SPELLINGS[reader.fieldText(node, 'operator')] ?? reader.fieldText(node, 'operator'),
      fields.map((field) => reader.field(node, field)),
    );

/** Operators that mean the same are spelled the same. */
const OPERATOR_SPELLINGS: Readonly<Record<string, string>> = { '<>': '!=', and: '&&', or: '||', not: '!' };

export function spelled(operator: string): string {
  return OPERATOR_SPELLINGS[operator] ?? operator;
}

/** A call; the placeholders of patterns look like calls too. */
export function call(reader: Reader, node: NodeIndex, callee: CodeNode, args: CodeNode): CodeNode {
  if (reader.isPattern && callee.kind === 'name') {
    if (callee.value === DEEP_MARK) return reader.make(node, PATTERN_KINDS.deep, '', args.parts.slice(0, 1));
    if (callee.value === TYPED_MARK) return reader.make(node, PATTERN_KINDS.typed, '', args.parts.slice(0, 2));
  }
  return reader.make(node, 'call', PLAIN, [callee, args]);
}

/** A cast; what was `(T $X)` in a pattern is one of the placeholder. */
export function cast(reader: Reader, node: NodeIndex, type: CodeNode, operand: CodeNode): CodeNode {
  if (operand.kind === PATTERN_KINDS.typed) {
    return reader.make(node, PATTERN_KINDS.typed, '', [operand.parts[0] ?? NONE, type]);
  }
  return reader.make(node, 'cast', PLAIN, [type, operand]);
}

/** `a.b`; in a pattern `a. ... ` is anything called on `a`. */
export function member(reader: Reader, node: NodeIndex, object: CodeNode, name: CodeNode): CodeNode {
  if (name.kind === PATTERN_KINDS.ellipsis) return reader.make(node, PATTERN_KINDS.chain, '', [object]);
  return reader.span(node, object === NONE ? name : object, name, 'member', [object, name]);
}

export interface AssignParts {
  readonly modifiers?: readonly string[];
  readonly decorators?: readonly CodeNode[];
  readonly target: CodeNode;
  readonly type?: CodeNode;
  readonly value?: CodeNode;
  /** `=` when absent */
  readonly operator?: string;
}

/** An assignment or declaration; the word `declares` marks the latter. */
export function assign(reader: Reader, node: NodeIndex, parts: AssignParts): CodeNode {
  const { modifiers = [], decorators = [], target, type = NONE, value = NONE, operator = '=' } = parts;
  const words = modifiers.map((word) => reader.make(node, 'word', word, []));
  return reader.make(node, 'assign', operator, [reader.subset(node, [...decorators, ...words]), target, type, value]);
}

/** What a pattern's ellipsis in the place of a statement or member became. */
export function isEllipsis(node: CodeNode): boolean {
  return node.kind === PATTERN_KINDS.ellipsis;
}

/** Alone in its list or not: a list as one expression. */
export function oneOrTuple(reader: Reader, node: NodeIndex, parts: readonly CodeNode[]): CodeNode {
  return parts.length === 1 ? parts[0] : reader.listOf(node, 'tuple', parts);
}
