// What a condition tells of the values it tested, in the branch where it holds and in the one where it does not.
import type { Expression } from '../ir.ts';
import type { CallExpression } from './call.ts';
import { normaliseKey, putChild } from './children.ts';
import { pathsInside } from './common-paths.ts';
import { learn } from './events.ts';
import { evaluate } from './expression.ts';
import { type Frame, frameAt, joinStates, writeOuterSlot } from './frame.ts';
import { type GuardedInput, guardOf, toldInput } from './guards.ts';
import { addressOfHost } from './host-checks.ts';
import { noteGuard } from './journal.ts';
import { withoutSinksDeep } from './library-value.ts';
import type { Pass } from './pass.ts';
import { positionTest } from './position-tests.ts';
import { refineByPredicate } from './predicates.ts';
import { harmlessInside, harmlessWithout } from './rejected-text.ts';
import { recallTest } from './remembered-tests.ts';
import type { State } from './state.ts';
import { fork } from './steps.ts';
import { ALL_SINKS, ALLOCATION, sinkMask } from './taint.ts';
import {
  asHarmless,
  constantOf,
  constantsValue,
  constantValue,
  isNull,
  typeOf,
  UNKNOWN,
  UNKNOWN_NUMBER,
  type Value,
  withTaint,
} from './value.ts';

/** Narrows the frame's variables to what must be so where `condition` has this truth. */
export function refine(pass: Pass, frame: Frame, condition: Expression, truth: boolean): void {
  if (frame.tainted) narrow(pass, frame, condition, truth);
  if (pass.events !== null) learn(pass.events, frame, condition, truth);
}

function narrow(pass: Pass, frame: Frame, condition: Expression, truth: boolean): void {
  if (condition.kind === 'operation') {
    refineOperation(pass, frame, condition, truth);
    return;
  }
  if (condition.kind === 'call') {
    refineCall(pass, frame, condition, truth);
    return;
  }
  if (condition.kind === 'assign') {
    narrow(pass, frame, condition.target as Expression, truth);
    return;
  }
  if (condition.kind === 'variable' && condition.variable.depth === 0) {
    const test = recallTest(frame, condition.variable.slot);
    if (test !== null) narrow(pass, frame, test, truth);
  }
  if (!truth && (condition.kind === 'variable' || condition.kind === 'member')) refineFalsy(pass, frame, condition);
  if (truth && condition.kind === 'index') refineLookup(pass, frame, condition);
}

/** Where something lies under a name, the name is one of those that the code knows, near enough. */
function refineLookup(pass: Pass, frame: Frame, lookup: Extract<Expression, { kind: 'index' }>): void {
  if (!isPlace(lookup.index)) return;
  makeSafe(pass, frame, { kind: 'safe', place: lookup.index, sinks: sinkMask(['reflection']), outcome: true });
}

/** A value that counts as false carries nothing. */
function refineFalsy(pass: Pass, frame: Frame, place: Expression): void {
  const value = evaluate(pass, frame, place);
  if (value.taint !== 0 && value.kids === null) writePlace(pass, frame, place, withTaint(value, 0, null));
}

function refineOperation(
  pass: Pass,
  frame: Frame,
  condition: Extract<Expression, { kind: 'operation' }>,
  truth: boolean,
): void {
  const { operator, operands } = condition;
  const position = operands.length === 2 ? positionTest(operator, operands[0], operands[1]) : null;
  if (position !== null) {
    refineCall(pass, frame, position.call, position.contained === truth);
    return;
  }
  switch (operator) {
    case 'not':
      narrow(pass, frame, operands[0], !truth);
      return;
    case 'and':
    case 'or':
      if ((operator === 'and') === truth) for (const operand of operands) narrow(pass, frame, operand, truth);
      else refineOneOf(pass, frame, operands, truth);
      return;
    case '==':
    case 'is':
      refineEquality(pass, frame, operands[0], operands[1], truth);
      return;
    case '!=':
    case 'is-not':
      refineEquality(pass, frame, operands[0], operands[1], !truth);
      return;
    case 'in':
    case 'not-in':
      refineContainment(pass, frame, operands[0], operands[1], (operator === 'in') === truth);
      return;
    case '<':
    case '<=':
      refineBound(pass, frame, operands[truth ? 0 : 1], operands[truth ? 1 : 0]);
      return;
    case '>':
    case '>=':
      refineBound(pass, frame, operands[truth ? 1 : 0], operands[truth ? 0 : 1]);
      return;
    case 'instanceof':
      if (truth) refineType(pass, frame, operands[0], operands[1]);
      return;
    default:
  }
}

