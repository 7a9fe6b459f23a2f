// Which function of the file a call means, where its name alone tells.
import type { ClassDefinition, Expression, FunctionDefinition, Program } from '../ir.ts';
import { isFunction } from '../ir-children.ts';
import { indexProgram } from '../program-index.ts';
import type { ItemOf, Sighting } from './sightings.ts';
import { variableUse } from './variables.ts';

/** The one function that a call can mean; null when there are several, or none in sight. */
export function calleeOf(program: Program, call: Sighting<ItemOf<'call'>>): FunctionDefinition | null {
  const { callee, construction } = call.item;
  if (construction) return null;
  if (callee.kind === 'variable') return functionIn(program, call.definition, callee);
  if (callee.kind !== 'member') return null;
  const owner = classAround(program, call.definition);
  if (owner === null || !isReceiver(callee.object, call.definition)) return null;
  return methodsOf(owner).get(callee.key) ?? null;
}

const METHODS = new WeakMap<ClassDefinition, ReadonlyMap<string, FunctionDefinition | null>>();

/** Each name's only method, null where there are several; made once a class, since each of its calls may ask. */
function methodsOf(owner: ClassDefinition): ReadonlyMap<string, FunctionDefinition | null> {
  const known = METHODS.get(owner);
  if (known !== undefined) return known;
  const methods = new Map<string, FunctionDefinition | null>();
  for (const method of owner.methods) methods.set(method.name, methods.has(method.name) ? null : method);
  METHODS.set(owner, methods);
  return methods;
}

function functionIn(
  program: Program,
  from: FunctionDefinition,
  callee: Extract<Expression, { kind: 'variable' }>,
): FunctionDefinition | null {
  const use = variableUse(program, from, callee.variable);
  if (use === undefined || use.writes.length !== 1 || use.isParameter) return null;
  const assignment = use.writes[0].parent?.item;
  if (assignment === undefined || isFunction(assignment) || !('kind' in assignment)) return null;
  if (assignment.kind !== 'assign' || assignment.value.kind !== 'function' || assignment.operator !== null) return null;
  return assignment.target.kind === 'variable' ? assignment.value.definition : null;
}

function classAround(program: Program, definition: FunctionDefinition): ClassDefinition | null {
  const { owners, enclosing } = indexProgram(program);
  let at: FunctionDefinition | undefined = definition;
  while (at !== undefined && at.receiver === 'outer') at = enclosing.get(at);
  return at === undefined ? null : (owners.get(at) ?? null);
}

/** `this`, or the first parameter of a Python or Go method. */
function isReceiver(object: Expression, definition: FunctionDefinition): boolean {
  if (object.kind === 'this') return true;
  if (object.kind !== 'variable' || definition.receiver !== 'first' || object.variable.depth !== 0) return false;
  const [first] = definition.parameters;
  return first?.target.kind === 'variable' && first.target.variable.slot === object.variable.slot;
}
