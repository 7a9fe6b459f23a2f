// `if (isValid(x))`: a helper in sight that answers yes or no tells of its arguments what its returns tell of its parameters.
import type { Expression, Step } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { bindParameters, parameterValues } from './binding.ts';
import type { CallExpression } from './call.ts';
import { type ClassRecord, findMethods } from './class-record.ts';
import { methodOf } from './classes.ts';
import { evaluate } from './expression.ts';
import { createFrame, type Frame, joinStates } from './frame.ts';
import type { FunctionCallable } from './inline.ts';
import { evaluateInputs } from './inputs.ts';
import { createContext, memoOf, sameInputs } from './memo.ts';
import { recordOfType } from './names.ts';
import type { Pass } from './pass.ts';
import { refine, writePlace } from './refine.ts';
import type { State } from './state.ts';
import { runStep } from './steps.ts';
import { truthOf, typeOf, UNKNOWN, type Value, withTaint } from './value.ts';

/** Runs the helper once more, keeping only the paths that answer `truth`, and takes over what its parameters became. */
export function refineByPredicate(pass: Pass, frame: Frame, call: CallExpression, truth: boolean): void {
  const callable = helperOf(pass, frame, call);
  if (callable !== null && isPredicate(callable)) refineByHelper(pass, frame, call, callable, truth);
}

/** `check(x);` where the helper throws unless something holds: what follows may rely on it. */
export function refineByAssertion(pass: Pass, frame: Frame, call: CallExpression): void {
  const callable = helperOf(pass, frame, call);
  if (callable !== null && isAssertion(callable)) refineByHelper(pass, frame, call, callable, null);
}

function refineByHelper(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  callable: FunctionCallable,
  truth: boolean | null,
): void {
  if (pass.activations.length >= LIMITS.callDepth) return;
  const { definition } = callable;
  const inputs = evaluateInputs(pass, frame, callable.self, null, call.arguments);
  if (!inputs.positional.some((value) => value.deepTaint !== 0)) return;
  const values = parameterValues(pass, frame, call.node, definition, callable.self, inputs);
  const end = answerOf(pass, callable, values, truth);
  if (end === null) return;
  const offset = definition.receiver === 'first' && callable.self !== null ? 1 : 0;
  call.arguments.forEach((argument, index) => {
    const target = definition.parameters[index + offset]?.target;
    if (target?.kind !== 'variable' || argument.spread !== 'none' || argument.name !== null) return;
    narrow(pass, frame, argument.value, inputs.positional[index], end.get(target.variable.slot));
  });
}

/** The variables of the helper where it gives this answer, or returns at all; null also when it is not followed any more. */
function answerOf(
  pass: Pass,
  callable: FunctionCallable,
  values: readonly (Value | undefined)[],
  truth: boolean | null,
): State | null {
  const { definition, instance, scope, owner } = callable;
  if (pass.activations.some((activation) => activation.definition === definition)) return null;
  const { answers } = memoOf(pass.memos, definition);
  const known = answers.find((answer) => answer.truth === truth && sameInputs(answer.inputs, values));
  if (known !== undefined) return known.end;
  if (answers.length >= 2 * LIMITS.contextsPerFunction) return null;
  const frame = createFrame(instance, definition, scope, owner, ++pass.contexts);
  pass.activations.push({ definition, context: createContext(values, pass.world, UNKNOWN) });
  bindParameters(pass, frame, definition, values);
  let end = pathsWith(pass, frame, definition.body, truth);
  if (truth === null && frame.live) end = joinStates(end, frame.values);
  pass.activations.pop();
  answers.push({ truth, inputs: values, end });
  return end;
}

function narrow(
  pass: Pass,
  frame: Frame,
  place: Expression,
  before: Value | undefined,
  after: Value | undefined,
): void {
  if (before === undefined || after === undefined || before.deepTaint === 0) return;
  if ((before.deepTaint & ~after.deepTaint) === 0) return;
  const taint = before.taint & after.deepTaint;
  writePlace(
    pass,
    frame,
    place,
    after.constants === null ? withTaint(before, taint, taint === 0 ? null : before.trace) : after,
  );
}

