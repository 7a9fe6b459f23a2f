// Classes of the analysed files: made when their definition is reached, instances when they are constructed.
import type { ClassDefinition, Expression, FunctionDefinition } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { type ClassRecord, findMethods, libraryBases } from './class-record.ts';
import { evaluate } from './expression.ts';
import { type Frame, selfOf } from './frame.ts';
import { type FunctionCallable, invoke } from './inline.ts';
import type { CallInputs } from './inputs.ts';
import { joinAll } from './join.ts';
import { ensureRecord } from './modules.ts';
import { resolveType } from './names.ts';
import { allocate } from './objects.ts';
import { asType } from './operations.ts';
import type { Pass } from './pass.ts';
import { runSteps } from './steps.ts';
import { callableValue, type Key, recordValue, UNKNOWN, type Value } from './value.ts';

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
    record.statics.set(
      field.name,
      field.type === null ? value : asType(value, resolveType(record.instance, field.type)),
    );
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
  const before = frame.values[slot];
  frame.values[slot] = self;
  run();
  frame.values[slot] = before;
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
  const kids = new Map<Key, Value>();
  let self = recordValue(kids, null, record.definition.qualifiedName || record.definition.name, object);
  for (const each of lineage(record)) {
    for (const field of each.definition.fields) {
      if (field.isStatic || field.value === null) continue;
      const value = withSelf(pass, each.scope, self, field.value);
      kids.set(field.name, field.type === null ? value : asType(value, resolveType(each.instance, field.type)));
      self = recordValue(new Map(kids), null, self.type, object);
    }
  }
  return self;
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
  const fresh = initialised(pass, record, object);
  const kids = new Map(fresh.kids ?? []);
  for (const each of lineage(record)) {
    for (const [key, stored] of each.fields) {
      const initial = kids.get(key);
      kids.set(key, initial === undefined ? stored : joinAll([initial, stored]));
    }
  }
  return recordValue(kids, UNKNOWN, fresh.type, object);
}

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
