// Calls that tell by their result whether they worked, as statements of their own.
import { type Check, kindOf, parentOf, rangeOf, textOf } from '../../analysis-engine/index.ts';

/** Reports the call. */
export const check: Check = ({ tree, events }) =>
  events
    .filter(({ node }) => kindOf(tree, parentOf(tree, node)) === 'expression_statement')
    // One character is left out on purpose.
    .filter(({ node }) => !/\.read\(\s*\)$/.test(textOf(tree, node)))
    .map(({ node }) => rangeOf(tree, node));
