// The code that a comment is about: a statement and its head, or a line.
import { endOf, kindOf, type NodeIndex, nextOf, parentOf, type SyntaxTree, startOf } from '../parsing/syntax-tree.ts';

export interface CodeRange {
  readonly start: number;
  readonly end: number;
}

/** The statement that the comment stands behind or before, without the block that it may open. */
export function boundStatement(tree: SyntaxTree, comment: NodeIndex): CodeRange {
  const anchor = isTrailing(tree, comment) ? statementBefore(tree, comment) : nodeAfter(tree, comment);
  if (anchor < 0) return { start: 0, end: 0 };
  return { start: startOf(tree, anchor), end: headEnd(tree, anchor) };
}

/** All of what comes after the comment, with the block that it opens. */
export function wholeNodeAfter(tree: SyntaxTree, comment: NodeIndex): CodeRange {
  const node = nodeAfter(tree, comment);
  return node < 0 ? { start: 0, end: 0 } : { start: startOf(tree, node), end: endOf(tree, node) };
}

export function isTrailing(tree: SyntaxTree, comment: NodeIndex): boolean {
  const start = startOf(tree, comment);
  const lineStart = tree.source.lastIndexOf('\n', start - 1) + 1;
  return tree.source.slice(lineStart, start).trim() !== '';
}

const BLOCK = /(^block$|_body$|^statement_block$|_block$|^suite$)/;
const CONTAINER = /(^block$|_body$|^program$|^module$|^statement_block$|^suite$|_block$|_group$)/;

/** The outermost node on the comment's line that is a child of a block, a body or the file. */
function statementBefore(tree: SyntaxTree, comment: NodeIndex): NodeIndex {
  const start = startOf(tree, comment);
  const lineStart = tree.source.lastIndexOf('\n', start - 1) + 1;
  let last = -1;
  for (let node = comment - 1; node > 0; node--) {
    if (nextOf(tree, node) !== node + 1 || endOf(tree, node) > start) continue;
    if (startOf(tree, node) < lineStart) break;
    last = node;
    if (!/^[;,{}()]$/.test(kindOf(tree, node))) break;
  }
  for (let node = last; node > 0; node = parentOf(tree, node)) {
    if (CONTAINER.test(kindOf(tree, parentOf(tree, node)))) return node;
  }
  return last;
}

/** The next sibling that is no comment; at the end of a block that of the block's statement. */
function nodeAfter(tree: SyntaxTree, comment: NodeIndex): NodeIndex {
  const parent = parentOf(tree, comment);
  for (let node = nextOf(tree, comment); node < nextOf(tree, parent); node = nextOf(tree, node)) {
    if (!/comment$/.test(kindOf(tree, node))) return node;
  }
  // The grammar may hang a comment before the first statement of a block onto the node around the block.
  return nextOf(tree, parent) < tree.count ? nextOf(tree, parent) : -1;
}

/** Where the node's own code ends: an `if` or a function is meant up to its block, not with all that is in it. */
function headEnd(tree: SyntaxTree, node: NodeIndex): number {
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (BLOCK.test(kindOf(tree, child))) return startOf(tree, child);
  }
  return endOf(tree, node);
}

export function lineAround(source: string, offset: number): CodeRange {
  const end = source.indexOf('\n', offset);
  return { start: source.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? source.length : end };
}

/** The line after that of the offset; at the end of the file the same one. */
export function lineAfter(source: string, offset: number): CodeRange {
  return lineAround(source, Math.min(lineAround(source, offset).end + 1, source.length));
}
