// Draws the random value from a generator that nobody can predict, where the secret begins.
import { endOf, type Fix, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ trace, tree, repairs }) => {
  const [first] = trace;
  return first === undefined
    ? []
    : repairs.at('weak-random', { start: startOf(tree, first.node), end: endOf(tree, first.node) });
};
