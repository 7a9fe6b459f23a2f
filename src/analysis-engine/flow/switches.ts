// `switch` and `match`: on a constant only its case is run; elsewhere each case knows what the subject is.
import type { Step, SwitchCase } from '../ir.ts';
import { evaluate } from './expression.ts';
import { type Frame, joinStates } from './frame.ts';
import type { Pass } from './pass.ts';
import { isPlace, writePlace } from './refine.ts';
import type { State } from './state.ts';
import { enter, fork, leave, openTarget, runSteps } from './steps.ts';
import { constantsValue, type Value } from './value.ts';

type SwitchStep = Extract<Step, { kind: 'switch' }>;

export function runSwitch(pass: Pass, frame: Frame, step: SwitchStep): void {
  const subject = evaluate(pass, frame, step.subject);
  const target = openTarget(frame, step.label, false, true);
  const possible = possibleCases(pass, frame, step, subject);
  const isCertain = possible.filter((each) => each).length === 1 && subject.constants?.length === 1;
  if (!isCertain) frame.forks++;
  const after = runCases(pass, frame, step, subject, possible);
  if (!isCertain) frame.forks--;
  frame.targets.pop();
  enter(frame, joinStates(after, target.breaks));
}

/** Which cases the subject may take; the default only when no other is certain. */
function possibleCases(pass: Pass, frame: Frame, step: SwitchStep, subject: Value): boolean[] {
  const { constants } = subject;
  const left = constants === null ? null : new Set(constants);
  const possible = step.cases.map((each) => {
    if (each.tests.length === 0) return true;
    const tests = each.tests.map((test) => evaluate(pass, frame, test).constants);
    if (constants === null || left === null || tests.some((test) => test === null)) return true;
    const hits = tests.flatMap((test) => test ?? []).filter((constant) => left.has(constant));
    for (const hit of hits) left.delete(hit);
    return hits.length > 0;
  });
  const defaultIndex = step.cases.findIndex((each) => each.tests.length === 0);
  if (defaultIndex >= 0 && left !== null && left.size === 0) possible[defaultIndex] = false;
  return possible;
}

function runCases(
  pass: Pass,
  frame: Frame,
  step: SwitchStep,
  subject: Value,
  possible: readonly boolean[],
): State | null {
  const before = frame.values;
  let after: State | null = null;
  let falling: State | null = null;
  let anyTaken = false;
  for (let index = 0; index < step.cases.length; index++) {
    const each = step.cases[index];
    frame.live = possible[index];
    if (possible[index]) {
      frame.values = before;
      frame.values = fork(pass, frame);
      narrowSubject(pass, frame, step, each, subject);
      anyTaken ||= each.tests.length === 0 || (subject.constants !== null && subject.constants.length === 1);
    }
    enter(frame, joinStates(leave(frame, null), falling));
    falling = null;
    runSteps(pass, frame, each.body);
    if (each.fallsThrough) falling = leave(frame, null);
    else after = leave(frame, after);
  }
  after = joinStates(after, falling);
  if (anyTaken) return after;
  return joinStates(after, before);
}

/** Inside a case of constants the subject is one of them. */
function narrowSubject(pass: Pass, frame: Frame, step: SwitchStep, each: SwitchCase, subject: Value): void {
  if (each.tests.length === 0 || subject.constants !== null || !isPlace(step.subject)) return;
  const constants = each.tests.map((test) => evaluate(pass, frame, test).constants);
  if (constants.some((test) => test === null)) return;
  writePlace(pass, frame, step.subject, constantsValue(constants.flatMap((test) => test ?? [])));
}
