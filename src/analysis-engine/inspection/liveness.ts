// Which assigned values are still wanted: one walk backwards over the steps of a function, from each use to the assignment
// that it can come from. Conservative: what throws may go on in any handler around.
import type { Expression, FunctionDefinition, Loop, Step, Target } from '../ir.ts';
import { isClass, isFunction, visitChildren } from '../ir-children.ts';
import { LIMITS } from '../limits.ts';

/** By slot: 1 where the value of the variable is still read. */
type Live = Uint8Array;

export type Assignment = Extract<Expression, { kind: 'assign' }>;

export interface DeadStore {
  readonly assignment: Assignment;
  readonly target: Extract<Target, { kind: 'variable' }>;
}

interface Jump {
  readonly label: string | null;
  readonly isLoop: boolean;
  readonly onBreak: Live;
  readonly onContinue: Live | null;
}

interface Walk {
  readonly slots: number;
  /** target node → whether its value was dead when last seen: later visits of a loop know more */
  readonly stores: Map<number, DeadStore & { isDead: boolean }>;
  readonly jumps: Jump[];
  /** what handlers and `finally` around want, whenever something throws or returns */
  readonly outside: Live[];
  budget: number;
}

const KNOWN = new WeakMap<FunctionDefinition, readonly DeadStore[]>();

/**
 * Assignments to plain local variables whose value nothing reads on any path. Closures are not looked into. Worked out
 * once for the rules that share it.
 */
export function deadStoresOf(definition: FunctionDefinition): readonly DeadStore[] {
  let known = KNOWN.get(definition);
  if (known === undefined) {
    known = storesIn(definition);
    KNOWN.set(definition, known);
  }
  return known;
}

function storesIn(definition: FunctionDefinition): DeadStore[] {
  const slots = definition.slots.length;
  const walk: Walk = { slots, stores: new Map(), jumps: [], outside: [], budget: LIMITS.livenessWork };
  backSteps(walk, definition.body, new Uint8Array(slots));
  if (walk.budget < 0) return [];
  return [...walk.stores.values()].filter(({ isDead }) => isDead);
}

function copyOf(walk: Walk, live: Live): Live {
  walk.budget -= 1 + (walk.slots >> 3);
  return live.slice();
}

function addTo(walk: Walk, live: Live, other: Live): boolean {
  walk.budget -= 1 + (walk.slots >> 3);
  let isChanged = false;
  for (let slot = 0; slot < live.length; slot++) {
    if (other[slot] === 1 && live[slot] === 0) {
      live[slot] = 1;
      isChanged = true;
    }
  }
  return isChanged;
}

function addOutside(walk: Walk, live: Live): void {
  for (const wanted of walk.outside) addTo(walk, live, wanted);
}

/** Turns what is live behind the steps into what is live before them. */
function backSteps(walk: Walk, steps: readonly Step[], after: Live): Live {
  let live = after;
  for (let index = steps.length - 1; index >= 0 && walk.budget >= 0; index--) {
    live = backStep(walk, steps[index], live);
    addOutside(walk, live);
  }
  return live;
}

function backStep(walk: Walk, step: Step, after: Live): Live {
  walk.budget--;
  switch (step.kind) {
    case 'evaluate':
      return backExpression(walk, step.expression, after, true);
    case 'assert':
      return backExpression(walk, step.condition, after, false);
    case 'return':
    case 'throw': {
      const live = new Uint8Array(walk.slots);
      addOutside(walk, live);
      return step.value === null ? live : backExpression(walk, step.value, live, true);
    }
    case 'break':
    case 'continue':
      return copyOf(walk, jumpTarget(walk, step) ?? after);
    case 'block':
      return backBlock(walk, step, after);
    case 'branch':
      return backBranch(walk, step, after);
    case 'switch':
      return backSwitch(walk, step, after);
    case 'loop':
      return backLoop(walk, step, after);
    case 'try':
      return backTry(walk, step, after);
  }
}

