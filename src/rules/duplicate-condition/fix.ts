// Removes the branch that is never taken.
import { endOf, type Fix, kindOf, parentOf, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  let branch = node;
  while (branch >= 0 && !/^(?:elif_clause|switch_case|if_statement)$/.test(kindOf(tree, branch)))
    branch = parentOf(tree, branch);
  // In the other languages what follows hangs on the branch.
  if (branch < 0 || kindOf(tree, branch) === 'if_statement') return [];
  const start = source.lastIndexOf('\n', startOf(tree, branch)) + 1;
  const whole = source.slice(start, endOf(tree, branch));
  if (source.slice(start, startOf(tree, branch)).trim() !== '' || !/\b(?:break|return|throw)\b|elif/.test(whole))
    return [];
  // Another body says that another condition was meant.
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const body = plain(whole.slice(whole.indexOf(':') + 1));
  const earlier = plain(source.slice(startOf(tree, parentOf(tree, branch)), startOf(tree, branch)));
  if (!earlier.includes(body)) return [];
  const line = source.indexOf('\n', endOf(tree, branch));
  const end = whole.endsWith('\n') || line < 0 ? endOf(tree, branch) : line + 1;
  const description = 'Remove the branch: an earlier one is taken whenever it could be.';
  return [{ description, edits: [{ start, end, text: '' }], replaces: ['*'] }];
};
