// The variable that holds what a call opened, and what becomes of it.
import {
  type Expression,
  isNamedOnce,
  type Program,
  type Sighting,
  type Step,
  sightingsOf,
  type VariableUse,
  variablesOf,
} from '../../analysis-engine/index.ts';

export interface Holder {
  readonly program: Program;
  readonly opening: Sighting;
  readonly use: VariableUse;
}

/** The local variable that the call's result is assigned to (in Go the first of two); null when it goes elsewhere. */
export function holderOf(program: Program, opening: Sighting): Holder | null {
  let sighting = opening;
  while (sighting.parent !== null && isWrapper(sighting.parent)) sighting = sighting.parent;
  const assignment = sighting.parent?.item;
  if (
    assignment === undefined ||
    !('kind' in assignment) ||
    assignment.kind !== 'assign' ||
    assignment.operator !== null
  )
    return null;
  const { target } = assignment;
  const place = target.kind === 'pattern' ? target.entries[0]?.target : target;
  if (place?.kind !== 'variable' || place.variable.depth > 0 || opening.definition === program.main) return null;
  const use = variablesOf(program, opening.definition)[place.variable.slot];
  if (use === undefined || use.isUnstable || use.isReadByClosure) return null;
  // A variable that opens several things in turn is not followed.
  if (use.writes.length > 1 || !isNamedOnce(program, opening.definition, use)) return null;
  return { program, opening, use };
}

const isWrapper = ({ item }: Sighting): boolean => 'kind' in item && (item.kind === 'cast' || item.kind === 'await');

const CLOSES =
  /^(close|Close|closeSync|shutdown|end|destroy|release|disconnect|dispose|stop|quit|terminate|detach|abort|__exit__|__enter__|closeQuietly)$/;

/** Whether anything else may close it: it is returned, stored, passed on, or closed in a way that this does not follow. */
export function isHandedOn({ use }: Holder): boolean {
  return use.reads.some(({ parent }) => {
    const user = parent?.item;
    if (user === undefined || !('kind' in user)) return true;
    if (user.kind === 'member') return user.key === 'fileno' || user.key === 'detach' || isGivenOut(parent);
    if (user.kind === 'operation') return !/^(==|!=|is|is-not|not|<|>|<=|>=)$/.test(user.operator);
    if (user.kind === 'comprehension') return false;
    return user.kind !== 'branch' && user.kind !== 'loop' && user.kind !== 'assert';
  });
}

/** `return statement.executeQuery()`, `this.channel = file.getChannel()`: what is returned or kept reads from it, so that it cannot be closed here. */
function isGivenOut(member: Sighting | null | undefined): boolean {
  const call = member?.parent?.item;
  const around = member?.parent?.parent?.item;
  if (call === undefined || !('kind' in call) || call.kind !== 'call' || call.callee.kind !== 'member') return false;
  if (
    !/^(executeQuery|getResultSet|getInputStream|getOutputStream|getReader|iterator|makefile|accept|getFD|getChannel)$/.test(
      call.callee.key,
    )
  )
    return false;
  if (around === undefined || !('kind' in around)) return false;
  return around.kind === 'return' || (around.kind === 'assign' && around.target.kind === 'member');
}

/** How it is left open: `always`, or `sometimes` because control may leave before it is closed; null when it is closed. */
export function isLeftOpen({ program, use, opening }: Holder): 'always' | 'sometimes' | null {
  const closings = use.reads.filter(({ parent }) => {
    const user = parent?.item;
    return user !== undefined && 'kind' in user && user.kind === 'member' && CLOSES.test(user.key);
  });
  if (closings.length === 0) return isReadToTheEnd(use, program) ? null : 'always';
  if (closings.some((closing) => isCertain(closing, program))) return null;
  const last = Math.max(...closings.map(({ item }) => item.node));
  const leaves = [...sightingsOf(program, 'return'), ...sightingsOf(program, 'throw')].some((leaving) => {
    if (leaving.definition !== opening.definition || leaving.item.node < opening.item.node || leaving.item.node > last)
      return false;
    // What closes first, or is the answer to an opening that failed, is in order.
    return (
      !closings.some((closing) => isWithin(closing, leaving)) &&
      !closings.some((closing) => stepsAround(closing).some((steps) => steps.includes(leaving.item as Step))) &&
      !asksForFailure(leaving, use)
    );
  });
  return leaves ? 'sometimes' : null;
}

