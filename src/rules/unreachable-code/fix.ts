// Removes what stands behind the end of the way, down to the end of its block.
import { blockEndOf, type Fix, removalOf, startOf, statementAround } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  const first = statementAround(tree, node);
  const removal = first < 0 ? null : removalOf(tree, first);
  if (removal === null || removal.text !== '') return [];
  const end = blockEndOf(tree, first);
  // Declarations are seen before they run.
  if (
    /^\s*(?:async\s+)?(?:function|class|def)\b|^\s*(?:yield|case)\b|\byield\b/m.test(
      source.slice(startOf(tree, first), end),
    )
  )
    return [];
  const last = /^[ \t]*(?:\/\/[^\n]*|#[^\n]*)?\n/.exec(source.slice(end));
  const isLine = source[removal.start - 1] === '\n' || removal.start === 0;
  const to = isLine && last !== null ? end + last[0].length : end;
  const description = 'Remove the statements that nothing reaches.';
  return [
    { description, edits: [{ start: removal.start, end: Math.max(removal.end, to), text: '' }], replaces: ['*'] },
  ];
};
