// Waits for a call that gives a promise.
import { textOf } from '../parsing/syntax-tree.ts';
import { callIn } from './expressions.ts';
import type { Fix } from './fix.ts';

/** Puts `await` before the call that is found. */
export const awaitedCall: Fix = ({ source, start, end, program, tree }) => {
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
