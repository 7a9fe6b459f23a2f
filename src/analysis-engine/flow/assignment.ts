// Writing: variables, members, elements, destructuring; and changing objects wherever they are known.
import type { Expression, Target } from '../ir.ts';
import { anyChild, appendChild, childOf, normaliseKey, putAny, putChild } from './children.ts';
import { findAccessor, storeField } from './class-record.ts';
import { methodOf } from './classes.ts';
import { noteAssignment } from './events.ts';
import { evaluate } from './expression.ts';
import { type Frame, frameAt, setSelf, writeOuterSlot, writeSlot } from './frame.ts';
import { invoke } from './inline.ts';
import { inputsOfValues } from './inputs.ts';
import { derive, join } from './join.ts';
import { note } from './journal.ts';
import { applyWrite } from './library-call.ts';
import { readMember } from './members.ts';
import { recordOfType, resolveType } from './names.ts';
import { changeObject } from './object-change.ts';
import { settle } from './objects.ts';
import { asType, operate } from './operations.ts';
import type { Pass } from './pass.ts';
import { checkPropertyWrite, hasPrototypes } from './property-names.ts';
import { rememberTest } from './remembered-tests.ts';
import { extendTrace } from './trace.ts';
import {
  constantOf,
  isNull,
  listOfAny,
  listValue,
  truthOf,
  typed,
  typeOf,
  UNKNOWN,
  type Value,
  withTrace,
} from './value.ts';

/** An assignment used as an expression; its value is what was assigned. */
export function assign(pass: Pass, frame: Frame, expression: Extract<Expression, { kind: 'assign' }>): Value {
  const { target, operator } = expression;
  if (operator === null) {
    const value = evaluate(pass, frame, expression.value);
    writeTarget(pass, frame, target, value);
    if (pass.events !== null && target.kind === 'variable' && expression.value.kind === 'constant')
      noteAssignment(pass.events, frame, value);
    if (target.kind === 'variable' && target.variable.depth === 0) {
      const { slot } = target.variable;
      const held = frame.values.get(slot);
      if (held !== undefined && frame.tainted) rememberTest(frame, slot, expression.value, held);
    }
    return value;
  }
  const old = readTarget(pass, frame, target);
  const truth = truthOf(old);
  const keeps = operator === 'or' ? truth === true : operator === 'and' && truth === false;
  if (keeps) return old;
  const right = evaluate(pass, frame, expression.value);
  const isChoice = operator === 'or' || operator === 'and' || operator === '??';
  const value = isChoice ? chosen(old, right, truth) : combined(frame, expression, old, right);
  writeTarget(pass, frame, target, value);
  return value;
}

function chosen(old: Value, right: Value, truth: boolean | undefined): Value {
  return truth === false || isNull(old) ? right : join(old, right);
}

function combined(frame: Frame, expression: Extract<Expression, { kind: 'assign' }>, old: Value, right: Value): Value {
  const operator = expression.operator ?? '+';
  const value = operate(operator, [old, right], frame.instance.program.language);
  if (value.taint === 0) return value;
  return withTrace(value, extendTrace(value.trace, frame.instance.program, expression.node, 'joined', ''));
}

function readTarget(pass: Pass, frame: Frame, target: Target): Value {
  return target.kind === 'pattern' ? UNKNOWN : evaluate(pass, frame, placeOf(target));
}

/** The expression that reads what a target writes. */
function placeOf(target: Exclude<Target, { kind: 'pattern' }>): Expression {
  return target as Expression;
}

