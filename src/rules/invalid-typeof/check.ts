// Comparisons of `typeof` with texts that it never gives.
import { type Check, type CheckFinding, rangeOf, sightingsOf } from '../../analysis-engine/index.ts';

const TYPES = new Set(['undefined', 'object', 'boolean', 'number', 'bigint', 'string', 'symbol', 'function']);
/** Old Internet Explorer's answer for foreign objects. */
const OLD_TYPES = new Set(['unknown', 'date']);

/** Reports the comparison. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (!language.endsWith('script')) return findings;
  for (const { item } of sightingsOf(program, 'operation')) {
    if (item.operator !== '==' && item.operator !== '!=') continue;
    if (!item.operands.some((operand) => operand.kind === 'operation' && operand.operator === 'typeof')) continue;
    for (const operand of item.operands) {
      if (operand.kind !== 'constant' || typeof operand.value !== 'string') continue;
      if (!TYPES.has(operand.value) && !OLD_TYPES.has(operand.value)) findings.push(rangeOf(tree, item.node));
    }
  }
  return findings;
};