function helperOf(pass: Pass, frame: Frame, call: CallExpression): FunctionCallable | null {
  const { callee } = call;
  if (callee.kind !== 'member') {
    const [callable] = evaluate(pass, frame, callee).callables ?? [];
    return callable?.kind === 'function' ? callable : null;
  }
  const object = evaluate(pass, frame, callee.object);
  const record = classOf(pass, frame, object);
  if (record === null) return null;
  const [found] = findMethods(record, callee.key, call.arguments.length);
  return found ? methodOf(found.definition, found.owner, object) : null;
}

function classOf(pass: Pass, frame: Frame, object: Value): ClassRecord | null {
  const [holder] = object.callables ?? [];
  if (holder?.kind === 'class') return holder.record;
  const type = typeOf(object);
  return type === null ? null : recordOfType(pass, frame.instance, type);
}

const MOST_STEPS = 12;

/** Small functions made of conditions, assignments and returns. */
function isPredicate(callable: FunctionCallable): boolean {
  const { body, isGenerator } = callable.definition;
  return !isGenerator && body.length > 0 && body.length <= MOST_STEPS && endsInReturns(body);
}

/** Small functions that throw in some branch. */
function isAssertion({ definition: { body, isGenerator } }: FunctionCallable): boolean {
  if (isGenerator || body.length > MOST_STEPS) return false;
  return body.some(
    (step) => step.kind === 'branch' && step.arms.some((arm) => arm.body.some(({ kind }) => kind === 'throw')),
  );
}

function endsInReturns(steps: readonly Step[]): boolean {
  return steps.every((step) => {
    if (step.kind === 'branch') return step.arms.every((arm) => endsInReturns(arm.body));
    if (step.kind === 'block') return endsInReturns(step.body);
    return step.kind === 'return' || step.kind === 'evaluate' || step.kind === 'throw' || step.kind === 'loop';
  });
}

/** The joined state at every return that can give `truth`, or at any; null when there is none. */
function pathsWith(pass: Pass, frame: Frame, steps: readonly Step[], truth: boolean | null): State | null {
  let end: State | null = null;
  for (const step of steps) {
    if (!frame.live) break;
    if (step.kind === 'return') {
      if (truth === null) end = joinStates(end, frame.values.fork());
      else if (step.value !== null && mayBe(pass, frame, step.value, truth)) {
        refine(pass, frame, step.value, truth);
        end = joinStates(end, frame.values.fork());
      }
      frame.live = false;
    } else if (step.kind === 'branch') end = joinStates(end, branchPaths(pass, frame, step, truth));
    else if (step.kind === 'block') end = joinStates(end, pathsWith(pass, frame, step.body, truth));
    else runStep(pass, frame, step);
  }
  return end;
}

function mayBe(pass: Pass, frame: Frame, expression: Expression, truth: boolean): boolean {
  const known = truthOf(evaluate(pass, frame, expression));
  return known === undefined || known === truth;
}

function branchPaths(
  pass: Pass,
  frame: Frame,
  step: Extract<Step, { kind: 'branch' }>,
  truth: boolean | null,
): State | null {
  let end: State | null = null;
  let after: State | null = null;
  let isComplete = false;
  for (const arm of step.arms) {
    const before = frame.values;
    frame.values = before.fork();
    if (arm.condition !== null) {
      evaluate(pass, frame, arm.condition);
      refine(pass, frame, arm.condition, true);
    } else isComplete = true;
    end = joinStates(end, pathsWith(pass, frame, arm.body, truth));
    if (frame.live) after = joinStates(after, frame.values);
    frame.live = true;
    frame.values = before;
    if (arm.condition !== null) refine(pass, frame, arm.condition, false);
  }
  if (!isComplete) after = joinStates(after, frame.values);
  frame.live = after !== null;
  if (after !== null) frame.values = after;
  return end;
}
