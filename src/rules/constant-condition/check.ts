// Conditions that the flow pass found to go one way only, since their variables were tested before.
import { type Check, conditionsOf, rangeOf } from '../../analysis-engine/index.ts';

/** Reports the condition. Operands that are nothing but a variable are left alone: they make long conditions readable. */
export const check: Check = ({ tree, program, events }) => {
  if (events.length === 0) return [];
  const whole = new Set(conditionsOf(program).map(({ condition }) => condition.node));
  return events
    .filter(({ node }) => whole.has(node))
    .map(({ node, detail }) => ({
      ...rangeOf(tree, node),
      message: `This condition is always ${detail}: its variable was tested before, and not changed since.`,
    }));
};