/** `for rows.Next()` without a way out before the end: the last call closes them. */
function isReadToTheEnd({ reads }: VariableUse, program: Program): boolean {
  const loops = reads.flatMap(({ parent }) => {
    const isNext =
      parent !== null && 'kind' in parent.item && parent.item.kind === 'member' && parent.item.key === 'Next';
    const loop = isNext ? parent.parent?.parent?.item : undefined;
    return loop !== undefined && 'kind' in loop && loop.kind === 'loop' ? [loop] : [];
  });
  const leaves = [
    ...sightingsOf(program, 'return'),
    ...sightingsOf(program, 'throw'),
    ...sightingsOf(program, 'break'),
  ];
  return loops.some((loop) => !leaves.some((leaving) => isWithin(leaving, { item: loop })));
}

/** `return file.close()` closes while it leaves. */
function isWithin(inner: Sighting, { item }: Pick<Sighting, 'item'>): boolean {
  for (let at: Sighting | null = inner; at !== null; at = at.parent) if (at.item === item) return true;
  return false;
}

/** In `finally` or deferred: whatever happens. */
function isCertain(closing: Sighting, { tree }: Program): boolean {
  for (let at: Sighting | null = closing; at !== null; at = at.parent) {
    const around = at.parent?.item;
    if (around !== undefined && 'kind' in around && around.kind === 'try' && around.finally.includes(at.item as Step))
      return true;
    if (around !== undefined && !('kind' in around)) break;
  }
  const line = tree.source.lastIndexOf('\n', startOfItem(tree.nodes, closing));
  return /^\s*defer\b/.test(tree.source.slice(line + 1, line + 80));
}

/** A node takes six integers; its start is the second. */
const startOfItem = (nodes: Int32Array, { item }: Sighting): number => nodes[('node' in item ? item.node : 0) * 6 + 1];

/** Lists of steps that the item stands in. */
function stepsAround(sighting: Sighting): (readonly Step[])[] {
  const lists: (readonly Step[])[] = [];
  for (let at = sighting.parent; at !== null; at = at.parent) {
    const { item } = at;
    if (!('kind' in item)) break;
    if (item.kind === 'branch') {
      for (const arm of item.arms) if (containsItem(arm.body, sighting)) lists.push(arm.body);
      break;
    }
  }
  return lists;
}

function containsItem(steps: readonly Step[], sighting: Sighting): boolean {
  for (let at: Sighting | null = sighting; at !== null; at = at.parent)
    if (steps.includes(at.item as Step)) return true;
  return false;
}

/** `if err != nil { return err }` and `if f == nil`: there is nothing to close. */
function asksForFailure(leaving: Sighting, use: VariableUse): boolean {
  for (let at: Sighting | null = leaving.parent; at !== null; at = at.parent) {
    const { item } = at;
    if (!('kind' in item)) break;
    if (item.kind !== 'branch') continue;
    const condition = item.arms[0]?.condition ?? null;
    if (condition !== null && comparesWithNull(condition, use) && isNextTo(at, use)) return true;
  }
  return false;
}

function comparesWithNull(condition: Expression, use: VariableUse): boolean {
  if (condition.kind !== 'operation') return false;
  const names = condition.operands.flatMap((operand) => (operand.kind === 'variable' ? [operand.variable.name] : []));
  return names.some((name) => name === use.name || /^err/i.test(name));
}

/** The test comes before the first use of what was opened. */
function isNextTo(branch: Sighting, use: VariableUse): boolean {
  const test = 'node' in branch.item ? branch.item.node : 0;
  return !use.reads.some(
    ({ item, parent }) => item.node < test && parent !== null && 'kind' in parent.item && parent.item.kind === 'member',
  );
}
