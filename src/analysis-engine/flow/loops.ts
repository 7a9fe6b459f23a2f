// Loops: the body is run until the state at its head no longer changes; what keeps changing is widened.
import type { IterationKind, Loop, Step } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { writeTarget } from './assignment.ts';
import { anyChild } from './children.ts';
import { evaluate } from './expression.ts';
import { type Frame, forgetCounters, type JumpTarget, joinStates } from './frame.ts';
import { derive } from './join.ts';
import { readFact } from './library-value.ts';
import type { Pass } from './pass.ts';
import { refine } from './refine.ts';
import type { State } from './state.ts';
import { decide, enter, fork, leave, openTarget, runSteps } from './steps.ts';
import { extendTrace } from './trace.ts';
import { constantsValue, typeOf, UNKNOWN, type Value, withTrace } from './value.ts';

type LoopStep = Extract<Step, { kind: 'loop' }>;

export function runLoop(pass: Pass, frame: Frame, step: LoopStep): void {
  const target = openTarget(frame, step.label, true, true);
  frame.forks++;
  const exit =
    step.loop.kind === 'while'
      ? runWhile(pass, frame, step.loop, target)
      : runEach(pass, frame, step, step.loop, target);
  frame.forks--;
  frame.targets.pop();
  enter(frame, exit);
  if (frame.live) runSteps(pass, frame, step.loop.otherwise);
  enter(frame, joinStates(leave(frame, null), target.breaks));
}

type WhileLoop = Extract<Loop, { kind: 'while' }>;

/** Returns the state in which the condition ends the loop; null when it never does. */
function runWhile(pass: Pass, frame: Frame, loop: WhileLoop, target: JumpTarget): State | null {
  let exit: State | null = null;
  if (!loop.testsFirst && !runBody(pass, frame, loop.body, loop.update, target)) return null;
  if (loop.testsFirst && loop.condition !== null && decide(pass, frame, loop.condition) === false) {
    return frame.values;
  }
  const head = headOf(pass, frame, loop);
  for (let round = 0; round < LIMITS.loopRounds; round++) {
    frame.values = head;
    frame.values = fork(pass, frame);
    const truth = loop.condition === null ? true : decide(pass, frame, loop.condition);
    if (truth !== true) {
      const out = fork(pass, frame);
      const inside = frame.values;
      frame.values = out;
      if (loop.condition !== null) refine(pass, frame, loop.condition, false);
      exit = frame.values;
      frame.values = inside;
    }
    if (truth === false) break;
    if (loop.condition !== null && truth === undefined) refine(pass, frame, loop.condition, true);
    const alive = runBody(pass, frame, loop.body, loop.update, target);
    const isChanged = alive && head.takeRound(frame.values, round >= LIMITS.loopRoundsBeforeWidening);
    frame.live = true;
    if (!isChanged || pass.budget.left < 0) break;
  }
  // Variables that only the body writes are known behind the loop, too.
  exit?.fillFrom(head);
  return exit;
}

/** The state before the loop, as far as the loop leaves it alone. */
function headOf(pass: Pass, frame: Frame, loop: Loop): State {
  const head = fork(pass, frame);
  const writes = frame.instance.index.loopWrites.get(loop);
  if (writes !== undefined) forgetCounters(head, writes);
  return head;
}

/** Runs a body with what follows `continue`; false when no path comes back to the head. */
function runBody(
  pass: Pass,
  frame: Frame,
  body: readonly Step[],
  update: WhileLoop['update'],
  target: JumpTarget,
): boolean {
  runSteps(pass, frame, body);
  enter(frame, joinStates(leave(frame, null), target.continues));
  target.continues = null;
  if (!frame.live) return false;
  for (const expression of update) {
    pass.discarded = expression;
    evaluate(pass, frame, expression);
  }
  return true;
}

type EachLoop = Extract<Loop, { kind: 'each' }>;

function runEach(pass: Pass, frame: Frame, step: LoopStep, loop: EachLoop, target: JumpTarget): State | null {
  const iterable = evaluate(pass, frame, loop.iterable);
  const { program } = frame.instance;
  let element = iteratedBy(pass, frame, loop, iterable) ?? elementsOf(iterable, loop.iterates, program.language);
  if (element.taint !== 0) element = withTrace(element, extendTrace(element.trace, program, step.node, 'read', ''));
  if (isEmpty(iterable)) return frame.values;
  const head = headOf(pass, frame, loop);
  for (let round = 0; round < LIMITS.loopRounds; round++) {
    frame.values = head;
    frame.values = fork(pass, frame);
    writeTarget(pass, frame, loop.target, element);
    const alive = runBody(pass, frame, loop.body, [], target);
    const isChanged = alive && head.takeRound(frame.values, round >= LIMITS.loopRoundsBeforeWidening);
    frame.live = true;
    if (!isChanged || pass.budget.left < 0) break;
  }
  frame.live = true;
  return head;
}

/** What facts say that a library's object gives when it is iterated: member `[]`, the chunks of a stream. */
function iteratedBy(pass: Pass, frame: Frame, loop: EachLoop, iterable: Value): Value | null {
  const type = loop.iterates === 'elements' ? typeOf(iterable) : null;
  const fact = type === null ? undefined : frame.instance.facts.valueOf(type, '[]');
  return fact === undefined ? null : readFact(pass, frame, loop.iterable.node, fact, iterable);
}

function isEmpty(value: Value): boolean {
  return value.length === 0 && value.any === null && value.taint === 0;
}

/** What a loop over a value binds: its elements, or its keys. */
export function elementsOf(value: Value, iterates: IterationKind, language: string): Value {
  const type = typeOf(value);
  // What is ranged over in Go without a second variable: keys, but of a channel what it gives.
  if (iterates === 'keys' && type === 'channel') return anyChild(value);
  const keys = iterates === 'keys' || (language === 'python' && (type === 'dict' || type === 'record'));
  if (!keys) return anyChild(value);
  const own = value.taint === 0 ? UNKNOWN : derive([value]);
  if (value.kids === null || value.any !== null || value.kids.size === 0) return own;
  return value.taint === 0 ? constantsValue([...value.kids.keys()].map(String)) : own;
}
