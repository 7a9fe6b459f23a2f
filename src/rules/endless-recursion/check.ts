// Calls of a function in itself that nothing stands in the way of.
import {
  type Check,
  type CheckFinding,
  calleeOf,
  type Expression,
  type FunctionDefinition,
  isSamePlace,
  rangeOf,
  type Sighting,
  type Step,
  type SyntaxTree,
  sightingsOf,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

/** Reports the call. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const sighting of sightingsOf(program, 'call')) {
    const { definition } = sighting;
    if (definition.isAsync || definition.isGenerator || calleeOf(program, sighting) !== definition) continue;
    const parameters =
      definition.receiver === 'first' ? definition.parameters.length - 1 : definition.parameters.length;
    // Overloads have the same name.
    if (sighting.item.arguments.length !== parameters) continue;
    if (OF_SCRIPTS.test(language) && isBorrowed(textOf(tree, sighting.item.node).slice(0, 120), definition.name))
      continue;
    if (language === 'java' && !passesOn(tree, sighting.item, definition)) continue;
    if (isCertain(sighting, definition) && !isSetAnew(tree, definition))
      findings.push(rangeOf(tree, sighting.item.node));
  }
  return findings;
};

const OF_SCRIPTS = /script$|^tsx$/;

/** `[].slice.apply(this)` calls the function of that name that something else has; `this.apply()` in `apply` does not. */
const isBorrowed = (code: string, name: string): boolean =>
  name !== 'apply' && name !== 'call' && /^[\w.[\]]*\.(?:apply|call)\s*\(|\.(?:apply|call)$/.test(code);

/** In Java another overload, or the outer object's method, has the same name: only the same arguments mean the same. */
function passesOn(
  tree: SyntaxTree,
  call: Extract<Expression, { kind: 'call' }>,
  { parameters }: FunctionDefinition,
): boolean {
  // What is cast goes to another overload.
  if (/\.this\.|[(,]\s*\(\s*\w/.test(textOf(tree, call.node))) return false;
  return call.arguments.every(({ value }, index) => {
    const { target } = parameters[index];
    return value.kind === 'variable' && isSamePlace(value, target);
  });
}

/** `self.feed = other`: what is called then is another one. */
const isSetAnew = (tree: SyntaxTree, { name }: FunctionDefinition): boolean => wordsInFile(tree, SET_ANEW).has(name);

const SET_ANEW = /\b(?:self|this|cls)\.(\w+)\s*=(?!=)/g;

/** Nothing around the call decides whether it is made, and nothing before it leaves. */
function isCertain(sighting: Sighting, definition: FunctionDefinition): boolean {
  let step: Step | null = null;
  for (let at: Sighting = sighting; at.parent !== null; at = at.parent) {
    const around = at.parent.item;
    if (around === definition) {
      step = at.item as Step;
      break;
    }
    if (!('kind' in around)) return false;
    if (/^(branch|loop|switch|try|conditional|comprehension|yield)$/.test(around.kind)) return false;
    if (around.kind === 'operation' && /^(and|or|\?\?)$/.test(around.operator) && around.operands[0] !== at.item)
      return false;
  }
  const index = step === null ? -1 : definition.body.indexOf(step);
  return (
    index >= 0 &&
    definition.body
      .slice(0, index)
      .every((before) => before.kind === 'evaluate' && !replaces(before.expression, definition))
  );
}

/** `self.f = other` in `f`: the call that follows is the other's. */
function replaces(expression: Expression, { name }: FunctionDefinition): boolean {
  if (expression.kind !== 'assign') return false;
  const { target } = expression;
  return target.kind === 'member' && target.key === name;
}