/** What is no larger than something that nobody outside chose is no danger as a size. */
function refineBound(pass: Pass, frame: Frame, smaller: Expression, larger: Expression): void {
  if (!isPlace(smaller)) return;
  const value = evaluate(pass, frame, smaller);
  if ((value.deepTaint & ALLOCATION) === 0 || (evaluate(pass, frame, larger).deepTaint & ALLOCATION) !== 0) return;
  writePlace(pass, frame, smaller, withoutSinksDeep(value, ALLOCATION));
}

/** One of the operands decides, those before it do not: what all these cases have in common is known. */
function refineOneOf(pass: Pass, frame: Frame, operands: readonly Expression[], truth: boolean): void {
  if (operands.length > MOST_ALTERNATIVES) return;
  let after: State | null = null;
  for (const operand of operands) {
    const before = fork(pass, frame);
    narrow(pass, frame, operand, truth);
    after = joinStates(after, frame.values);
    frame.values = before;
    narrow(pass, frame, operand, !truth);
  }
  if (after !== null) frame.values = after;
}

const MOST_ALTERNATIVES = 12;

const NUMERIC_TYPES: ReadonlySet<string> = new Set([
  'number',
  'boolean',
  'bigint',
  'int',
  'float',
  'java.lang.Number',
  'Number',
]);

function refineType(pass: Pass, frame: Frame, place: Expression, type: Expression): void {
  const value = evaluate(pass, frame, type);
  const name = value.name ?? (type.kind === 'global' ? type.name : '');
  if (NUMERIC_TYPES.has(name)) writePlace(pass, frame, place, UNKNOWN_NUMBER);
}

export function refineEquality(pass: Pass, frame: Frame, left: Expression, right: Expression, truth: boolean): void {
  if (right.kind === 'constant' && right.value === null && (left.kind === 'call' || left.kind === 'variable')) {
    // What a test gives is something where it holds and nothing where it does not.
    refineAgainstNull(pass, frame, left, truth);
    return;
  }
  if (left.kind === 'index' && right.kind === 'constant' && right.value === null) {
    if (!truth) refineLookup(pass, frame, left);
    return;
  }
  if (right.kind === 'constant' && typeof right.value === 'boolean' && left.kind === 'call') {
    refineCall(pass, frame, left, right.value === truth);
    return;
  }
  if (!truth) {
    refineUnequal(pass, frame, left, right);
    return;
  }
  for (const place of pathsInside(frame, left, right))
    makeSafe(pass, frame, { kind: 'safe', place, sinks: sinkMask(['path']), outcome: true });
  if (left.kind === 'operation' && left.operator === 'typeof') {
    const type = constantOf(evaluate(pass, frame, right));
    if (typeof type === 'string' && NUMERIC_TYPES.has(type)) writePlace(pass, frame, left.operands[0], UNKNOWN_NUMBER);
    return;
  }
  refineEqual(pass, frame, left, right);
  refineEqual(pass, frame, right, left);
}

/** A name that is not `__proto__` leads to no object that others inherit from. */
function refineUnequal(pass: Pass, frame: Frame, place: Expression, other: Expression): void {
  if (other.kind !== 'constant' || other.value !== '__proto__' || !isPlace(place)) return;
  makeSafe(pass, frame, { kind: 'safe', place, sinks: sinkMask(['prototype']), outcome: true });
}

function refineAgainstNull(pass: Pass, frame: Frame, left: Expression, isNothing: boolean): void {
  if (left.kind === 'call') refineCall(pass, frame, left, !isNothing);
  if (left.kind !== 'variable' || left.variable.depth > 0) return;
  const test = recallTest(frame, left.variable.slot);
  if (test !== null) narrow(pass, frame, test, !isNothing);
  if (isNothing) writePlace(pass, frame, left, constantValue(null));
}

