// The tree that patterns are matched on: one small vocabulary for all languages. Code and patterns go through the same
// shapes (one file per language), so whatever a language has and no shape mentions still matches itself, kind by kind.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';

/** Characters of a text that its hash is made of; longer ones are told apart by comparing them anyway. */
const HASHED_CHARACTERS = 64;

/**
 * A node of code, or of a pattern. `parts` has a fixed layout for the kinds of `PART_NAMES`; other kinds carry the
 * grammar's own name and their children in order. `value` is an identifier's name, an operator, the text of a literal.
 */
export class CodeNode {
  readonly kind: string;
  readonly value: string;
  readonly parts: readonly CodeNode[];
  readonly start: number;
  readonly end: number;
  /** the syntax node it was made of */
  readonly syntax: NodeIndex;
  /** of kind, value and parts; equal trees have equal hashes */
  readonly hash: number;

  constructor(kind: string, value: string, parts: readonly CodeNode[], start: number, end: number, syntax: NodeIndex) {
    this.kind = kind;
    this.value = value;
    this.parts = parts;
    this.start = start;
    this.end = end;
    this.syntax = syntax;
    this.hash = hashOf(kind, value, parts);
  }
}

/** Stands for a part that the code leaves out. */
export const NONE = new CodeNode('none', '', [], 0, 0, -1);

/** What the parts of a kind are, in order. A `?` marks those that a pattern may leave out to match any. */
export const PART_NAMES = {
  member: ['object', 'name'],
  index: ['object', 'index'],
  call: ['callee', 'arguments'],
  new: ['callee', 'arguments?', 'body?'],
  keyword: ['name', 'value'],
  pair: ['key', 'value'],
  binary: ['left', 'right'],
  unary: ['operand'],
  conditional: ['condition', 'then', 'otherwise'],
  cast: ['type', 'operand'],
  assign: ['modifiers', 'target', 'type?', 'value?'],
  function: ['decorators', 'modifiers', 'receiver?', 'name', 'parameters', 'result?', 'body?'],
  lambda: ['modifiers', 'parameters', 'result?', 'body?'],
  parameter: ['decorators', 'type?', 'name', 'default?'],
  class: ['decorators', 'modifiers', 'name', 'bases', 'body?'],
  generic: ['name', 'arguments'],
  annotation: ['name', 'arguments?'],
  import: ['module', 'name', 'alias?'],
  return: ['operand'],
  throw: ['operand', 'cause?'],
  if: ['condition', 'then', 'otherwise?'],
  while: ['condition', 'body', 'otherwise?'],
  for: ['start', 'condition', 'update', 'body'],
  each: ['modifiers', 'type?', 'target', 'iterable', 'body', 'otherwise?'],
  with: ['items', 'body'],
  resource: ['operand', 'target?'],
  try: ['resources', 'body', 'handlers', 'otherwise?', 'finally?'],
  catch: ['type?', 'name?', 'body'],
  switch: ['subject', 'cases'],
  case: ['tests', 'body'],
  element: ['name', 'attributes', 'children?'],
  attribute: ['name', 'value'],
} as const satisfies Record<string, readonly string[]>;

/** Kinds whose parts are a list of their own: how lists match is told by which of these they are. */
export const LIST_KINDS = {
  /** in order; `...` stands for any number */
  ordered: 'list',
  /** positional ones in order, keywords in any */
  arguments: 'arguments',
  /** a pattern's parts in any order; the code may have more */
  subset: 'subset',
  /** in any order; the code may have more only where the pattern has `...` */
  unordered: 'unordered',
  /** statements in order; `...` reaches into nested blocks */
  block: 'block',
  /** members of a class: statements that may stand in any order */
  members: 'members',
  /** several nodes where the grammar has one: they join the list that they stand in */
  splice: 'splice',
} as const;

/** The value of a node without parts or text, as it is for `assign` of a declaration without an operator. */
export const PLAIN = '';

function hashOf(kind: string, value: string, parts: readonly CodeNode[]): number {
  let hash = hashText(hashText(17, kind), value);
  for (const part of parts) hash = (Math.imul(hash, 31) + part.hash) | 0;
  return hash;
}

function hashText(seed: number, text: string): number {
  let hash = seed;
  const length = Math.min(text.length, HASHED_CHARACTERS);
  for (let at = 0; at < length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (Math.imul(hash, 31) + text.length) | 0;
}

/** Whether two trees say the same, wherever they stand. */
export function sameCode(a: CodeNode, b: CodeNode): boolean {
  const left = [a];
  const right = [b];
  for (let one = left.pop(), other = right.pop(); one && other; one = left.pop(), other = right.pop()) {
    if (one === other) continue;
    if (one.hash !== other.hash || one.kind !== other.kind || one.value !== other.value) return false;
    if (one.parts.length !== other.parts.length) return false;
    for (const part of one.parts) left.push(part);
    for (const part of other.parts) right.push(part);
  }
  return true;
}
