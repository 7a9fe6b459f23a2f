// In which line a node stands, for messages that name another place: the lines of a file are counted once.
import { type LineIndex, lineIndexOf } from './line-index.ts';
import { type NodeIndex, type SyntaxTree, startOf } from './syntax-tree.ts';

const KNOWN = new WeakMap<SyntaxTree, LineIndex>();

/** The line where a node begins; the first line is 1. */
export function lineOf(tree: SyntaxTree, node: NodeIndex): number {
  let lines = KNOWN.get(tree);
  if (lines === undefined) {
    lines = lineIndexOf(tree.source);
    KNOWN.set(tree, lines);
  }
  return lines.positionAt(startOf(tree, node)).line;
}
