// Follows calls into the functions of the analysed files, remembering what came out for the same arguments.
import type { FunctionDefinition } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { bindParameters, parameterValues } from './binding.ts';
import { createFrame, type Frame, writeSlot } from './frame.ts';
import type { CallInputs } from './inputs.ts';
import { deriveInputs } from './inputs.ts';
import { join, joinOptional, sameValue } from './join.ts';
import {
  type Activation,
  type Context,
  createContext,
  type Memo,
  memoOf,
  NO_MUTATIONS,
  NO_RETURNS,
  sameInputs,
} from './memo.ts';
import { changeObject } from './object-change.ts';
import type { Pass } from './pass.ts';
import { createRebase, rebase } from './rebase.ts';
import { runSteps } from './steps.ts';
import { extendTrace } from './trace.ts';
import { type Callable, listOfAny, NULL, UNKNOWN, type Value, withTrace } from './value.ts';

export type FunctionCallable = Extract<Callable, { kind: 'function' }>;

/** What a call of a function in sight gives back. */
export interface Outcome {
  readonly result: Value;
  /** the receiver after the call */
  readonly self: Value | null;
}

/** Calls a function of the analysed files. `inputs.receiver` counts only where the callable is not bound. */
export function invoke(
  pass: Pass,
  caller: Frame,
  node: NodeIndex,
  callable: FunctionCallable,
  inputs: CallInputs,
): Outcome {
  const { definition, instance } = callable;
  const takesReceiver = definition.receiver !== 'outer';
  const self = callable.self ?? (takesReceiver ? inputs.receiver : null);
  if (pass.activations.length >= LIMITS.callDepth) {
    pass.budget.hit.add('callDepth');
    return { result: deriveInputs(inputs), self };
  }
  instance.runs[definition.id]++;
  const values = parameterValues(pass, caller, node, definition, self, inputs);
  const context = follow(pass, callable, values);
  if (context === null) return { result: deriveInputs(inputs), self };
  const own = values.at(-1);
  if (context.mutations.size === 0 && isPlain(context.result)) return { result: context.result, self: own ?? null };
  const back = createRebase(pass, caller, node, context.inputs, values);
  let after = own ?? null;
  for (const [object, value] of context.mutations) {
    const target = back.objects.get(object);
    if (target === undefined) continue;
    const changed = rebase(back, value);
    if (own !== undefined && own.object === target.object) after = changed;
    changeObject(pass, caller, target, changed);
    updateArguments(caller, inputs, target, changed);
  }
  return { result: returned(caller, node, definition, rebase(back, context.result)), self: after };
}

/** Nothing in the value belongs to one call: no identity, no trace. */
function isPlain(value: Value): boolean {
  return value.object === 0 && !value.holdsObjects && value.deepTaint === 0;
}

/** Arguments that are plain variables hold the changed object now, alias or not. */
function updateArguments(caller: Frame, inputs: CallInputs, old: Value, next: Value): void {
  const expressions = [inputs.receiverExpression, ...inputs.expressions];
  for (const expression of expressions) {
    if (expression?.kind !== 'variable' || expression.variable.depth !== 0) continue;
    const { slot } = expression.variable;
    if (caller.values.get(slot)?.object === old.object) writeSlot(caller, slot, next);
  }
}

function returned(caller: Frame, node: NodeIndex, definition: FunctionDefinition, value: Value): Value {
  if (value.taint === 0) return value;
  return withTrace(value, extendTrace(value.trace, caller.instance.program, node, 'returned', definition.name));
}

/** The finished context for these arguments (parameters in order, then the receiver); null when it is not followed. */
export function follow(pass: Pass, callable: FunctionCallable, values: readonly (Value | undefined)[]): Context | null {
  const { definition, instance } = callable;
  const recursive = pass.activations.findLast((activation) => activation.definition === definition);
  if (recursive !== undefined && isDeepRecursion(pass.activations, definition)) return recurse(recursive, values);
  const isClosure = instance.index.captures[definition.id] === 1;
  const memo = memoOf(pass.memos, definition);
  if (isClosure) return runClosure(pass, callable, memo, values);
  for (const context of memo.contexts) {
    if (!context.finished || !sameInputs(context.inputs, values)) continue;
    if (isStale(pass, context)) runAgain(pass, callable, context);
    else if (context.readsShared) pass.sharedReads++;
    return context;
  }
  const carries = values.some((value) => value !== undefined && (value.deepTaint !== 0 || value.callables !== null));
  if (memo.contexts.length < (carries ? LIMITS.contextsPerFunction : LIMITS.plainContextsPerFunction)) {
    const context = createContext(values, pass.world, UNKNOWN);
    memo.contexts.push(context);
    run(pass, callable, context);
    return context;
  }
  return widened(pass, callable, memo, values);
}

