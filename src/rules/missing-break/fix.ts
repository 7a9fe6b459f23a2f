// Ends the case.
import { endOf, type Fix, kindOf, namedChildrenOf, parentOf, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  let owner = node;
  while (owner >= 0 && !/^(?:switch_case|switch_block_statement_group)$/.test(kindOf(tree, owner)))
    owner = parentOf(tree, owner);
  const last =
    owner < 0
      ? undefined
      : namedChildrenOf(tree, owner)
          .filter((child) => kindOf(tree, child) !== 'comment')
          .at(-1);
  if (last === undefined) return [];
  const end = endOf(tree, last);
  const first = startOf(tree, last);
  const indentation = /[ \t]*$/.exec(source.slice(0, first))?.[0] ?? '';
  return [
    {
      description: 'End the case, so that the next one does not run as well.',
      edits: [{ start: end, end, text: `\n${indentation}break;` }],
    },
  ];
};
