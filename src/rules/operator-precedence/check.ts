// Operands that a unary or bit operator takes away from the operator that reads as if it had them.
import {
  type Check,
  type CheckFinding,
  type Expression,
  isParenthesised,
  kindOf,
  operationsOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  startOf,
} from '../../analysis-engine/index.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Reports the whole operation. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (!language.endsWith('script')) return findings;
  for (const { item } of operationsOf(program)) {
    const { operator, operands } = item;
    const [left] = operands;
    const isNegated =
      (operator === 'in' || operator === 'instanceof') &&
      left.kind === 'operation' &&
      left.operator === 'not' &&
      isBare(tree, left);
    const isSplit =
      (operator === '&' || operator === '|' || operator === '^') &&
      operands.some((operand) => isComparison(tree, operand)) &&
      !operands.every(isTruth);
    if (isNegated || isSplit) findings.push(rangeOf(tree, item.node));
  }
  return findings;
};

function isComparison(tree: SyntaxTree, operand: Expression): boolean {
  return operand.kind === 'operation' && COMPARISONS.has(operand.operator) && isBare(tree, operand);
}

/** Bit operators between truth values are another matter. */
function isTruth(operand: Expression): boolean {
  if (operand.kind === 'operation')
    return COMPARISONS.has(operand.operator) || /^(not|in|instanceof|and|or)$/.test(operand.operator);
  return operand.kind !== 'constant' && operand.kind !== 'member' && operand.kind !== 'variable';
}

function isBare(tree: SyntaxTree, { node }: Expression): boolean {
  if (isParenthesised(tree, node) || tree.source[startOf(tree, node)] === '(') return false;
  return kindOf(tree, Math.max(0, parentOf(tree, node))) !== 'parenthesized_expression';
}
