// Lists of steps as they are written one below the other, and where control goes at their end.
import type { FunctionDefinition, Program, Step } from '../ir.ts';
import { sightingsOf } from './sightings.ts';

export interface StepList {
  readonly steps: readonly Step[];
  readonly definition: FunctionDefinition;
}

/** Every list of steps in the program: bodies of functions, branches, loops, cases, handlers. */
export function stepListsOf(program: Program): StepList[] {
  const lists: StepList[] = [program.main, ...program.functions.filter((each) => each !== program.main)].map(
    (definition) => ({ steps: definition.body, definition }),
  );
  for (const { item, definition } of sightingsOf(program, 'branch')) {
    for (const arm of item.arms) lists.push({ steps: arm.body, definition });
  }
  for (const { item, definition } of sightingsOf(program, 'loop')) {
    lists.push({ steps: item.loop.body, definition }, { steps: item.loop.otherwise, definition });
  }
  for (const { item, definition } of sightingsOf(program, 'switch')) {
    for (const each of item.cases) lists.push({ steps: each.body, definition });
  }
  for (const { item, definition } of sightingsOf(program, 'try')) {
    for (const steps of [item.body, item.otherwise, item.finally]) lists.push({ steps, definition });
    for (const handler of item.handlers) lists.push({ steps: handler.body, definition });
  }
  for (const { item, definition } of sightingsOf(program, 'block')) lists.push({ steps: item.body, definition });
  return lists.filter(({ steps }) => steps.length > 0);
}

/** Whether control never comes out at the end of these steps: every path returns, throws or jumps. */
export function neverEnds(steps: readonly Step[]): boolean {
  return steps.some(stops);
}

/** Asked for at every level that a step is nested in: remembered, so that deep nesting costs no more than its size. */
const KNOWN = new WeakMap<Step, boolean>();

function stops(step: Step): boolean {
  // Most steps have no others in them, and are told quicker than remembered.
  if (step.kind === 'evaluate' || step.kind === 'return') return step.kind === 'return';
  let known = KNOWN.get(step);
  if (known === undefined) {
    known = isEnd(step);
    KNOWN.set(step, known);
  }
  return known;
}

function isEnd(step: Step): boolean {
  switch (step.kind) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return true;
    case 'block':
      return step.label === null && neverEnds(step.body);
    case 'branch':
      return step.arms.at(-1)?.condition === null && step.arms.every((arm) => neverEnds(arm.body));
    case 'try':
      if (neverEnds(step.finally)) return true;
      return (neverEnds(step.body) || neverEnds(step.otherwise)) && step.handlers.every(({ body }) => neverEnds(body));
    case 'loop':
      return step.loop.kind === 'while' && isEndless(step.loop.condition) && !leavesLoop(step.loop.body, step.label, 0);
    default:
      return false;
  }
}

function isEndless(condition: { readonly kind: string; readonly value?: unknown } | null): boolean {
  return condition === null || (condition.kind === 'constant' && Boolean(condition.value));
}

/** Whether a `break` in these steps leaves the loop around them; `depth` counts what a plain one would leave instead. */
function leavesLoop(steps: readonly Step[], label: string | null, depth: number): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'break':
        return step.label === null ? depth === 0 : step.label === label || label === null;
      case 'block':
        return leavesLoop(step.body, label, depth);
      case 'branch':
        return step.arms.some((arm) => leavesLoop(arm.body, label, depth));
      case 'loop':
        return leavesLoop(step.loop.body, label, depth + 1) || leavesLoop(step.loop.otherwise, label, depth);
      case 'switch':
        return step.cases.some((each) => leavesLoop(each.body, label, depth + 1));
      case 'try':
        return [step.body, step.otherwise, step.finally, ...step.handlers.map(({ body }) => body)].some((body) =>
          leavesLoop(body, label, depth),
        );
      default:
        return false;
    }
  });
}
