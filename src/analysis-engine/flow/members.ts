// Reading a member: of a known object, a class, a library symbol, a typed value.

import type { TypeName } from '../ir.ts';
import { type NodeIndex, textOf } from '../parsing/syntax-tree.ts';
import { childOf, normaliseKey } from './children.ts';
import type { ClassRecord } from './class-record.ts';
import { findAccessor, findMethods, findStatic, libraryBases } from './class-record.ts';
import { methodOf } from './classes.ts';
import type { Frame } from './frame.ts';
import { invoke } from './inline.ts';
import { inputsOfValues } from './inputs.ts';
import { join } from './join.ts';
import { readFact } from './library-value.ts';
import { readSubmodule, readSymbol, recordOfType, resolveType } from './names.ts';
import { asNumber, asType } from './operations.ts';
import type { Pass } from './pass.ts';
import { sourceTrace } from './trace.ts';
import {
  callableValue,
  constantOf,
  constantsValue,
  type Key,
  typed,
  typeOf,
  UNKNOWN,
  type Value,
  withTaint,
  withTrace,
} from './value.ts';

/** `object.key`. */
export function readMember(pass: Pass, frame: Frame, node: NodeIndex, object: Value, key: string): Value {
  const kid = object.kids?.get(normaliseKey(key));
  if (kid !== undefined) return sourceReadHere(frame, node, kid);
  if (object.callables !== null) {
    pass.sharedReads++;
    const member = memberOfClass(object, key);
    if (member !== null) return member;
  }
  if (key === 'length' && object.taint !== 0) return lengthOf(object);
  if (object.name !== null && object.type === null && object.any === null) {
    const name = frame.instance.facts.memberName(object.name, key);
    const assigned = pass.globals.get(name);
    pass.sharedReads++;
    if (assigned !== undefined) return assigned;
    const submodule = readSubmodule(pass, frame.instance, name);
    if (submodule !== null) return submodule;
    const read = readSymbol(pass, frame, node, name);
    return frame.instance.facts.valueNamed(name)?.fact.clean === true ? read : inheritTaint(read, object);
  }
  const type = typeOf(object);
  if (type !== null) {
    const record = recordOfType(pass, frame.instance, type);
    if (record !== null) return memberOfInstance(pass, frame, node, record, object, key);
    const fact = frame.instance.facts.valueOf(type, key);
    if (fact?.fact.clean) return readFact(pass, frame, node, fact, object);
    if (fact !== undefined) return inheritTaint(readFact(pass, frame, node, fact, object), object);
  }
  if (key === 'length') return lengthOf(object);
  return childOf(object, normaliseKey(key));
}

/**
 * A test of `request.headers.a` keeps `request.headers` with what the test says; where `request.headers` is read again, for
 * another key, that reading is the source, not the one of the test.
 */
function sourceReadHere(frame: Frame, node: NodeIndex, kid: Value): Value {
  const { trace } = kid;
  if (trace === null || trace.previous !== null || trace.event !== 'source' || trace.node === node) return kid;
  const { program } = frame.instance;
  if (trace.program !== program || textOf(program.tree, trace.node) !== textOf(program.tree, node)) return kid;
  return withTrace(kid, sourceTrace(program, node, trace.label, trace.sources, trace.isTyped));
}

/** A part of something tainted is tainted, unless its fact says otherwise by being a source of its own. */
function inheritTaint(value: Value, object: Value): Value {
  if (
    object.taint === 0 ||
    value.taint !== 0 ||
    value.type === 'number' ||
    value.type === 'boolean' ||
    value.type === 'error'
  )
    return value;
  return withTaint(value, object.taint, object.trace);
}

function lengthOf(object: Value): Value {
  if (object.length >= 0) return constantsValue([object.length]);
  const constant = constantOf(object);
  return typeof constant === 'string' ? constantsValue([constant.length]) : asNumber(UNKNOWN);
}

/** Members of a class value: what is stored in it, or its methods. */
function memberOfClass(object: Value, key: string): Value | null {
  for (const callable of object.callables ?? []) {
    if (callable.kind !== 'class') continue;
    const value = findStatic(callable.record, key);
    if (value !== undefined) return value;
    const [method] = findMethods(callable.record, key, -1).concat(anyMethod(callable.record, key));
    if (method) return callableValue(methodOf(method.definition, method.owner, null));
    const type = callable.record.fieldTypes.get(key);
    if (type !== undefined) return typed(resolveType(callable.record.instance, type));
  }
  return null;
}

function anyMethod(
  record: ClassRecord,
  key: string,
): { definition: import('../ir.ts').FunctionDefinition; owner: ClassRecord }[] {
  const definition = record.methods.get(key)?.find((method) => method.accessor === 'none');
  return definition ? [{ definition, owner: record }] : [];
}

function memberOfInstance(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  record: ClassRecord,
  object: Value,
  key: Key,
): Value {
  const name = String(key);
  const accessor = findAccessor(record, name, 'get');
  if (accessor !== null) {
    const method = methodOf(accessor.definition, accessor.owner, object);
    return invoke(pass, frame, node, method, inputsOfValues(object, [])).result;
  }
  pass.sharedReads++;
  const value = findStatic(record, key) ?? storedField(record, object, key);
  if (value !== undefined) {
    if (value.deepTaint !== 0) frame.tainted = true;
    return value;
  }
  const [method] = anyMethod(record, name).concat(
    record.bases.flatMap((base) => (typeof base === 'string' ? [] : anyMethod(base, name))),
  );
  if (method) return callableValue(methodOf(method.definition, method.owner, object));
  for (const base of libraryBases(record)) {
    const fact = frame.instance.facts.valueOf(base, name);
    if (fact !== undefined) return readFact(pass, frame, node, fact, object);
  }
  const type = declaredType(record, key);
  const inherited = childOf(object, key);
  return type === undefined ? inherited : asType(inherited, resolveType(record.instance, type));
}

/** The type of a field, its own or one of its bases'. */
function declaredType(record: ClassRecord, key: Key, depth = 0): TypeName | undefined {
  const own = record.fieldTypes.get(key);
  if (own !== undefined || depth > 8) return own;
  for (const base of record.bases) {
    const found = typeof base === 'string' ? undefined : declaredType(base, key, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What any code in sight stores in that field, when this instance is not known better. */
function storedField(record: ClassRecord, object: Value, key: Key): Value | undefined {
  const stored = record.fields.get(key);
  if (stored === undefined) return undefined;
  const declared = record.fieldTypes.get(key);
  const typedValue = declared === undefined ? stored : asType(stored, resolveType(record.instance, declared));
  if (object.taint === 0) return typedValue;
  const child = childOf(object, key);
  return join(typedValue, declared === undefined ? child : asType(child, resolveType(record.instance, declared)));
}
