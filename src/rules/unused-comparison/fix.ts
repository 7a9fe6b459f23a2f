// Removes the comparison, which does nothing.
import { type Fix, removalOf, statementAround } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end }) => {
  const statement = statementAround(tree, node);
  // A call in it may do something.
  const removal = statement < 0 || /[(`]/.test(source.slice(start, end)) ? null : removalOf(tree, statement);
  return removal === null ? [] : [{ description: 'Remove the comparison: nobody takes its result.', edits: [removal] }];
};
