// Patterns of which one text can be read in many ways.
import { ambiguityOf, type Check, patternsOf, rangeOf } from '../../analysis-engine/index.ts';

/** Reports the pattern. */
export const check: Check = ({ tree, program }) =>
  patternsOf(program)
    .filter(({ text, isWhole }) => ambiguityOf(text, isWhole) === 'polynomial')
    .map(({ node }) => rangeOf(tree, node));
