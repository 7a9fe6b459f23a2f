// Looks at the error first.
import {
  endOf,
  type Fix,
  kindOf,
  namedChildrenOf,
  parentOf,
  startOf,
  statementAround,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  const statement = statementAround(tree, node);
  const next =
    statement < 0 ? -1 : (namedChildrenOf(tree, parentOf(tree, statement)).find((each) => each > statement) ?? -1);
  const follows =
    next >= 0 && parentOf(tree, next) === parentOf(tree, statement) && kindOf(tree, next) === 'if_statement';
  if (!follows || !/^if\s+err\s*!=\s*nil\b/.test(textOf(tree, next))) return [];
  const between = source.slice(endOf(tree, statement), startOf(tree, next));
  if (between.trim() !== '') return [];
  const place = { start: startOf(tree, statement), end: endOf(tree, next) };
  const text = textOf(tree, next) + between + textOf(tree, statement);
  return [
    { description: 'Look at the error first: there is nothing to use when there is one.', edits: [{ ...place, text }] },
  ];
};
