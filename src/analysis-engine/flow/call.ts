// What a call calls: a function or class in sight, a library function with facts, or something unknown.
import type { FactIndex, NamedCall } from '../facts/compile.ts';
import type { Expression } from '../ir.ts';
import { updateObject } from './assignment.ts';
import { normaliseKey } from './children.ts';
import { type ClassRecord, findMethods, libraryBases } from './class-record.ts';
import { methodOf, ownerOf, superOf } from './classes.ts';
import { constructByFunction, constructInSight, constructionOf, constructLibrary } from './construction.ts';
import { overloads, targetsOf } from './dispatch.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { invoke } from './inline.ts';
import { allArguments, type CallInputs, evaluateInputs } from './inputs.ts';
import { derive, join, joinAll } from './join.ts';
import { applyCall } from './library-call.ts';
import { recordOfType } from './names.ts';
import type { Pass } from './pass.ts';
import { checkMethodChoice } from './property-names.ts';
import { betterTrace } from './trace.ts';
import { unknownCall } from './unknown-call.ts';
import { type Callable, typeOf, UNKNOWN, type Value, withTaint } from './value.ts';

export type CallExpression = Extract<Expression, { kind: 'call' }>;

/** Evaluates a call; `receiver` is the value of the callee's object where the callee is a member. */
export function evaluateCall(pass: Pass, frame: Frame, call: CallExpression, receiver: Value | null): Value {
  const { callee } = call;
  const isUsed = pass.discarded !== call;
  if (callee.kind === 'member' && !call.construction) {
    const object = receiver ?? UNKNOWN;
    const inputs = evaluateInputs(pass, frame, object, callee.object, call.arguments);
    if (callee.object.kind === 'super') return callSuper(pass, frame, call, callee.key, inputs);
    return callMethod(pass, frame, call, callee.key, object, inputs, isUsed);
  }
  if (callee.kind === 'super' || callee.kind === 'this') {
    const inputs = evaluateInputs(pass, frame, null, null, call.arguments);
    return callConstructor(pass, frame, call, callee, inputs);
  }
  const target = evaluate(pass, frame, callee);
  if (callee.kind === 'index' && frame.tainted)
    checkMethodChoice(pass, frame, callee, evaluate(pass, frame, callee.index));
  const inputs = evaluateInputs(pass, frame, null, null, call.arguments);
  return callValue(pass, frame, call, target, inputs, isUsed);
}

/** A call whose callee is known already: a member of a module of the project. */
export function evaluateCallOf(pass: Pass, frame: Frame, call: CallExpression, target: Value): Value {
  const isUsed = pass.discarded !== call;
  return callValue(pass, frame, call, target, evaluateInputs(pass, frame, null, null, call.arguments), isUsed);
}

/** Calls a value: `f(x)`, `new C(x)`, a library symbol. */
export function callValue(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  target: Value,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  if (target.callables !== null) return callAll(pass, frame, call, target.callables, inputs);
  const { facts } = frame.instance;
  if (target.name !== null) {
    const name = target.name;
    const known = call.construction ? undefined : facts.callNamed(name);
    if (known !== undefined) return applyCall(pass, frame, call, known, inputs, isUsed);
    if (call.construction || facts.isType(name)) return constructLibrary(pass, frame, call, name, inputs);
  }
  const type = typeOf(target);
  const invoked = type === null ? undefined : facts.callOf(type, 'call');
  if (invoked !== undefined) return applyCall(pass, frame, call, invoked, { ...inputs, receiver: target }, isUsed);
  pass.unresolved.add(nameOfCallee(call.callee));
  return unknownCall(
    pass,
    frame,
    call,
    nameOfCallee(call.callee),
    { ...inputs, receiver: target.deepTaint === 0 ? null : target },
    isUsed,
  );
}

function nameOfCallee(callee: Expression): string {
  if (callee.kind === 'variable') return callee.variable.name;
  if (callee.kind === 'global') return callee.name;
  if (callee.kind === 'import') return callee.name ?? callee.module;
  return callee.kind === 'member' ? callee.key : '';
}

/** Calls everything that the value may be; the results are joined. */
export function callAll(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  callables: readonly Callable[],
  inputs: CallInputs,
): Value {
  const results = callables.map((callable) => {
    if (callable.kind === 'class') return constructInSight(pass, frame, call, callable.record, inputs);
    if (!call.construction) return invoke(pass, frame, call.node, callable, inputs).result;
    return constructByFunction(pass, frame, call, callable, inputs);
  });
  return joinAll(results);
}

