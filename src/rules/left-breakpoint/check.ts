// The statement `debugger` of JavaScript, which is no call.
import { type Check, kindSet, nodesOf, rangeOf } from '../../analysis-engine/index.ts';

const DEBUGGER = kindSet('debugger_statement');

/** Reports the statement; calls of debuggers are facts of their libraries. */
export const check: Check = ({ tree }) =>
  nodesOf(tree, DEBUGGER).map((node) => ({
    ...rangeOf(tree, node),
    message: '`debugger` stops the program wherever one is attached: a trace of somebody looking for a bug.',
  }));
