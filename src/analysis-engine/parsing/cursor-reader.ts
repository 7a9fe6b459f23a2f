// Reads a tree through tree-sitter's public cursor: slow (it crosses into WebAssembly several times a node) but relies on
// nothing private. It is the fallback of the bulk reader and the judge of it.
import type { Tree, TreeCursor } from 'web-tree-sitter';
import { ERROR_SYMBOL } from './grammar-vocabulary.ts';
import { END, FIELD, type Grammar, KIND, NEXT, NODE_STRIDE, PARENT, START } from './syntax-tree.ts';

/** What a reader makes of a parsed tree; see `SyntaxTree` for the layout of `nodes`. */
export interface NodeTable {
  readonly nodes: Int32Array;
  readonly count: number;
  readonly errorCount: number;
}

/** Walks the whole tree in pre-order. */
export function readWithCursor(tree: Tree, grammar: Grammar): NodeTable {
  const cursor = tree.walk();
  const count = tree.rootNode.descendantCount;
  const nodes = new Int32Array(count * NODE_STRIDE);
  try {
    const errorCount = walk(cursor, grammar, nodes);
    return { nodes, count, errorCount };
  } finally {
    cursor.delete();
  }
}

function walk(cursor: TreeCursor, grammar: Grammar, nodes: Int32Array): number {
  let errorCount = 0;
  let next = 0;
  let parent = -1;
  for (;;) {
    const current = next++;
    errorCount += writeNode(cursor, grammar, nodes, current, parent);
    if (cursor.gotoFirstChild()) {
      parent = current;
      continue;
    }
    nodes[current * NODE_STRIDE + NEXT] = next;
    while (!cursor.gotoNextSibling()) {
      if (parent < 0 || !cursor.gotoParent()) return errorCount;
      nodes[parent * NODE_STRIDE + NEXT] = next;
      parent = nodes[parent * NODE_STRIDE + PARENT];
    }
  }
}

/** Returns 1 when the node is an ERROR or MISSING one, else 0. */
function writeNode(cursor: TreeCursor, grammar: Grammar, nodes: Int32Array, node: number, parent: number): number {
  const at = node * NODE_STRIDE;
  const symbol = cursor.nodeTypeId;
  nodes[at + KIND] = symbol === ERROR_SYMBOL ? grammar.errorKind : symbol;
  nodes[at + START] = cursor.startIndex;
  nodes[at + END] = cursor.endIndex;
  nodes[at + PARENT] = parent;
  nodes[at + FIELD] = cursor.currentFieldId;
  return symbol === ERROR_SYMBOL || cursor.nodeIsMissing ? 1 : 0;
}