function jumpTarget(walk: Walk, step: Extract<Step, { kind: 'break' | 'continue' }>): Live | null {
  const jump = walk.jumps.findLast((each) => {
    if (step.label !== null) return each.label === step.label;
    return step.kind === 'continue' ? each.isLoop : each.isLoop || each.label === null;
  });
  return (step.kind === 'break' ? jump?.onBreak : jump?.onContinue) ?? null;
}

function backBlock(walk: Walk, step: Extract<Step, { kind: 'block' }>, after: Live): Live {
  if (step.label === null) return backSteps(walk, step.body, after);
  walk.jumps.push({ label: step.label, isLoop: false, onBreak: copyOf(walk, after), onContinue: null });
  const live = backSteps(walk, step.body, after);
  walk.jumps.pop();
  return live;
}

function backBranch(walk: Walk, step: Extract<Step, { kind: 'branch' }>, after: Live): Live {
  let live = after;
  for (let index = step.arms.length - 1; index >= 0; index--) {
    const { condition, body } = step.arms[index];
    const taken = backSteps(walk, body, copyOf(walk, after));
    if (condition === null) live = taken;
    else {
      const otherwise = copyOf(walk, live);
      addTo(walk, otherwise, taken);
      live = backExpression(walk, condition, otherwise, index === 0);
    }
  }
  return live;
}

function backSwitch(walk: Walk, step: Extract<Step, { kind: 'switch' }>, after: Live): Live {
  walk.jumps.push({ label: step.label, isLoop: false, onBreak: copyOf(walk, after), onContinue: null });
  const hasDefault = step.cases.some(({ tests }) => tests.length === 0);
  const live = hasDefault ? new Uint8Array(walk.slots) : copyOf(walk, after);
  let next = after;
  for (let index = step.cases.length - 1; index >= 0; index--) {
    const each = step.cases[index];
    next = backSteps(walk, each.body, copyOf(walk, each.fallsThrough ? next : after));
    addTo(walk, live, next);
  }
  walk.jumps.pop();
  let before = live;
  for (const test of step.cases.flatMap(({ tests }) => tests)) before = backExpression(walk, test, before, false);
  return backExpression(walk, step.subject, before, true);
}

function backLoop(walk: Walk, step: Extract<Step, { kind: 'loop' }>, after: Live): Live {
  const { loop } = step;
  const behind = backSteps(walk, loop.otherwise, copyOf(walk, after));
  // A loop without a condition is left by jumps only.
  const isEndless = loop.kind === 'while' && loop.condition === null;
  const head = isEndless ? new Uint8Array(walk.slots) : copyOf(walk, behind);
  for (let round = 0; round <= walk.slots && walk.budget >= 0; round++) {
    const tail = copyOf(walk, head);
    const onContinue = loop.kind === 'while' ? backAll(walk, loop.update, tail) : tail;
    walk.jumps.push({
      label: step.label,
      isLoop: true,
      onBreak: copyOf(walk, after),
      onContinue: copyOf(walk, onContinue),
    });
    const start = backSteps(walk, loop.body, onContinue);
    walk.jumps.pop();
    if (!isEndless) addTo(walk, start, behind);
    if (!addTo(walk, head, backHead(walk, loop, start))) break;
  }
  return loop.kind === 'each' ? backExpression(walk, loop.iterable, head, true) : head;
}

/** What a loop evaluates before each round. */
function backHead(walk: Walk, loop: Loop, start: Live): Live {
  if (loop.kind === 'each') return backTarget(walk, loop.target, start, null, false);
  return loop.condition === null ? start : backExpression(walk, loop.condition, start, true);
}

function backTry(walk: Walk, step: Extract<Step, { kind: 'try' }>, after: Live): Live {
  const behind = backSteps(walk, step.finally, copyOf(walk, after));
  walk.outside.push(behind);
  const wanted = new Uint8Array(walk.slots);
  for (const handler of step.handlers) {
    const caught = backSteps(walk, handler.body, copyOf(walk, behind));
    addTo(walk, wanted, handler.target === null ? caught : backTarget(walk, handler.target, caught, null, false));
  }
  const completed = backSteps(walk, step.otherwise, copyOf(walk, behind));
  walk.outside.push(wanted);
  const live = backSteps(walk, step.body, completed);
  addOutside(walk, live);
  walk.outside.pop();
  walk.outside.pop();
  return live;
}

