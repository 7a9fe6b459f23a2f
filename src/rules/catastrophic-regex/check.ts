// Patterns of which one text can be read in many ways.
import { ambiguousPatternsOf, type Check, rangeOf } from '../../analysis-engine/index.ts';

/** Reports the pattern. */
export const check: Check = ({ tree, program }) =>
  ambiguousPatternsOf(program)
    .filter(({ ambiguity }) => ambiguity === 'exponential')
    .map(({ node }) => rangeOf(tree, node));
