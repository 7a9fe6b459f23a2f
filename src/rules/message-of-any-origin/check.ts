// Listeners for messages to the window that use what they get without a look at who sent it.
import {
  type Check,
  type CheckFinding,
  type Expression,
  type FunctionDefinition,
  type Program,
  rangeOf,
  type Sighting,
  type SyntaxTree,
  sightingsOf,
  textOf,
  variableUse,
} from '../../analysis-engine/index.ts';

/** What tells one sender from another. */
const LOOKS = /\borigin\b|\.source\b|\bsource\b\s*[,}]|isTrusted|allowedOrigins|checkOrigin/i;
const COMMENTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const USES = /\.data\b|\bdata\b\s*[,}:]/;

/** Reports the registration; workers and ports hear from those who made them, and are left out. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const sighting of sightingsOf(program, 'call')) {
    const { callee, arguments: given } = sighting.item;
    if (callee.kind !== 'global' || !/^window\.addEventListener$/.test(textOf(tree, callee.node))) continue;
    const [name, listener] = given;
    if (name?.value.kind !== 'constant' || name.value.value !== 'message' || listener === undefined) continue;
    if (takesAll(tree, program, sighting, listener.value)) findings.push(rangeOf(tree, callee.node));
  }
  for (const sighting of sightingsOf(program, 'assign')) {
    const { target, value } = sighting.item;
    if (target.kind !== 'global' || !/^window\.onmessage$/.test(textOf(tree, target.node))) continue;
    if (takesAll(tree, program, sighting, value)) findings.push(rangeOf(tree, target.node));
  }
  return findings;
};

function takesAll(tree: SyntaxTree, program: Program, from: Sighting, listener: Expression): boolean {
  const definition = functionOf(program, from, listener);
  if (definition === null) return false;
  const code = textOf(tree, definition.node).replace(COMMENTS, '');
  return (USES.test(code) || definition.parameters.length > 0) && !LOOKS.test(code);
}

function functionOf(program: Program, from: Sighting, value: Expression): FunctionDefinition | null {
  if (value.kind === 'function') return value.definition;
  if (value.kind !== 'variable') return null;
  const use = variableUse(program, from.definition, value.variable);
  const made = use?.writes.length === 1 ? use.writes[0].parent?.item : undefined;
  if (made === undefined || !('kind' in made) || made.kind !== 'assign' || made.value.kind !== 'function') return null;
  return made.value.definition;
}
