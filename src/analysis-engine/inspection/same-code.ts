// Whether two pieces of code say the same, whatever their layout, comments and outer parentheses.
import {
  endOf,
  isNamed,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  type SyntaxTree,
  startOf,
} from '../parsing/syntax-tree.ts';

/** Kinds whose text counts as a whole: what lies between their children is not in the tree. */
const WHOLE = /string|template|regex|char|rune|text|number|integer|float|literal$/;

/** The code of a node as its tokens with a space between; equal keys are equal code. */
export function codeKey(tree: SyntaxTree, node: NodeIndex): string {
  const start = withoutParentheses(tree, node);
  const tokens: string[] = [];
  const end = nextOf(tree, start);
  for (let at = start; at < end; at++) {
    const kind = kindOf(tree, at);
    if (kind.endsWith('comment')) {
      at = nextOf(tree, at) - 1;
    } else if (nextOf(tree, at) === at + 1 || (isNamed(tree, at) && WHOLE.test(kind) && kind !== 'composite_literal')) {
      tokens.push(tree.source.slice(startOf(tree, at), endOf(tree, at)));
      at = nextOf(tree, at) - 1;
    }
  }
  return tokens.join(' ');
}

/** Whether two different nodes hold the same code. One node that was lowered twice does not count. */
export function isSameCode(tree: SyntaxTree, a: NodeIndex, b: NodeIndex): boolean {
  const overlaps = startOf(tree, a) < endOf(tree, b) && startOf(tree, b) < endOf(tree, a);
  return !overlaps && codeKey(tree, a) === codeKey(tree, b);
}

function withoutParentheses(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = node;
  while (kindOf(tree, at) === 'parenthesized_expression') {
    const [inner] = namedChildrenOf(tree, at).filter((child) => !kindOf(tree, child).endsWith('comment'));
    if (inner === undefined) break;
    at = inner;
  }
  return at;
}

export function isParenthesised(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.source[startOf(tree, node)] === '(' && kindOf(tree, node) === 'parenthesized_expression';
}
