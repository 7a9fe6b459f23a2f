// Leaves the function after the `finally`, where an error that is on its way is not lost.
import {
  childByField,
  endOf,
  type Fix,
  kindOf,
  linesAfter,
  namedChildrenOf,
  parentOf,
  startOf,
  statementAround,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node }) => {
  const statement = statementAround(tree, node);
  const block = statement < 0 ? -1 : parentOf(tree, statement);
  const clause = block < 0 ? -1 : parentOf(tree, block);
  if (clause < 0 || kindOf(tree, clause) !== 'finally_clause' || kindOf(tree, statement) !== 'return_statement')
    return [];
  const inside = namedChildrenOf(tree, block).filter((each) => !/comment/.test(kindOf(tree, each)));
  const around = parentOf(tree, clause);
  const body = childByField(tree, around, 'body');
  // What the body returns would never have been given back, and is now; what stands behind the whole stays behind it.
  const follows = namedChildrenOf(tree, parentOf(tree, around)).some(
    (each) => each > around && endOf(tree, each) > endOf(tree, around),
  );
  if (inside.length < 2 || inside.at(-1) !== statement || follows || /\breturn\b/.test(textOf(tree, body))) return [];
  const previous = inside[inside.length - 2];
  const { source } = tree;
  const behind = (at: number): number => (source[at] === ';' ? at + 1 : at);
  const removal = { start: behind(endOf(tree, previous)), end: behind(endOf(tree, statement)), text: '' };
  const after = linesAfter(tree, around, [textOf(tree, statement)]);
  if (after === null || /(?:#|\/\/|\*)/.test(source.slice(removal.start, startOf(tree, statement)))) return [];
  return [{ description: 'Return after the `finally`, so that no error is lost.', edits: [removal, after] }];
};
