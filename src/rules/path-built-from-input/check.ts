// Leaves out paths that the rest of the function looks at before it uses them.
import {
  type Check,
  endOf,
  kindSet,
  type NodeIndex,
  parentOf,
  rangeOf,
  type SyntaxTree,
} from '../../analysis-engine/index.ts';

const isFunction = kindSet(
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'program',
);
/** Ways to ask whether a path lies in a folder. */
const LOOKS = /\.startsWith\(|\.relative\(|\.indexOf\(|\.includes\(|\.test\(|isInside|isSubpath|realpath/i;

export const check: Check = ({ tree, events }) =>
  events.filter(({ node }) => !LOOKS.test(restOfFunction(tree, node))).map(({ node }) => rangeOf(tree, node));

/** What is far behind it is not asked for each use of a long function. */
const MOST = 6000;

function restOfFunction(tree: SyntaxTree, node: NodeIndex): string {
  let around = node;
  while (parentOf(tree, around) >= 0 && !isFunction(tree, around)) around = parentOf(tree, around);
  const end = endOf(tree, node);
  return tree.source.slice(end, Math.min(end + MOST, endOf(tree, around)));
}
