// Ends the case, where the next one overwrites what it has just set: elsewhere it may run on on purpose.
import {
  endOf,
  type Fix,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nearestOfKind,
  nextOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const CASE = /^(?:switch_case|switch_default|switch_block_statement_group)$/;
const ASSIGNMENT = /^([\w$.]+)\s*=[^=]/;

export const fix: Fix = ({ tree, node, source }) => {
  const owner = nearestOfKind(tree, node, CASE);
  if (owner < 0) return [];
  const last = statementsOf(tree, owner).at(-1);
  const next = nextOf(tree, owner);
  const first = CASE.test(kindOf(tree, next)) ? statementsOf(tree, next)[0] : undefined;
  if (last === undefined || first === undefined) return [];
  const set = ASSIGNMENT.exec(textOf(tree, last))?.[1];
  const overwritten = ASSIGNMENT.exec(textOf(tree, first));
  if (set === undefined || overwritten?.[1] !== set) return [];
  if (
    textOf(tree, first)
      .slice(overwritten[0].length - 1)
      .includes(set)
  )
    return [];
  const end = endOf(tree, last);
  const line = source.lastIndexOf('\n', startOf(tree, last)) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(line))?.[0] ?? '';
  return [
    {
      description: 'End the case, so that the next one does not run as well.',
      edits: [{ start: end, end, text: `\n${indentation}break;` }],
    },
  ];
};

/** What a case does; its labels are no statements. */
function statementsOf(tree: SyntaxTree, owner: NodeIndex): NodeIndex[] {
  return namedChildrenOf(tree, owner).filter((child) => /statement|declaration/.test(kindOf(tree, child)));
}
