// A class of the analysed files while the pass runs: its members, and what all code in sight stores in its fields.
import type { ClassDefinition, FunctionDefinition, TypeName } from '../ir.ts';
import type { Frame } from './frame.ts';
import { join } from './join.ts';
import type { ProgramInstance } from './program-instance.ts';
import { ALL_SINKS, PARAMETER } from './taint.ts';
import { flatten, type Key, type Value, withTaint } from './value.ts';

export interface ClassRecord {
  readonly definition: ClassDefinition;
  readonly instance: ProgramInstance;
  /** the frame in which the class was made */
  scope: Frame;
  readonly methods: ReadonlyMap<string, readonly FunctionDefinition[]>;
  /** class-level members with their current values */
  readonly statics: Map<Key, Value>;
  /** what any code in sight stores in a field of any instance */
  readonly fields: Map<Key, Value>;
  /** library types among all bases, nearest first; null until asked for after the class was made */
  libraryTypes: readonly TypeName[] | null;
  /** base classes: records of the analysed files, names of library types */
  readonly bases: (ClassRecord | TypeName)[];
  /** declared types of fields */
  readonly fieldTypes: ReadonlyMap<Key, TypeName>;
  /** an instance of which nothing else is known, see `typicalInstance` */
  typical: Value | null;
  /** whether bases and class-level members have been evaluated */
  made: boolean;
  /** while the initial values of an instance's fields are worked out */
  isInitialising: boolean;
}

/** What a class declares, read off once: a class of a project is met again with every file that knows of it. */
type Declared = Pick<ClassRecord, 'methods' | 'fieldTypes'>;

const DECLARED = new WeakMap<ClassDefinition, Declared>();

function declaredBy(definition: ClassDefinition): Declared {
  const known = DECLARED.get(definition);
  if (known !== undefined) return known;
  const methods = new Map<string, FunctionDefinition[]>();
  for (const method of definition.methods) {
    const overloads = methods.get(method.name);
    if (overloads) overloads.push(method);
    else methods.set(method.name, [method]);
  }
  const fieldTypes = new Map<Key, TypeName>();
  for (const field of definition.fields) if (field.type !== null) fieldTypes.set(field.name, field.type);
  const declared = { methods, fieldTypes };
  DECLARED.set(definition, declared);
  return declared;
}

export function createClassRecord(definition: ClassDefinition, instance: ProgramInstance, scope: Frame): ClassRecord {
  const { methods, fieldTypes } = declaredBy(definition);
  return {
    definition,
    instance,
    scope,
    methods,
    statics: new Map(),
    fields: new Map(),
    bases: [],
    fieldTypes,
    libraryTypes: null,
    typical: null,
    made: false,
    isInitialising: false,
  };
}

/** A method and the class that defines it. */
export interface FoundMethod {
  readonly definition: FunctionDefinition;
  readonly owner: ClassRecord;
}

const INHERITANCE_DEPTH = 12;

/** Methods of that name which take that many arguments, of the class or the nearest base that has one. */
export function findMethods(record: ClassRecord, name: string, count: number, depth = 0): FoundMethod[] {
  const overloads = record.methods.get(name)?.filter((method) => method.accessor === 'none');
  if (overloads && overloads.length > 0) {
    const fitting = overloads.length === 1 ? overloads : overloads.filter((method) => takes(method, count));
    if (fitting.length > 0) return fitting.map((definition) => ({ definition, owner: record }));
  }
  if (depth >= INHERITANCE_DEPTH) return [];
  for (const base of record.bases) {
    if (typeof base === 'string') continue;
    const found = findMethods(base, name, count, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

/** The accessor method behind a member, if it is one. */
export function findAccessor(
  record: ClassRecord,
  name: string,
  accessor: 'get' | 'set',
  depth = 0,
): FoundMethod | null {
  const method = record.methods.get(name)?.find((candidate) => candidate.accessor === accessor);
  if (method) return { definition: method, owner: record };
  if (depth >= INHERITANCE_DEPTH) return null;
  for (const base of record.bases) {
    const found = typeof base === 'string' ? null : findAccessor(base, name, accessor, depth + 1);
    if (found) return found;
  }
  return null;
}

function takes(method: FunctionDefinition, count: number): boolean {
  const parameters = method.receiver === 'first' ? method.parameters.slice(1) : method.parameters;
  if (parameters.some((parameter) => parameter.kind === 'rest')) return count >= parameters.length - 1;
  const required = parameters.filter((parameter) => parameter.kind === 'plain' && parameter.fallback === null).length;
  return count >= required && count <= parameters.length;
}

/** Library types that the class is a kind of, nearest first. */
export function libraryBases(record: ClassRecord): readonly TypeName[] {
  if (!record.made) return basesOf(record, 0);
  record.libraryTypes ??= basesOf(record, 0);
  return record.libraryTypes;
}

function basesOf(record: ClassRecord, depth: number): readonly TypeName[] {
  if (depth >= INHERITANCE_DEPTH) return [];
  return record.bases.flatMap((base) => (typeof base === 'string' ? [base] : basesOf(base, depth + 1)));
}

export function findStatic(record: ClassRecord, key: Key, depth = 0): Value | undefined {
  const own = record.statics.get(key);
  if (own !== undefined || depth >= INHERITANCE_DEPTH) return own;
  for (const base of record.bases) {
    const found = typeof base === 'string' ? undefined : findStatic(base, key, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Notes that some code stores this in a field. What is only a parameter of a function nobody calls does not count: every
 * class would be tainted by its constructor. Returns whether the field became dangerous in a new way.
 */
export function storeField(record: ClassRecord, key: Key, value: Value): boolean {
  const stored = withoutParameterTaint(value);
  const before = record.fields.get(key);
  const joined = before === undefined ? stored : join(before, stored);
  record.fields.set(key, joined);
  return (joined.deepTaint & ~(before?.deepTaint ?? 0)) !== 0;
}

/** The value as far as it does not come from such a parameter alone. */
export function withoutParameterTaint(value: Value): Value {
  if ((value.deepTaint & PARAMETER) === 0) return value;
  const flat = flatten(value);
  const taint = flat.taint & ~PARAMETER;
  const others = (taint & ~ALL_SINKS) === 0 ? 0 : taint;
  return withTaint(flat, others, others === 0 ? null : flat.trace);
}