/** `receiver.name(…)`. */
function callMethod(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  receiver: Value,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  const stored = receiver.kids?.get(normaliseKey(name));
  if (stored?.callables != null) return callAll(pass, frame, call, bound(stored.callables, receiver), inputs);
  if (receiver.callables !== null) {
    const result = callOnClass(pass, frame, call, name, receiver, inputs);
    if (result !== null) return result;
  }
  const { facts } = frame.instance;
  if (receiver.callables?.some((callable) => callable.kind === 'function')) {
    // The one method of a functional interface, whatever it is called; facts under its type come first.
    const known = receiver.type === null ? undefined : facts.callOf(receiver.type, name);
    if (known === undefined && isFunctionCall(frame, name))
      return callAll(pass, frame, call, receiver.callables, inputs);
  }
  if (receiver.name !== null && receiver.type === null) {
    return callSymbol(pass, frame, call, receiver.name, name, inputs, isUsed);
  }
  const type = typeOf(receiver);
  if (type === null) return callByName(pass, frame, call, name, inputs, isUsed);
  const record = recordOfType(pass, frame.instance, type);
  if (record !== null) return callOnInstance(pass, frame, call, record, name, inputs, isUsed);
  const known = facts.callOf(type, name);
  if (known !== undefined) return applyCall(pass, frame, call, known, inputs, isUsed);
  if (facts.isFluent(type)) return callOnBuilder(pass, frame, call, name, receiver, inputs);
  if (facts.knows(type)) return unknownCall(pass, frame, call, name, inputs, isUsed);
  return callByName(pass, frame, call, name, inputs, isUsed);
}

/** A step in the building of an object gives the object back, with what it was given. */
function callOnBuilder(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  receiver: Value,
  inputs: CallInputs,
): Value {
  unknownCall(pass, frame, call, name, inputs, false);
  const given = derive(allArguments(inputs));
  return given.taint === 0
    ? receiver
    : withTaint(receiver, receiver.taint | given.taint, betterTrace(receiver.trace, given.trace));
}

/** In Java every method of a function value calls it; elsewhere only those that say so. */
function isFunctionCall(frame: Frame, name: string): boolean {
  return frame.instance.program.language === 'java' || name === '__call__';
}

/** Functions kept in an object get it as `this`. */
function bound(callables: readonly Callable[], receiver: Value): Callable[] {
  return callables.map((callable) =>
    callable.kind === 'function' &&
    callable.self === null &&
    (callable.definition.receiver === 'this' || callable.isField)
      ? { ...callable, self: receiver }
      : callable,
  );
}

/** A function of a module, or a static member of a type. */
function callSymbol(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  owner: string,
  member: string,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  const { facts } = frame.instance;
  const name = facts.memberName(owner, member);
  const known = facts.callNamed(name);
  if (known !== undefined) return applyCall(pass, frame, call, known, inputs, isUsed);
  if (facts.isType(name)) return constructLibrary(pass, frame, call, name, inputs);
  const value = pass.globals.get(name);
  if (value?.callables != null) return callAll(pass, frame, call, value.callables, inputs);
  // A static member of a type: facts of the type's bases count, too.
  const inherited = facts.callOf(owner, member);
  if (inherited !== undefined) return applyCall(pass, frame, call, inherited, inputs, isUsed);
  if (facts.knows(owner)) return unknownCall(pass, frame, call, member, inputs, isUsed);
  return callByName(pass, frame, call, member, inputs, isUsed);
}

/** The receiver's type is not known: facts by bare name, at lower confidence. */
function callByName(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  pass.unresolved.add(name);
  const known: NamedCall | undefined = frame.instance.facts.method(name);
  if (known !== undefined) return applyCall(pass, frame, call, known, inputs, isUsed);
  return unknownCall(pass, frame, call, name, inputs, isUsed);
}

