// Classes of the analysed files: made when their definition is reached, instances when they are constructed.
import type { ClassDefinition, Expression, FunctionDefinition } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { putChild } from './children.ts';
import { type ClassRecord, findMethods, libraryBases, storeField } from './class-record.ts';
import { evaluate } from './expression.ts';
import { type Frame, selfOf } from './frame.ts';
import { type FunctionCallable, invoke } from './inline.ts';
import type { CallInputs } from './inputs.ts';
import { joinAll } from './join.ts';
import { applyWrite } from './library-call.ts';
import { ensureRecord } from './modules.ts';
import { resolveType } from './names.ts';
import { allocate } from './objects.ts';
import { asType } from './operations.ts';
import type { Pass } from './pass.ts';
import { runSteps } from './steps.ts';
import { callableValue, emptyObject, type Key, recordValue, UNKNOWN, Value, withObject } from './value.ts';

/** A class expression: its record, its bases and class-level members evaluated. */
export function evaluateClass(pass: Pass, frame: Frame, definition: ClassDefinition): Value {
  const record = ensureRecord(pass, frame.instance, definition);
  // A class inside a function is made anew with each call; the last surroundings are the ones it keeps.
  if (!record.made || record.scope !== frame) makeClass(pass, frame, record);
  return classValue(record);
}

export function classValue(record: ClassRecord): Value {
  return callableValue({ kind: 'class', definition: record.definition, record });
}

export function makeClass(pass: Pass, frame: Frame, record: ClassRecord): void {
  record.made = true;
  record.scope = frame;
  const { definition } = record;
  if (record.bases.length > 0) record.bases.length = 0;
  record.libraryTypes = null;
  for (const base of definition.bases) addBase(record, evaluate(pass, frame, base));
  for (const type of definition.baseTypes) addBaseType(pass, record, resolveType(record.instance, type));
  const self = classValue(record);
  for (const field of definition.fields) {
    if (!field.isStatic) continue;
    const value = field.value === null ? UNKNOWN : withSelf(pass, frame, self, field.value);
    const typed = field.type === null ? value : asType(value, resolveType(record.instance, field.type));
    record.statics.set(field.name, typed);
    // A class that extends a library's type sets that type's members.
    const node = field.value?.node ?? field.node;
    for (const type of libraryBases(record)) applyWrite(pass, frame, node, emptyObject(type, 0), field.name, [typed]);
  }
  if (definition.setup.length > 0) runWithSelf(frame, self, () => runSteps(pass, frame, definition.setup));
}

function addBase(record: ClassRecord, base: Value): void {
  for (const callable of base.callables ?? []) {
    if (callable.kind === 'class' && callable.record !== record) record.bases.push(callable.record);
  }
  if (base.name !== null && !record.bases.includes(base.name)) record.bases.push(base.name);
}

function addBaseType(pass: Pass, record: ClassRecord, type: string): void {
  const known = pass.classes.get(type);
  if (known === record) return;
  const base = known ?? type;
  if (!record.bases.includes(base)) record.bases.push(base);
}

/** Evaluates with `this` (or `cls`) being something else for a moment. */
export function withSelf(pass: Pass, frame: Frame, self: Value, expression: Expression): Value {
  let value = UNKNOWN;
  runWithSelf(frame, self, () => {
    value = evaluate(pass, frame, expression);
  });
  return value;
}

function runWithSelf(frame: Frame, self: Value, run: () => void): void {
  const slot = frame.definition.slots.length;
  const before = frame.values.get(slot);
  frame.values.set(slot, self);
  if (self.deepTaint !== 0) frame.tainted = true;
  run();
  frame.values.set(slot, before);
}

/** `new C(…)` for a class of the analysed files: fields, then the constructor. */
export function construct(pass: Pass, frame: Frame, node: NodeIndex, record: ClassRecord, inputs: CallInputs): Value {
  const fresh = initialised(pass, record, allocate(pass.objects, frame, node));
  const constructors = findMethods(record, 'constructor', inputs.positional.length);
  if (constructors.length === 0) return fresh;
  const results = constructors.map((found) => {
    const method = methodOf(found.definition, found.owner, fresh);
    return invoke(pass, frame, node, method, inputs).self ?? fresh;
  });
  return joinAll(results);
}

/** An instance before its constructor runs: the fields' initial values, those of bases first. */
export function initialised(pass: Pass, record: ClassRecord, object: number): Value {
  let self = emptyObject(record.definition.qualifiedName || record.definition.name, object);
  // A field whose initial value makes another of its class would make them without end.
  if (record.isInitialising) return self;
  record.isInitialising = true;
  for (const each of lineage(record)) {
    let count = 0;
    for (const field of each.definition.fields) {
      // Of the many fields of a large class the rest is known by what is stored in them.
      if (field.isStatic || field.value === null || count++ >= LIMITS.kidsPerValue) continue;
      const value = asField(withSelf(pass, each.scope, self, field.value));
      self = putChild(
        self,
        field.name,
        field.type === null ? value : asType(value, resolveType(each.instance, field.type)),
      );
    }
  }
  record.isInitialising = false;
  return self;
}

/** Arrow functions in fields take the instance they are called on as `this`. */
function asField(value: Value): Value {
  if (!value.callables?.some((callable) => callable.kind === 'function' && callable.definition.receiver === 'outer'))
    return value;
  const callables = value.callables.map((callable) =>
    callable.kind === 'function' && callable.definition.receiver === 'outer'
      ? { ...callable, isField: true }
      : callable,
  );
  const { taint, constants, kids, any, length, type, trace, object, name } = value;
  return new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
}

/** The class and its bases in sight, the farthest first. */
function lineage(record: ClassRecord): ClassRecord[] {
  const order: ClassRecord[] = [record];
  for (let index = 0; index < order.length && index < 12; index++) {
    for (const base of order[index].bases) if (typeof base !== 'string' && !order.includes(base)) order.push(base);
  }
  return order.reverse();
}

/** An instance about which only is known what any code in sight stores in its fields. */
export function typicalInstance(pass: Pass, record: ClassRecord, object: number): Value {
  pass.sharedReads++;
  record.typical ??= makeTypical(pass, record);
  return withObject(record.typical, object);
}

/** Its fields are left to what is stored in the class; initial values are among that. */
function makeTypical(pass: Pass, record: ClassRecord): Value {
  const fresh = initialised(pass, record, 0);
  for (const [key, value] of fresh.kids ?? []) storeField(record, key, value);
  return recordValue(NO_FIELDS, UNKNOWN, fresh.type, 0);
}

const NO_FIELDS: ReadonlyMap<Key, Value> = new Map();

/** A method as something that can be called, bound to an instance. */
export function methodOf(definition: FunctionDefinition, owner: ClassRecord, self: Value | null): FunctionCallable {
  return { kind: 'function', definition, instance: owner.instance, scope: owner.scope, self, owner };
}

/** `super` inside a method: the instance seen as its base class. */
export function superOf(frame: Frame): { record: ClassRecord | null; libraryType: string | null; self: Value } {
  const owner = ownerOf(frame);
  const self = selfOf(frame) ?? UNKNOWN;
  const record = owner?.bases.find((base) => typeof base !== 'string') ?? null;
  const libraryType = owner === null ? null : (libraryBases(owner)[0] ?? null);
  return { record: typeof record === 'string' ? null : record, libraryType, self };
}

/** The class of the method that runs. */
export function ownerOf(frame: Frame): ClassRecord | null {
  let at: Frame | null = frame;
  while (at !== null && at.owner === null) at = at.outer;
  return at?.owner ?? null;
}
