// Waits for a call that gives a promise.
import { textOf } from '../parsing/syntax-tree.ts';
import { callIn } from './expressions.ts';
import type { Fix } from './fix.ts';

/** Puts `await` before the call that is found. */
export const awaitedCall: Fix = ({ source, start, end, program, tree }) => {
  const call = callIn(program, start, end);
  // `await` is for functions that are asynchronous themselves, or for the top of a module.
  if (call === null || !call.definition.isAsync) return [];
  // Whether something is waited for or goes on beside is chosen: where the file waits for it elsewhere, it was forgotten.
  const callee = textOf(tree, call.item.callee.node).replace(/^.*\./, '');
  if (!new RegExp(`\\bawait\\s+[\\w$.]*\\b${callee.replaceAll('$', '\\$')}\\(`).test(source)) return [];
  // A comment that speaks of waiting says why it does not.
  if (
    /(?:\/\/|\*)[^\n]*\b(?:await|wait|background|parallel)/i.test(
      source.slice(0, start).split('\n').slice(-6).join('\n'),
    )
  )
    return [];
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