/** Where something equals a value that no attacker chose, it is that value. */
function refineEqual(pass: Pass, frame: Frame, place: Expression, other: Expression): void {
  if (!isPlace(place)) return;
  const value = evaluate(pass, frame, other);
  if (value.constants === null || isNull(value)) {
    if (isNull(value)) writePlace(pass, frame, place, constantValue(null));
    return;
  }
  refineByHost(pass, frame, place);
  // `path.relative(root, file) === ''`: the file is the root itself.
  const origin = derivedFrom(pass, frame, place);
  if (origin !== null) makeSafe(pass, frame, { kind: 'safe', place: origin, sinks: sinkMask(['path']), outcome: true });
  writePlace(pass, frame, place, constantsValue(value.constants));
}

/** Where the host of a parsed address is a known one, the address that it was parsed from leads nowhere else. */
function refineByHost(pass: Pass, frame: Frame, place: Expression): void {
  const parsed = addressOfHost(place);
  if (parsed === null) return;
  const origin =
    parsed.kind === 'variable' && parsed.variable.depth === 0 ? recallTest(frame, parsed.variable.slot) : parsed;
  const sinks = sinkMask(['redirect', 'url']);
  if (isPlace(parsed)) makeSafe(pass, frame, { kind: 'safe', place: parsed, sinks, outcome: true });
  const address = origin?.kind === 'call' ? origin.arguments[0]?.value : undefined;
  if (address !== undefined && isPlace(address))
    makeSafe(pass, frame, { kind: 'safe', place: address, sinks, outcome: true });
}

/** `item in container`: a known collection tells what the item is, a text without the item what the text cannot do. */
function refineContainment(pass: Pass, frame: Frame, item: Expression, container: Expression, holds: boolean): void {
  if (holds) {
    const collection = evaluate(pass, frame, container);
    // What the host says of its address is known before it is narrowed itself.
    if (isKnownCollection(collection)) refineByHost(pass, frame, item);
    refineMembership(pass, frame, item, collection);
    return;
  }
  const names = evaluate(pass, frame, container).kids;
  if (names !== null && [...names.values()].some((name) => constantOf(name) === '__proto__')) {
    refineUnequal(pass, frame, item, { kind: 'constant', node: item.node, value: '__proto__' });
    return;
  }
  const text = constantOf(evaluate(pass, frame, item));
  if (typeof text !== 'string') return;
  const isInside = container.kind === 'index' && container.index.kind === 'unknown';
  const place = isInside ? container.object : container;
  const sinks = isInside ? harmlessInside(text) : harmlessWithout(text);
  if (sinks !== 0 && isPlace(place)) makeSafe(pass, frame, { kind: 'safe', place, sinks, outcome: true });
}

/** Whether its elements are known, and nobody outside chose them. */
function isKnownCollection(collection: Value): collection is Value & { readonly kids: NonNullable<Value['kids']> } {
  return collection.kids !== null && collection.taint === 0 && (collection.any?.deepTaint ?? 0) === 0;
}

/** Membership in a collection of which every element is known to be harmless. */
export function refineMembership(pass: Pass, frame: Frame, place: Expression, collection: Value): void {
  if (!isPlace(place) || !isKnownCollection(collection)) return;
  const isRecord = collection.length < 0 && collection.kids.size > 0;
  const kids = [...collection.kids.values()];
  if (!isRecord && kids.some((kid) => kid.deepTaint !== 0)) return;
  if (kids.length === 0 && collection.any === null) return;
  const constants = kids.flatMap((kid) => kid.constants ?? []);
  const value = evaluate(pass, frame, place);
  const known = isRecord || collection.any !== null ? UNKNOWN : constantsValue(constants);
  const harmless = (): Value => asHarmless(withoutSinksDeep(value, ALL_SINKS), ALL_SINKS);
  writePlace(pass, frame, place, known.constants === null ? harmless() : known);
}

function refineCall(pass: Pass, frame: Frame, call: CallExpression, truth: boolean): void {
  const guard = guardOf(pass, frame, call);
  if (guard === null) {
    refineByPredicate(pass, frame, call, truth);
    return;
  }
  if (guard.kind === 'same') {
    narrow(pass, frame, guard.condition, truth);
    return;
  }
  if (guard.kind === 'equality') {
    refineEquality(pass, frame, guard.left, guard.right, truth);
    return;
  }
  if (guard.kind === 'membership') {
    refineContainment(pass, frame, guard.item, guard.collection, truth);
    return;
  }
  if (guard.outcome === truth) makeSafe(pass, frame, guard);
}

