// Comparisons one side of which is NaN as the language spells it.
import { type Check, type CheckFinding, operationsOf, rangeOf, textOf } from '../../analysis-engine/index.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const NAN =
  /^(NaN|(Number|Double|Float)\.NaN|(math|np|numpy)\.(nan|NaN|NAN)|math\.NaN\(\)|float\(\s*["'][nN]a[nN]["']\s*\))$/;

/** Reports the comparison. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of operationsOf(program)) {
    if (!COMPARISONS.has(item.operator)) continue;
    const isHit = item.operands.some(({ kind, node }) => {
      return (
        (kind === 'global' || kind === 'member' || kind === 'call' || kind === 'import') && NAN.test(textOf(tree, node))
      );
    });
    if (isHit) findings.push(rangeOf(tree, item.node));
  }
  return findings;
};