function backAll(walk: Walk, expressions: readonly Expression[], after: Live): Live {
  let live = after;
  for (let index = expressions.length - 1; index >= 0; index--)
    live = backExpression(walk, expressions[index], live, true);
  return live;
}

/** `isCertain`: it is evaluated on every path, so that what it writes replaces what was before. */
function backExpression(walk: Walk, expression: Expression, live: Live, isCertain: boolean): Live {
  walk.budget--;
  switch (expression.kind) {
    case 'variable':
      if (expression.variable.depth === 0) live[expression.variable.slot] = 1;
      return live;
    case 'assign':
      return backAssignment(walk, expression, live, isCertain);
    case 'operation': {
      const { operator } = expression;
      const isLazy = operator === 'and' || operator === 'or' || operator === '??';
      for (let index = expression.operands.length - 1; index >= 0; index--) {
        backExpression(walk, expression.operands[index], live, isCertain && (!isLazy || index === 0));
      }
      return live;
    }
    case 'function':
    case 'class':
    case 'constant':
    case 'global':
    case 'import':
      return live;
    // Members and calls are half of what is left: their parts are looked at without making a list of them.
    case 'member':
      return backExpression(walk, expression.object, live, isCertain);
    case 'call':
      for (let index = expression.arguments.length - 1; index >= 0; index--) {
        backExpression(walk, expression.arguments[index].value, live, isCertain);
      }
      return backExpression(walk, expression.callee, live, isCertain);
    default:
      return backParts(
        walk,
        expression,
        live,
        isCertain && expression.kind !== 'conditional' && expression.kind !== 'comprehension',
      );
  }
}

function backParts(walk: Walk, expression: Expression, live: Live, isCertain: boolean): Live {
  const parts: [Expression, boolean][] = [];
  visitChildren(expression, (child, isTarget) => {
    if (!isFunction(child) && !isClass(child)) parts.push([child as Expression, isTarget]);
  });
  for (let index = parts.length - 1; index >= 0; index--) {
    const [part, isTarget] = parts[index];
    if (isTarget) backTarget(walk, part as Target, live, null, false);
    else backExpression(walk, part, live, isCertain);
  }
  return live;
}

function backAssignment(walk: Walk, assignment: Assignment, live: Live, isCertain: boolean): Live {
  const { target, operator, value } = assignment;
  const keeps = operator === 'or' || operator === 'and' || operator === '??';
  backTarget(walk, target, live, assignment, isCertain && !keeps);
  if (operator !== null && target.kind === 'variable' && target.variable.depth === 0) live[target.variable.slot] = 1;
  return backExpression(walk, value, live, isCertain);
}

function backTarget(walk: Walk, target: Target, live: Live, assignment: Assignment | null, isCertain: boolean): Live {
  switch (target.kind) {
    case 'variable': {
      const { slot, depth } = target.variable;
      if (depth > 0) return live;
      if (assignment !== null) walk.stores.set(target.node, { assignment, target, isDead: live[slot] === 0 });
      if (isCertain) live[slot] = 0;
      return live;
    }
    case 'member':
      return backExpression(walk, target.object, live, false);
    case 'index':
      backExpression(walk, target.index, live, false);
      return backExpression(walk, target.object, live, false);
    case 'pattern':
      for (const entry of target.entries) {
        if (typeof entry.key === 'object' && 'kind' in entry.key) backExpression(walk, entry.key, live, false);
        backTarget(walk, entry.target, live, assignment, isCertain && entry.fallback === null);
        if (entry.fallback !== null) backExpression(walk, entry.fallback, live, false);
      }
      return live;
    default:
      return live;
  }
}