function makeSafe(pass: Pass, frame: Frame, guard: Extract<GuardedInput, { kind: 'safe' }>): void {
  let place: Expression | null = guard.place;
  for (let hops = 0; place !== null && hops < MOST_ACCESSORS; hops++) {
    const value = evaluate(pass, frame, place);
    const origin = derivedFrom(pass, frame, place);
    writePlace(pass, frame, place, asHarmless(withoutSinksDeep(value, guard.sinks), guard.sinks));
    place = origin;
  }
}

const MOST_ACCESSORS = 3;
const TO_TEXT: ReadonlySet<string> = new Set(['str', 'String']);
const ACCESSOR = /^(get|to|as|is)[A-Z_]|^(trim|strip|lower|upper|normalize|resolve|absolute)$/;

/** A guard on `file.getCanonicalPath()` or `str(file)`, or on a variable that holds that, tells as much of `file`. */
function derivedFrom(pass: Pass, frame: Frame, place: Expression): Expression | null {
  let source: Expression | null = place;
  if (place.kind === 'variable') source = place.variable.depth > 0 ? null : recallTest(frame, place.variable.slot);
  if (source?.kind !== 'call') return null;
  const told = toldInput(pass, frame, source);
  if (told !== null) return isPlace(told) ? told : null;
  const [text] = source.arguments;
  if (source.callee.kind === 'global' && TO_TEXT.has(source.callee.name)) {
    return source.arguments.length === 1 && isPlace(text.value) ? text.value : null;
  }
  if (source.arguments.length > 0 || source.callee.kind !== 'member') return null;
  return ACCESSOR.test(source.callee.key) && isPlace(source.callee.object) ? source.callee.object : null;
}

export function isPlace(expression: Expression): boolean {
  if (expression.kind === 'variable' || expression.kind === 'member' || expression.kind === 'index') return true;
  return expression.kind === 'call' && refinableReceiver(expression) !== null;
}

/** `x.toLowerCase()` equal to a constant says as much of `x` itself. */
function refinableReceiver(call: CallExpression): Expression | null {
  const { callee } = call;
  if (callee.kind !== 'member' || call.arguments.length > 0 || !SAME_TEXT.has(callee.key)) return null;
  return callee.object;
}

const SAME_TEXT: ReadonlySet<string> = new Set([
  'toLowerCase',
  'toUpperCase',
  'lower',
  'upper',
  'trim',
  'strip',
  'toString',
]);

/** Writes what is known now, without an assignment having happened. */
export function writePlace(pass: Pass, frame: Frame, place: Expression, value: Value): void {
  if (pass.journal !== null)
    noteGuard(pass.journal, { program: frame.instance.program, node: place.node }, evaluate(pass, frame, place), value);
  if (place.kind === 'variable') {
    const owner = frameAt(frame, place.variable.depth);
    if (owner === frame) frame.values.set(place.variable.slot, keepType(frame.values.get(place.variable.slot), value));
    else if (owner !== null && frame.forks === 0) writeOuterSlot(frame, owner, place.variable.slot, value);
    return;
  }
  if (place.kind === 'cast') {
    writePlace(pass, frame, place.value, value);
    return;
  }
  if (place.kind === 'call') {
    const receiver = refinableReceiver(place);
    if (receiver !== null)
      writePlace(pass, frame, receiver, withoutSinksDeep(evaluate(pass, frame, receiver), ALL_SINKS));
    return;
  }
  if (place.kind === 'member') refineMember(pass, frame, place, value);
}

/** `o.k` and `o.p.k`: the innermost object that a variable holds is written anew, with the member narrowed. */
function refineMember(pass: Pass, frame: Frame, place: Extract<Expression, { kind: 'member' }>, value: Value): void {
  const { object: owner } = place;
  if (owner.kind !== 'variable' && owner.kind !== 'this' && owner.kind !== 'member') return;
  const object = evaluate(pass, frame, owner);
  // Modules and classes stay as they are; a source read from a library object has a name as well.
  if (object.callables !== null || (object.name !== null && object.taint === 0)) return;
  const next = putChild(object, normaliseKey(place.key), value);
  if (owner.kind === 'member') refineMember(pass, frame, owner, next);
  else if (owner.kind === 'this') frame.values.set(frame.definition.slots.length, next);
  else if (owner.variable.depth === 0) frame.values.set(owner.variable.slot, next);
}

function keepType(old: Value | undefined, value: Value): Value {
  return old !== undefined && value === UNKNOWN && typeOf(old) !== null ? withTaint(old, 0, null) : value;
}
