// Removes the statement that stops the program.
import { type Fix, isAloneInBranch, removalOf, statementAround } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, path }) => {
  // Programs that are there to be stopped.
  if (/fixtures?\/|testdata\//.test(path)) return [];
  const statement = statementAround(tree, node);
  const removal = statement < 0 || isAloneInBranch(tree, statement) ? null : removalOf(tree, statement);
  const replaces = ['set_trace', 'breakpoint', 'Breakpoint'];
  return removal === null ? [] : [{ description: 'Remove the stop of the debugger.', edits: [removal], replaces }];
};
