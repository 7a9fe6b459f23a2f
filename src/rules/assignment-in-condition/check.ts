// Plain assignments as conditions, or as operands of one.
import {
  type Check,
  type CheckFinding,
  conditionsOf,
  type Expression,
  kindOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
} from '../../analysis-engine/index.ts';

/** Reports the assignment. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language === 'python' || language === 'go') return findings;
  for (const { condition, kind } of conditionsOf(program)) {
    for (const operand of operandsOf(condition)) {
      // Among other operands it needs parentheses anyway.
      if (operand !== condition && operand.kind === 'assign' && operand.value.kind !== 'constant') continue;
      if (operand.kind !== 'assign' || operand.operator !== null) continue;
      // `missing(x) && (name = 'x')` keeps what was found behind the test for it.
      if (isText(operand.value) && condition.kind === 'operation' && condition.operands[0] !== operand) continue;
      const isLiteral = operand.value.kind === 'constant';
      if (!isLiteral && (kind !== 'branch' || isMeant(tree, operand))) continue;
      if (!isLiteral && operand.value.kind !== 'variable' && operand.value.kind !== 'member') continue;
      findings.push({ ...rangeOf(tree, operand.node), ...(isLiteral ? {} : { confidence: 0.6 }) });
    }
  }
  return findings;
};

const isText = (value: Expression): boolean => value.kind === 'constant' && typeof value.value === 'string';

function operandsOf(condition: Expression): readonly Expression[] {
  if (condition.kind !== 'operation') return [condition];
  if (condition.operator === 'not') return operandsOf(condition.operands[0]);
  return condition.operator === 'and' || condition.operator === 'or' ? condition.operands : [];
}

/** A second pair of parentheses says that it is no slip. */
function isMeant(tree: SyntaxTree, assignment: Expression): boolean {
  let at = assignment.node;
  let pairs = kindOf(tree, at) === 'parenthesized_expression' ? 1 : 0;
  while (parentOf(tree, at) >= 0 && kindOf(tree, parentOf(tree, at)) === 'parenthesized_expression') {
    pairs++;
    at = parentOf(tree, at);
  }
  return pairs > 1;
}
