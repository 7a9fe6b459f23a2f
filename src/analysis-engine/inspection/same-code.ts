// Whether two pieces of code say the same, whatever their layout, comments and outer parentheses.
import { kindSet, kindTest } from '../parsing/kind-sets.ts';
import {
  endOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../parsing/syntax-tree.ts';

/** Kinds whose text counts as a whole: what lies between their children is not in the tree. */
const WHOLE = /string|template|regex|char|rune|text|number|integer|float|literal$/;
const isWhole = kindTest((kind, named) => named && WHOLE.test(kind) && kind !== 'composite_literal');
const isComment = kindTest((kind) => kind.endsWith('comment'));

/** The code of a node as its tokens with a space between; equal keys are equal code. */
export function codeKey(tree: SyntaxTree, node: NodeIndex): string {
  const start = withoutParentheses(tree, node);
  const tokens: string[] = [];
  const end = nextOf(tree, start);
  for (let at = tokenFrom(tree, start, end); at < end; at = tokenFrom(tree, nextOf(tree, at), end))
    tokens.push(textOf(tree, at));
  return tokens.join(' ');
}

/** The first token at or after a node; `end` when there is none before it. */
function tokenFrom(tree: SyntaxTree, node: NodeIndex, end: NodeIndex): NodeIndex {
  let at = node;
  while (at < end) {
    if (isComment(tree, at)) at = nextOf(tree, at);
    else if (nextOf(tree, at) === at + 1 || isWhole(tree, at)) return at;
    else at++;
  }
  return end;
}

/** Whether two nodes have the same key. Most differ in their first tokens already. */
export function hasSameCode(tree: SyntaxTree, a: NodeIndex, b: NodeIndex): boolean {
  const startA = withoutParentheses(tree, a);
  const startB = withoutParentheses(tree, b);
  const endA = nextOf(tree, startA);
  const endB = nextOf(tree, startB);
  let atA = tokenFrom(tree, startA, endA);
  let atB = tokenFrom(tree, startB, endB);
  while (atA < endA && atB < endB) {
    if (textOf(tree, atA) !== textOf(tree, atB)) return false;
    atA = tokenFrom(tree, nextOf(tree, atA), endA);
    atB = tokenFrom(tree, nextOf(tree, atB), endB);
  }
  return atA >= endA && atB >= endB;
}

/** Whether two different nodes hold the same code. One node that was lowered twice does not count. */
export function isSameCode(tree: SyntaxTree, a: NodeIndex, b: NodeIndex): boolean {
  const overlaps = startOf(tree, a) < endOf(tree, b) && startOf(tree, b) < endOf(tree, a);
  return !overlaps && hasSameCode(tree, a, b);
}

const hasParentheses = kindSet('parenthesized_expression');

function withoutParentheses(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = node;
  while (hasParentheses(tree, at)) {
    const [inner] = namedChildrenOf(tree, at).filter((child) => !isComment(tree, child));
    if (inner === undefined) break;
    at = inner;
  }
  return at;
}

export function isParenthesised(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.source[startOf(tree, node)] === '(' && hasParentheses(tree, node);
}
