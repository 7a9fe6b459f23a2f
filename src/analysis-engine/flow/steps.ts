// Runs steps over a frame: every path at once, joined where paths meet.
import type { Expression, Step } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { spend } from './budget.ts';
import { noteCondition } from './events.ts';
import { evaluate } from './expression.ts';
import { type Frame, type JumpTarget, joinStates } from './frame.ts';
import { join, joinOptional } from './join.ts';
import { note } from './journal.ts';
import { runLoop } from './loops.ts';
import type { Pass } from './pass.ts';
import { refineByAssertion } from './predicates.ts';
import { refine } from './refine.ts';
import type { State } from './state.ts';
import { runSwitch } from './switches.ts';
import { runTry } from './tries.ts';
import { NULL, truthOf } from './value.ts';

export function runSteps(pass: Pass, frame: Frame, steps: readonly Step[]): void {
  for (const step of steps) {
    if (!frame.live || pass.budget.left < 0) return;
    runStep(pass, frame, step);
  }
}

/** Runs one step. Too deeply nested ones are left out, with a notice. */
export function runStep(pass: Pass, frame: Frame, step: Step): void {
  if (pass.nesting >= LIMITS.nesting) {
    pass.budget.hit.add('nesting');
    return;
  }
  pass.nesting++;
  runKind(pass, frame, step);
  pass.nesting--;
}

function runKind(pass: Pass, frame: Frame, step: Step): void {
  switch (step.kind) {
    case 'evaluate':
      pass.discarded = step.expression;
      evaluate(pass, frame, step.expression);
      if (frame.tainted) refineByCheck(pass, frame, step.expression);
      return;
    case 'return':
      runReturn(pass, frame, step);
      return;
    case 'branch':
      runBranch(pass, frame, step);
      return;
    case 'loop':
      runLoop(pass, frame, step);
      return;
    case 'switch':
      runSwitch(pass, frame, step);
      return;
    case 'try':
      runTry(pass, frame, step);
      return;
    case 'throw': {
      const thrown = step.value === null ? undefined : evaluate(pass, frame, step.value);
      const log = frame.catches.at(-1);
      if (log) log.thrown = joinOptional(log.thrown, thrown);
      frame.live = false;
      return;
    }
    case 'block':
      runBlock(pass, frame, step);
      return;
    case 'assert':
      evaluate(pass, frame, step.condition);
      refine(pass, frame, step.condition, true);
      return;
    default:
      jump(frame, step);
      return;
  }
}

/** A call as a statement of its own may be there to throw. */
function refineByCheck(pass: Pass, frame: Frame, expression: Expression): void {
  const call = expression.kind === 'await' ? expression.value : expression;
  if (call.kind === 'call' && call.arguments.length > 0 && !call.construction) refineByAssertion(pass, frame, call);
}

function runReturn(pass: Pass, frame: Frame, step: Extract<Step, { kind: 'return' }>): void {
  const value = step.value === null ? NULL : evaluate(pass, frame, step.value);
  frame.returned = joinOptional(frame.returned, value);
  if (value.deepTaint !== 0) {
    frame.returns ??= new Map();
    const before = frame.returns.get(step.node);
    frame.returns.set(step.node, before === undefined ? value : join(before, value));
  }
  frame.live = false;
}

/** The state for a second path; what it would cost to copy is paid for. */
export function fork(pass: Pass, frame: Frame): State {
  spend(pass.budget, 1 + (frame.values.length >> 4));
  return frame.values.fork();
}

function runBranch(pass: Pass, frame: Frame, step: Extract<Step, { kind: 'branch' }>): void {
  let after: State | null = null;
  let forked = 0;
  for (const { condition, body } of step.arms) {
    const truth = condition === null ? true : decide(pass, frame, condition);
    if (pass.journal !== null && condition !== null && truth !== undefined)
      note(pass.journal, { kind: 'branch', program: frame.instance.program, node: condition.node, truth });
    if (truth === false) continue;
    if (truth === true || condition === null) {
      runSteps(pass, frame, body);
      after = leave(frame, after);
      break;
    }
    const otherwise = fork(pass, frame);
    frame.forks++;
    forked++;
    refine(pass, frame, condition, true);
    runSteps(pass, frame, body);
    after = leave(frame, after);
    frame.values = otherwise;
    frame.live = true;
    refine(pass, frame, condition, false);
  }
  frame.forks -= forked;
  after = leave(frame, after);
  enter(frame, after);
}

/** Evaluates a condition; undefined when it may go either way. */
export function decide(pass: Pass, frame: Frame, condition: Expression): boolean | undefined {
  const truth = truthOf(evaluate(pass, frame, condition));
  if (pass.events !== null) noteCondition(pass.events, frame, condition, truth);
  return truth;
}

/** Takes the state of a path that ends here, if it is alive; the frame waits for the next path. */
export function leave(frame: Frame, after: State | null): State | null {
  if (!frame.live) return after;
  frame.live = false;
  return after === null ? frame.values : joinStates(after, frame.values);
}

/** Goes on with the joined state, or not at all when no path came this far. */
export function enter(frame: Frame, state: State | null): void {
  frame.live = state !== null;
  if (state !== null) frame.values = state;
}

function runBlock(pass: Pass, frame: Frame, step: Extract<Step, { kind: 'block' }>): void {
  if (step.label === null) {
    runSteps(pass, frame, step.body);
    return;
  }
  const target = openTarget(frame, step.label, false, false);
  runSteps(pass, frame, step.body);
  frame.targets.pop();
  enter(frame, joinStates(leave(frame, null), target.breaks));
}

export function openTarget(
  frame: Frame,
  label: string | null,
  acceptsContinue: boolean,
  acceptsPlainBreak: boolean,
): JumpTarget {
  const target: JumpTarget = { label, acceptsContinue, acceptsPlainBreak, breaks: null, continues: null };
  frame.targets.push(target);
  return target;
}

function jump(frame: Frame, step: Extract<Step, { kind: 'break' | 'continue' }>): void {
  const target = frame.targets.findLast((each) => {
    if (step.label !== null) return each.label === step.label;
    return step.kind === 'continue' ? each.acceptsContinue : each.acceptsPlainBreak;
  });
  if (target !== undefined) {
    const state = frame.values.fork();
    if (step.kind === 'break') target.breaks = joinStates(target.breaks, state);
    else target.continues = joinStates(target.continues, state);
  }
  frame.live = false;
}
