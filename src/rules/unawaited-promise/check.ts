// Statements that call an asynchronous function of the file and let its promise go.
import {
  type Check,
  type CheckFinding,
  calleeOf,
  type FunctionDefinition,
  kindOf,
  rangeOf,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** Reports the call. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const sighting of sightingsOf(program, 'call')) {
    const step = sighting.parent?.item;
    if (step === undefined || !('kind' in step) || step.kind !== 'evaluate') continue;
    if (kindOf(tree, step.node) === 'unary_expression' || !/call/.test(kindOf(tree, step.expression.node))) continue;
    const callee = calleeOf(program, sighting);
    if (callee === null || !callee.isAsync || callee.isGenerator) continue;
    if (language === 'python') findings.push({ ...rangeOf(tree, sighting.item.node), confidence: 0.9 });
    else if (sighting.definition.isAsync && !handlesErrors(callee)) findings.push(rangeOf(tree, sighting.item.node));
  }
  return findings;
};

/** All it does is in one `try`: it is made to run on its own. */
function handlesErrors({ body }: FunctionDefinition): boolean {
  const last = body.at(-1);
  return last?.kind === 'try' && last.handlers.length > 0;
}