/** `Class.method(…)`: static methods, class methods, and methods with the instance as first argument. */
function callOnClass(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  receiver: Value,
  inputs: CallInputs,
): Value | null {
  for (const callable of receiver.callables ?? []) {
    if (callable.kind !== 'class') continue;
    const value = callable.record.statics.get(name);
    if (value?.callables != null) return callAll(pass, frame, call, value.callables, inputs);
    const found = findMethods(callable.record, name, inputs.positional.length);
    const methods = found.length > 0 ? found : findMethods(callable.record, name, inputs.positional.length - 1);
    if (methods.length === 0) continue;
    const chosen = overloads(methods, inputs);
    const results = chosen.map(({ definition, owner }) => {
      const isUnbound = definition.receiver === 'first' && !definition.isStatic;
      const method = methodOf(definition, owner, isUnbound ? null : receiver);
      return invoke(pass, frame, call.node, method, isUnbound ? { ...inputs, receiver: null } : inputs).result;
    });
    return joinAll(results);
  }
  return null;
}

function callOnInstance(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  record: ClassRecord,
  name: string,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  const found = targetsOf(pass, record, name, inputs);
  if (found.length > 0) {
    const receiver = inputs.receiver;
    const outcomes = found.map(({ definition, owner }) =>
      invoke(pass, frame, call.node, methodOf(definition, owner, receiver), inputs),
    );
    const self = outcomes
      .map((outcome) => outcome.self)
      .reduce((a, b) => (a === null || b === null ? (a ?? b) : join(a, b)));
    if (self !== null && receiver !== null && self !== receiver) {
      updateObject(pass, frame, inputs.receiverExpression, receiver, self);
    }
    return joinAll(outcomes.map((outcome) => outcome.result));
  }
  const { facts } = frame.instance;
  const known = factOfBases(facts, record, name);
  if (known !== undefined) return applyCall(pass, frame, call, known, inputs, isUsed);
  const stored = record.fields.get(name) ?? record.statics.get(name);
  if (stored?.callables != null) return callAll(pass, frame, call, stored.callables, inputs);
  return record.bases.length > 0
    ? callByName(pass, frame, call, name, inputs, isUsed)
    : unknownCall(pass, frame, call, name, inputs, isUsed);
}

function factOfBases(facts: FactIndex, record: ClassRecord, name: string): NamedCall | undefined {
  for (const base of libraryBases(record)) {
    const known = facts.callOf(base, name);
    if (known !== undefined) return known;
  }
  return facts.rootType === null ? undefined : facts.callOf(facts.rootType, name);
}

/** `super.method(…)`. */
function callSuper(pass: Pass, frame: Frame, call: CallExpression, name: string, inputs: CallInputs): Value {
  const { record, libraryType, self } = superOf(frame);
  const isConstructor = name === '__init__' || name === 'constructor';
  const own = { ...inputs, receiver: self, receiverExpression: { kind: 'this', node: call.node } as const };
  if (record !== null) {
    const found = findMethods(record, isConstructor ? 'constructor' : name, inputs.positional.length);
    if (found.length > 0) return callFound(pass, frame, call, found, own, self);
  }
  const known = libraryType === null ? undefined : superFact(frame, libraryType, name, isConstructor);
  if (known !== undefined) return applyCall(pass, frame, call, known, own, true);
  return unknownCall(pass, frame, call, name, own, true);
}

function superFact(frame: Frame, type: string, name: string, isConstructor: boolean): NamedCall | undefined {
  return frame.instance.facts.callOf(type, name) ?? (isConstructor ? constructionOf(frame, type) : undefined);
}

function callFound(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  found: ReturnType<typeof findMethods>,
  inputs: CallInputs,
  self: Value,
): Value {
  const outcomes = found.map(({ definition, owner }) =>
    invoke(pass, frame, call.node, methodOf(definition, owner, self), inputs),
  );
  for (const outcome of outcomes) {
    if (outcome.self !== null) updateObject(pass, frame, inputs.receiverExpression, self, outcome.self);
  }
  return joinAll(outcomes.map((outcome) => outcome.result));
}

/** `super(…)` and `this(…)` inside a constructor. */
function callConstructor(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  callee: Expression,
  inputs: CallInputs,
): Value {
  if (callee.kind === 'super') return callSuper(pass, frame, call, 'constructor', inputs);
  const { self } = superOf(frame);
  const own = { ...inputs, receiver: self, receiverExpression: { kind: 'this', node: call.node } as const };
  const record = ownerOf(frame);
  if (record === null) return UNKNOWN;
  return callFound(pass, frame, call, findMethods(record, 'constructor', inputs.positional.length), own, self);
}

/** A method call whose inputs are values already. */
export function callMethodOn(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  receiver: Value,
  inputs: CallInputs,
): Value {
  return callMethod(pass, frame, call, name, receiver, inputs, true);
}
