// `try`: a handler may see every variable as it was at any moment of the body; `finally` runs on whatever comes out.
import type { Step } from '../ir.ts';
import { writeTarget } from './assignment.ts';
import { type CatchLog, type Frame, joinStates } from './frame.ts';
import { resolveType } from './names.ts';
import { asType } from './operations.ts';
import type { Pass } from './pass.ts';
import type { State } from './state.ts';
import { enter, fork, leave, runSteps } from './steps.ts';
import { UNKNOWN } from './value.ts';

type TryStep = Extract<Step, { kind: 'try' }>;

export function runTry(pass: Pass, frame: Frame, step: TryStep): void {
  const log: CatchLog = { state: fork(pass, frame), thrown: undefined };
  frame.catches.push(log);
  runSteps(pass, frame, step.body);
  frame.catches.pop();
  if (frame.live) runSteps(pass, frame, step.otherwise);
  let after = leave(frame, null);
  // A handler runs only sometimes: what it writes elsewhere is not certain.
  frame.forks++;
  for (const handler of step.handlers) {
    frame.values = log.state.fork();
    frame.live = true;
    if (handler.target !== null) {
      const type = handler.types.length === 1 ? resolveType(frame.instance, handler.types[0]) : null;
      const thrown = log.thrown ?? UNKNOWN;
      writeTarget(pass, frame, handler.target, type === null ? thrown : asType(thrown, type));
    }
    runSteps(pass, frame, handler.body);
    after = leave(frame, after);
  }
  frame.forks--;
  runFinally(pass, frame, step, after, log.state);
}

/** Where no path comes out normally, `finally` still runs, on the way out. */
function runFinally(pass: Pass, frame: Frame, step: TryStep, after: State | null, thrown: State): void {
  if (step.finally.length === 0) {
    enter(frame, after);
    return;
  }
  const continues = after !== null;
  enter(frame, continues ? joinStates(after, null) : thrown);
  runSteps(pass, frame, step.finally);
  if (!continues) frame.live = false;
}
