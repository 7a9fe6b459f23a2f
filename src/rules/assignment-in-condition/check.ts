// Plain assignments as conditions, or as operands of one.
import {
  type Check,
  type CheckFinding,
  childByField,
  conditionsOf,
  type Expression,
  kindOf,
  type NodeIndex,
  nearestOfKind,
  parentOf,
  rangeOf,
  type SyntaxTree,
  textOf,
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
      // Who wants to compare rarely compares a variable with a member that has just been looked up.
      if (!isLiteral && operand.value.kind === 'member' && operand.target.kind === 'variable') continue;
      if (!isLiteral && isUsedBehind(tree, operand)) continue;
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

/** `if (found = this.entry) use(found)`: what was assigned is what the branch is about. */
function isUsedBehind(tree: SyntaxTree, assignment: Expression & { kind: 'assign' }): boolean {
  const { target, value } = assignment;
  // `if (this.entry = entry) entry.use()`: the branch is about what was kept.
  const kept = target.kind === 'variable' ? target.variable.name : null;
  const name = kept ?? (value.kind === 'variable' ? value.variable.name : null);
  if (name === null) return false;
  const at = nearestOfKind(tree, assignment.node, /^if_statement$/);
  const body = at < 0 ? -1 : childByField(tree, at, 'consequence');
  return body >= 0 && identifiersIn(tree, body).has(name);
}

function identifiersIn(tree: SyntaxTree, node: NodeIndex): ReadonlySet<string> {
  return new Set(textOf(tree, node).match(/[\w$]+/g) ?? []);
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
