// Calls of asynchronous functions of the file that are tested for truth as they are.
import {
  type Check,
  type CheckFinding,
  calleeOf,
  conditionsOf,
  type Expression,
  rangeOf,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** Reports the call. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  const tested = new Set<Expression>();
  for (const { condition } of conditionsOf(program)) addTested(condition, tested);
  for (const sighting of sightingsOf(program, 'call')) {
    if (!tested.has(sighting.item)) continue;
    const callee = calleeOf(program, sighting);
    if (callee?.isAsync === true && !callee.isGenerator) findings.push(rangeOf(tree, sighting.item.node));
  }
  return findings;
};

function addTested(condition: Expression, tested: Set<Expression>): void {
  if (condition.kind === 'call') tested.add(condition);
  if (condition.kind !== 'operation' || !/^(and|or|not)$/.test(condition.operator)) return;
  for (const operand of condition.operands) addTested(operand, tested);
}
