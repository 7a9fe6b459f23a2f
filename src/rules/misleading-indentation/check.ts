// Statements that are set in like the body of the branch or loop above them, and do not belong to it.
import {
  type Check,
  type CheckFinding,
  childByField,
  endOf,
  kindOf,
  kindSet,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  nodesOf,
  type SyntaxTree,
  startOf,
} from '../../analysis-engine/index.ts';

const isHead = kindSet(
  'if_statement',
  'for_statement',
  'for_in_statement',
  'enhanced_for_statement',
  'while_statement',
);
const isBraced = kindSet('statement_block', 'block');
const isComment = kindSet('comment', 'line_comment', 'block_comment');

/** Reports the statement. Where tabs and blanks are mixed nobody can tell how deep a line is. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  if (language === 'go' || language === 'python') return findings;
  for (const head of nodesOf(tree, isHead)) {
    const body = bodyOf(tree, head);
    if (body < 0 || isBraced(tree, body)) continue;
    const next = statementBehind(tree, head);
    if (next < 0) continue;
    const [outer, inner, behind] = [head, body, next].map((node) => indentationOf(tree, node));
    if (outer === null || inner === null || inner !== behind || inner.length <= outer.length) continue;
    if (!inner.startsWith(outer)) continue;
    const start = startOf(tree, next);
    // Another head in front of it is switched off by a comment.
    if (/(?:\/\/|\/\*)\s*(?:if|else|for|while)\b/.test(tree.source.slice(startOf(tree, head), start))) continue;
    findings.push({ start, end: Math.min(endOf(tree, next), lineEnd(tree, start)) });
  }
  return findings;
};

/** The statement that ends the branch or loop: what stands behind the last `else`, where there is one. */
function bodyOf(tree: SyntaxTree, head: NodeIndex): NodeIndex {
  let at = head;
  for (;;) {
    const otherwise = childByField(tree, at, 'alternative');
    const body = otherwise < 0 ? -1 : elseBodyOf(tree, otherwise);
    if (body < 0) return childByField(tree, at, kindOf(tree, at) === 'if_statement' ? 'consequence' : 'body');
    if (kindOf(tree, body) !== 'if_statement') return body;
    at = body;
  }
}

/** JavaScript has a clause around what stands behind `else`, Java has none. */
function elseBodyOf(tree: SyntaxTree, otherwise: NodeIndex): NodeIndex {
  if (kindOf(tree, otherwise) !== 'else_clause') return otherwise;
  return namedChildrenOf(tree, otherwise).find((child) => !isComment(tree, child)) ?? -1;
}

function statementBehind(tree: SyntaxTree, head: NodeIndex): NodeIndex {
  let next = nextOf(tree, head);
  while (next >= 0 && isComment(tree, next)) next = nextOf(tree, next);
  return next >= 0 && /statement|declaration/.test(kindOf(tree, next)) ? next : -1;
}

/** What stands before it on its line, when that is nothing but space. */
function indentationOf(tree: SyntaxTree, node: NodeIndex): string | null {
  const start = startOf(tree, node);
  const line = tree.source.lastIndexOf('\n', start - 1) + 1;
  const before = tree.source.slice(line, start);
  return /^[ \t]*$/.test(before) ? before : null;
}

function lineEnd(tree: SyntaxTree, start: number): number {
  const end = tree.source.indexOf('\n', start);
  return end < 0 ? tree.source.length : end;
}
