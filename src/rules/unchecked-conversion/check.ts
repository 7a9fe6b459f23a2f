// Leaves out what becomes a whole number at once: that fails for `nan`.
import { type Check, childByField, kindOf, parentOf, rangeOf, textOf } from '../../analysis-engine/index.ts';

export const check: Check = ({ tree, events }) =>
  events
    .filter(({ node }) => {
      const call = parentOf(tree, parentOf(tree, node));
      if (kindOf(tree, call) !== 'call') return true;
      const called = childByField(tree, call, 'function');
      return called < 0 || textOf(tree, called) !== 'int';
    })
    .map(({ node }) => rangeOf(tree, node));