/** What all functions share became more dangerous since it ran, and it read of that. */
function isStale(pass: Pass, context: Context): boolean {
  return context.readsShared && context.world !== pass.world;
}

function runAgain(pass: Pass, callable: FunctionCallable, context: Context): void {
  context.world = pass.world;
  run(pass, callable, context);
}

/** Two activations are let through: constants often end a recursion by themselves. */
function isDeepRecursion(activations: readonly Activation[], definition: FunctionDefinition): boolean {
  let count = 0;
  for (const activation of activations) if (activation.definition === definition) count++;
  return count >= 2;
}

/** A call of a function from itself: its arguments join those of the running call, its result is what is known so far. */
function recurse(activation: Activation, values: readonly (Value | undefined)[]): Context {
  const { context } = activation;
  const joined = context.inputs.map((input, index) => joinOptional(input, values[index]));
  if (!sameInputs(context.inputs, joined)) context.inputs = joined;
  context.recursive = true;
  return context;
}

/** Reads variables of an enclosing call, which are not part of any key: run each time, a bounded number of times. */
function runClosure(
  pass: Pass,
  callable: FunctionCallable,
  memo: Memo,
  values: readonly (Value | undefined)[],
): Context | null {
  if (++memo.runs > LIMITS.runsPerClosure) return null;
  const context = createContext(values, pass.world, UNKNOWN);
  run(pass, callable, context);
  return context;
}

/** One context for all further arguments, run again when they add something. */
function widened(pass: Pass, callable: FunctionCallable, memo: Memo, values: readonly (Value | undefined)[]): Context {
  const old = memo.widened;
  const inputs = old === null ? values : old.inputs.map((input, index) => joinOptional(input, values[index]));
  if (old?.finished && !isStale(pass, old) && sameInputs(old.inputs, inputs)) {
    if (old.readsShared) pass.sharedReads++;
    return old;
  }
  if (old !== null && ++memo.runs > LIMITS.runsPerClosure) return old;
  const context = createContext(inputs, pass.world, old?.result ?? UNKNOWN);
  memo.widened = context;
  run(pass, callable, context);
  return context;
}

/** A call takes about this many times the host's stack that a nested expression takes. */
const NESTING_OF_CALL = 4;

/** Runs the body until a recursive result is stable. */
function run(pass: Pass, callable: FunctionCallable, context: Context): void {
  pass.activations.push({ definition: callable.definition, context });
  pass.nesting += NESTING_OF_CALL;
  const reads = pass.sharedReads;
  for (let round = 0; round < LIMITS.recursionRounds; round++) {
    const { inputs, result } = context;
    runOnce(pass, callable, context);
    if (!context.recursive) break;
    if (sameInputs(inputs, context.inputs) && sameValue(result, context.result)) break;
  }
  pass.nesting -= NESTING_OF_CALL;
  pass.activations.pop();
  context.readsShared = pass.sharedReads !== reads;
  context.finished = true;
}

function runOnce(pass: Pass, callable: FunctionCallable, context: Context): void {
  const { definition, instance, scope, owner } = callable;
  const frame = createFrame(instance, definition, scope, owner, ++pass.contexts);
  bindParameters(pass, frame, definition, context.inputs);
  runSteps(pass, frame, definition.body);
  let result = frame.returned ?? NULL;
  if (frame.live && frame.returned !== undefined) result = join(frame.returned, NULL);
  if (definition.isGenerator && frame.yielded !== undefined) result = listOfAny(frame.yielded);
  context.result = context.recursive ? join(context.result, result) : result;
  context.mutations = frame.mutations ?? NO_MUTATIONS;
  context.returns = frame.returns ?? NO_RETURNS;
}
