// Draws the random value from a generator that nobody can predict, where the secret begins.
import { endOf, type Fix, startOf } from '../../analysis-engine/index.ts';

/** The generator may be made elsewhere in the function: the first that is near the source is taken. */
export const fix: Fix = ({ trace, tree, repairs, start, source }) => {
  const [first] = trace;
  if (first === undefined) return [];
  const own = repairs.at('weak-random', { start: startOf(tree, first.node), end: endOf(tree, first.node) });
  const line = source.lastIndexOf('\n', startOf(tree, first.node)) + 1;
  return own.length > 0
    ? own
    : repairs.at('weak-random', { start: Math.min(line, start), end: Math.max(endOf(tree, first.node), start) });
};
