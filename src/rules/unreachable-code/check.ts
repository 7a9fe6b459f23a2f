// The first statement behind one that control never comes out of.
import {
  type Check,
  type CheckFinding,
  type FunctionDefinition,
  kindOf,
  neverEnds,
  rangeOf,
  type Step,
  type SyntaxTree,
  stepListsOf,
  textOf,
} from '../../analysis-engine/index.ts';

/** Reports the first unreachable statement of each block. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  // Java's compiler refuses it already.
  if (language === 'java') return findings;
  const known = new Map<FunctionDefinition, boolean>();
  const jumps = (definition: FunctionDefinition): boolean => {
    const hasGoto = known.get(definition) ?? /\bgoto\b/.test(textOf(tree, definition.node));
    known.set(definition, hasGoto);
    return hasGoto;
  };
  for (const { steps, definition } of stepListsOf(program)) {
    const end = steps.findIndex((step) => neverEnds([step]));
    if (end < 0) continue;
    const dead = steps.slice(end + 1).find((step) => step.node > steps[end].node && !isHarmless(tree, step));
    // Only then is it worth reading the whole function, once.
    if (dead !== undefined && !(language === 'go' && jumps(definition))) findings.push(rangeOf(tree, dead.node));
  }
  return findings;
};

/** A `break` behind a `return` in a case, what is declared for all of the block, what makes a function a generator. */
function isHarmless(tree: SyntaxTree, step: Step): boolean {
  if (step.kind === 'break' || step.kind === 'continue' || /case|default|label/.test(kindOf(tree, step.node)))
    return true;
  if (step.kind === 'return' && step.value === null) return true;
  if (step.kind !== 'evaluate') return false;
  const { expression } = step;
  if (expression.kind === 'assign') {
    const { kind } = expression.value;
    return kind === 'function' || kind === 'class' || kindOf(tree, step.node) === 'variable_declaration';
  }
  return expression.kind === 'yield' || expression.kind === 'unknown' || expression.kind === 'constant';
}
