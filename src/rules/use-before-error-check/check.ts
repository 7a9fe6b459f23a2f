// Go: members of a call's result that are read before the error beside it was tested, or where it is there.
import {
  type Check,
  type CheckFinding,
  rangeOf,
  type Step,
  stepListsOf,
  usedVariables,
} from '../../analysis-engine/index.ts';

/** Reports the statement that uses the result. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'go') return findings;
  for (const { steps } of stepListsOf(program)) {
    for (const [index, step] of steps.entries()) {
      const pair = resultAndError(step);
      if (pair === null) continue;
      const next = steps[index + 1];
      const after = steps[index + 2];
      if (next?.kind !== 'evaluate' || after === undefined || !testsError(after, pair.error)) continue;
      if (usedVariables(tree, next).has(pair.result) && !testsError(next, pair.error))
        findings.push(rangeOf(tree, next.node));
    }
  }
  return findings;
};

/** `result, err := call()`. */
function resultAndError(step: Step): { readonly result: number; readonly error: number } | null {
  if (step.kind !== 'evaluate' || step.expression.kind !== 'assign' || step.expression.value.kind !== 'call')
    return null;
  const { target } = step.expression;
  if (target.kind !== 'pattern' || target.entries.length !== 2) return null;
  const [result, error] = target.entries.map((entry) => entry.target);
  if (result.kind !== 'variable' || error.kind !== 'variable' || !/^err/i.test(error.variable.name)) return null;
  return { result: result.variable.slot, error: error.variable.slot };
}

/** `if err != nil`. */
function testsError(step: Step, error: number): boolean {
  if (step.kind !== 'branch') return false;
  const condition = step.arms[0]?.condition;
  if (condition?.kind !== 'operation' || !/^(!=|==)$/.test(condition.operator)) return false;
  return condition.operands.some(
    (operand) => operand.kind === 'variable' && operand.variable.depth === 0 && operand.variable.slot === error,
  );
}
