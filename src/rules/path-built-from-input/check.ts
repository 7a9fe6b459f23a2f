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

function restOfFunction(tree: SyntaxTree, node: NodeIndex): string {
  let around = node;
  while (parentOf(tree, around) >= 0 && !isFunction(tree, around)) around = parentOf(tree, around);
  return tree.source.slice(endOf(tree, node), endOf(tree, around));
}