export function writeTarget(pass: Pass, frame: Frame, target: Target, value: Value): void {
  switch (target.kind) {
    case 'variable':
      writeVariable(pass, frame, target, value);
      return;
    case 'global': {
      // `location = x`: what the library makes of the write counts, and the name stays what it is.
      if (frame.instance.facts.writeNamed(target.name) !== undefined) {
        applyWrite(pass, frame, target.node, UNKNOWN, target.name, [value]);
        return;
      }
      const before = pass.globals.get(target.name);
      pass.globals.set(target.name, before === undefined || frame.forks === 0 ? value : join(before, value));
      if ((value.deepTaint & ~(before?.deepTaint ?? 0)) !== 0) pass.world++;
      return;
    }
    case 'member':
      checkPropertyWrite(pass, frame, target);
      writeMember(pass, frame, target, evaluate(pass, frame, target.object), value);
      return;
    case 'index': {
      const object = evaluate(pass, frame, target.object);
      const index = evaluate(pass, frame, target.index);
      checkPropertyWrite(pass, frame, target, index);
      const key = constantOf(index);
      if (typeof key === 'string' && hasPrototypes(frame) && object.length < 0) {
        const { node } = target;
        writeMember(pass, frame, { kind: 'member', node, object: target.object, key }, object, value);
        return;
      }
      const stored = storedTrace(frame, target, value, '');
      if (object.type !== null || object.name !== null) {
        applyWrite(pass, frame, target.node, object, '[]', [stored, index]);
        if (typeof key === 'string') applyWrite(pass, frame, target.node, object, key, [stored]);
      }
      const next =
        key === undefined || key === null ? putAny(object, stored) : putChild(object, normaliseKey(key), stored);
      settle(pass.objects, value.object);
      updateObject(pass, frame, target.object, object, next);
      return;
    }
    default:
      writePattern(pass, frame, target, value);
      return;
  }
}

function writeVariable(pass: Pass, frame: Frame, target: Extract<Target, { kind: 'variable' }>, given: Value): void {
  const { variable } = target;
  let value = given;
  if (target.type !== null) value = asType(value, resolveType(frame.instance, target.type));
  if (value.taint !== 0) {
    value = withTrace(value, extendTrace(value.trace, frame.instance.program, target.node, 'assigned', variable.name));
  }
  const { journal } = pass;
  if (journal !== null && value.constants !== null) {
    const { program } = frame.instance;
    note(journal, { kind: 'constant', program, node: target.node, name: variable.name, constants: value.constants });
  }
  settle(pass.objects, value.object);
  const { settingsType } = frame.instance;
  if (settingsType !== null && frame.outer === null) {
    applyWrite(pass, frame, target.node, typed(settingsType), variable.name, [value]);
  }
  if (variable.depth === 0) {
    writeSlot(frame, variable.slot, value);
    return;
  }
  const owner = frameAt(frame, variable.depth);
  if (owner === null) return;
  const before = owner.values.get(variable.slot);
  writeOuterSlot(frame, owner, variable.slot, value);
  if (owner.outer === null && (value.deepTaint & ~(before?.deepTaint ?? 0)) !== 0) pass.world++;
}

function storedTrace(frame: Frame, target: Target, value: Value, label: string): Value {
  if (value.taint === 0) return value;
  return withTrace(value, extendTrace(value.trace, frame.instance.program, target.node, 'stored', label));
}

function writeMember(
  pass: Pass,
  frame: Frame,
  target: Extract<Target, { kind: 'member' }>,
  object: Value,
  given: Value,
): void {
  const { key } = target;
  let value = storedTrace(frame, target, given, key);
  const effective = applyWrite(pass, frame, target.node, object, key, [value]);
  if (effective) return;
  const type = typeOf(object);
  const record = type === null ? null : recordOfType(pass, frame.instance, type);
  if (record !== null) {
    const declared = record.fieldTypes.get(key);
    if (declared !== undefined) value = asType(value, resolveType(record.instance, declared));
    const setter = findAccessor(record, key, 'set');
    if (setter !== null) {
      const method = methodOf(setter.definition, setter.owner, object);
      const { self } = invoke(pass, frame, target.node, method, inputsOfValues(object, [value]));
      if (self !== null) updateObject(pass, frame, target.object, object, self);
      return;
    }
    if (storeField(record, key, value)) pass.world++;
  }
  settle(pass.objects, value.object);
  if (writeStatic(pass, frame, object, key, value)) return;
  if (object.name !== null && object.type === null) {
    pass.globals.set(`${object.name}.${key}`, value);
    return;
  }
  updateObject(pass, frame, target.object, object, putChild(object, normaliseKey(key), value));
}

/** `Class.member = value`. */
function writeStatic(pass: Pass, frame: Frame, object: Value, key: string, value: Value): boolean {
  let written = false;
  for (const callable of object.callables ?? []) {
    if (callable.kind !== 'class') continue;
    const { statics } = callable.record;
    const before = statics.get(key);
    statics.set(key, before === undefined || frame.forks === 0 ? value : join(before, value));
    if ((value.deepTaint & ~(before?.deepTaint ?? 0)) !== 0) pass.world++;
    written = true;
  }
  return written;
}

