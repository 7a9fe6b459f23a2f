// Sets the mark again that the exception cleared.
import { childByField, type Fix, kindOf, parentOf, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  let handler = node;
  while (handler >= 0 && kindOf(tree, handler) !== 'catch_clause') handler = parentOf(tree, handler);
  const body = handler < 0 ? -1 : childByField(tree, handler, 'body');
  if (body < 0) return [];
  const at = startOf(tree, body) + 1;
  const line = source.lastIndexOf('\n', startOf(tree, handler)) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(line))?.[0] ?? '';
  const step = indentation.includes('\t') ? '\t' : '    ';
  return [
    {
      description: 'Set the mark again that asks the thread to stop.',
      edits: [{ start: at, end: at, text: `\n${indentation}${step}Thread.currentThread().interrupt();` }],
    },
  ];
};
