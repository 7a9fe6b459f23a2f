// Waits for the answer that is asked for.
import { callIn, type Fix, textOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start, end, program, tree }) => {
  const call = callIn(program, start, end);
  // `await` is for functions that are asynchronous themselves, or for the top of a module.
  if (call === null || !call.definition.isAsync) return [];
  const needsParentheses = /^\s*(?:\.|\[|\()/.test(source.slice(end));
  const edits = needsParentheses
    ? [
        { start, end: start, text: '(await ' },
        { start: end, end, text: ')' },
      ]
    : [{ start, end: start, text: 'await ' }];
  return textOf(tree, call.item.node).startsWith('await')
    ? []
    : [{ description: 'Wait for it: the call gives a promise.', edits }];
};