function writePattern(pass: Pass, frame: Frame, target: Extract<Target, { kind: 'pattern' }>, value: Value): void {
  for (const entry of target.entries) {
    let part: Value;
    if (typeof entry.key !== 'object') part = readMember(pass, frame, entry.target.node, value, String(entry.key));
    else if ('rest' in entry.key) part = restOf(value, entry.key.rest, entry.key.from);
    else {
      const key = constantOf(evaluate(pass, frame, entry.key));
      part = key === undefined || key === null ? anyChild(value) : childOf(value, normaliseKey(key));
    }
    if (entry.fallback !== null && (isNull(part) || part.constants === null)) {
      const fallback = evaluate(pass, frame, entry.fallback);
      part = isNull(part) ? fallback : join(part, fallback);
    }
    writeTarget(pass, frame, entry.target, part);
  }
}

function restOf(value: Value, kind: 'list' | 'record', from: number): Value {
  if (kind === 'record' || value.length < 0) return kind === 'record' ? value : listOfAny(anyChild(value));
  const items = Array.from({ length: Math.max(0, value.length - from) }, (_, index) => childOf(value, from + index));
  return items.reduce(appendChild, listValue([], 0));
}

const PLACES: ReadonlySet<string> = new Set(['variable', 'this', 'member', 'index', 'cast']);

/** Writes a changed object back to where it came from, and to every alias of it. */
export function updateObject(pass: Pass, frame: Frame, place: Expression | null, old: Value, next: Value): void {
  if (next === old) return;
  if (old.object !== 0) changeObject(pass, frame, old, next, place !== null && PLACES.has(place.kind));
  if (place === null) return;
  switch (place.kind) {
    case 'variable': {
      const owner = frameAt(frame, place.variable.depth);
      if (owner === null) return;
      if (owner.outer === null && (next.deepTaint & ~old.deepTaint) !== 0) pass.world++;
      writeOuterSlot(frame, owner, place.variable.slot, next);
      return;
    }
    case 'this':
      updateThis(frame, next);
      return;
    case 'member':
      updateMember(pass, frame, place, next);
      return;
    case 'index': {
      const parent = evaluate(pass, frame, place.object);
      const key = constantOf(evaluate(pass, frame, place.index));
      const changed =
        key === undefined || key === null ? putAny(parent, next) : putChild(parent, normaliseKey(key), next);
      updateObject(pass, frame, place.object, parent, changed);
      return;
    }
    case 'cast':
      updateObject(pass, frame, place.value, old, next);
      return;
    case 'global':
      pass.globals.set(place.name, next);
      return;
    case 'call':
      updateCallResult(pass, frame, place, old, next);
      return;
    default:
  }
}

function updateThis(frame: Frame, next: Value): void {
  let at: Frame | null = frame;
  while (at !== null && at.definition.receiver === 'outer') at = at.outer;
  if (at === frame) setSelf(frame, next);
  else if (at !== null) writeOuterSlot(frame, at, at.definition.slots.length, next);
}

function updateMember(pass: Pass, frame: Frame, place: Extract<Expression, { kind: 'member' }>, next: Value): void {
  const parent = evaluate(pass, frame, place.object);
  const type = typeOf(parent);
  const record = type === null ? null : recordOfType(pass, frame.instance, type);
  if (record !== null && storeField(record, place.key, next)) pass.world++;
  if (writeStatic(pass, frame, parent, place.key, next)) return;
  updateObject(pass, frame, place.object, parent, putChild(parent, normaliseKey(place.key), next));
}

/** `m.get(k).add(x)` without an identity for the element: what it was taken from becomes tainted. */
function updateCallResult(
  pass: Pass,
  frame: Frame,
  place: Extract<Expression, { kind: 'call' }>,
  old: Value,
  next: Value,
): void {
  if (old.object !== 0 || place.callee.kind !== 'member' || (next.deepTaint & ~old.deepTaint) === 0) return;
  const { object } = place.callee;
  if (object.kind !== 'variable' && object.kind !== 'member' && object.kind !== 'this') return;
  const parent = evaluate(pass, frame, object);
  const tainted = derive([next]);
  updateObject(pass, frame, object, parent, putAny(parent, tainted));
}
