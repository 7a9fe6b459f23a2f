// An `else if` or a case that an earlier one of the same chain has taken already.
import {
  type Check,
  type CheckFinding,
  codeKey,
  type Expression,
  isPure,
  kindOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** Reports the later of two equal conditions. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'branch')) {
    repeated(
      tree,
      // `else if (false)` is a branch that is switched off by hand.
      item.arms.map(({ condition }) => condition).filter((condition) => condition?.kind !== 'constant'),
      findings,
    );
  }
  // A case of Python's may have a guard.
  for (const { item } of program.language === 'python' ? [] : sightingsOf(program, 'switch')) {
    // Of the ways that are open at once Go takes any: the same one may stand there twice.
    if (kindOf(tree, item.node) === 'select_statement') continue;
    repeated(
      tree,
      item.cases.flatMap(({ tests }) => tests),
      findings,
    );
  }
  return findings;
};

function repeated(tree: SyntaxTree, conditions: readonly (Expression | null)[], findings: CheckFinding[]): void {
  // Most branches have one condition only, with or without an `else`.
  if (conditions.length < 2 || (conditions.length === 2 && conditions[1] === null)) return;
  const seen = new Map<string, number>();
  for (const condition of conditions) {
    // What comes after a condition that changes something is a new question.
    if (condition === null || !isPure(condition)) seen.clear();
    else {
      const key = codeKey(tree, condition.node);
      const known = seen.get(key);
      if (known !== undefined && known !== condition.node) findings.push(rangeOf(tree, condition.node));
      else seen.set(key, condition.node);
    }
  }
}
