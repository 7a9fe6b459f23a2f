// Code without what does not matter to its meaning: white space, comments and the names of locals.
import { endOf, kindOf, type NodeIndex, nextOf, parentOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';

/** The statement that a node belongs to; the node itself where the grammar has none around it. */
export function statementAround(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = node;
  for (let up = node; up >= 0; up = parentOf(tree, up)) {
    const kind = kindOf(tree, up);
    if (/(^block$|_body$|^program$|^module$|^statement_block$|function|method|class|lambda)/.test(kind)) break;
    at = up;
    if (/(statement|declaration|expression_statement)$/.test(kind)) break;
  }
  return at;
}

/** The tokens between two offsets, separated by single spaces, without comments. */
export function normalisedTokens(tree: SyntaxTree, start: number, end: number): string {
  const tokens: string[] = [];
  for (let node = firstNodeAt(tree, start); node < tree.count && startOf(tree, node) < end; node++) {
    if (startOf(tree, node) < start) continue;
    const kind = kindOf(tree, node);
    if (kind.includes('comment')) {
      node = nextOf(tree, node) - 1;
      continue;
    }
    if (nextOf(tree, node) !== node + 1) continue;
    const text = tree.source.slice(startOf(tree, node), endOf(tree, node));
    if (text.trim() !== '') tokens.push(text);
  }
  return tokens.join(' ');
}

/** The first node that ends after the offset: nodes are in source order, so that a bisection would do, too. */
function firstNodeAt(tree: SyntaxTree, offset: number): NodeIndex {
  let low = 0;
  let high = tree.count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(tree, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
