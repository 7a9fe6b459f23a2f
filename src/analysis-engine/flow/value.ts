// What the pass knows of a value: taint, constants, children by key, type, identity. Immutable; every change is a new one.
import type { ClassDefinition, Constant, FunctionDefinition, TypeName } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { ClassRecord } from './class-record.ts';
import type { Frame } from './frame.ts';
import { joinAll } from './join.ts';
import type { ProgramInstance } from './program-instance.ts';
import { ALL_SINKS, type Taint } from './taint.ts';
import type { Trace } from './trace.ts';

/** Numbers for positions and for texts that look like one, so that `xs[0]` and `xs["0"]` are the same child. */
export type Key = string | number;

/** Something that can be called, with what it carries along. */
export type Callable =
  | {
      readonly kind: 'function';
      readonly definition: FunctionDefinition;
      readonly instance: ProgramInstance;
      /** the call (or file) whose variables it reads at depth 1 */
      readonly scope: Frame;
      /** bound receiver */
      readonly self: Value | null;
      readonly owner: ClassRecord | null;
      /** an arrow function in a field: its `this` is the instance whose member it is called as */
      readonly isField?: boolean;
    }
  | { readonly kind: 'class'; readonly definition: ClassDefinition; readonly record: ClassRecord };

/** Counts the children of all values made so far: the work that evaluated expressions alone do not show. */
export const built = { children: 0 };

export class Value {
  /** of the value as a whole; children without an entry of their own inherit it */
  readonly taint: Taint;
  /** with that of all children */
  readonly deepTaint: Taint;
  /** every constant it can be, or null when that is not known */
  readonly constants: readonly Constant[] | null;
  /** known children; null: nothing is known of its shape */
  readonly kids: ReadonlyMap<Key, Value> | null;
  /** what lies under keys that are not known; null: nothing does */
  readonly any: Value | null;
  /** number of elements, or -1 */
  readonly length: number;
  readonly type: TypeName | null;
  readonly trace: Trace | null;
  /** the allocation it came from, 0 for none: what tells aliases */
  readonly object: number;
  readonly callables: readonly Callable[] | null;
  /** qualified name of a library symbol */
  readonly name: string | null;
  readonly depth: number;
  /** number of values in the tree */
  readonly size: number;
  readonly holdsObjects: boolean;
  /** sink kinds that it is seen to be harmless for, whatever it holds; set by `asHarmless` alone */
  harmless: Taint = 0;

  constructor(
    taint: Taint,
    constants: readonly Constant[] | null,
    kids: ReadonlyMap<Key, Value> | null,
    any: Value | null,
    length: number,
    type: TypeName | null,
    trace: Trace | null,
    object: number,
    callables: readonly Callable[] | null,
    name: string | null,
  ) {
    this.taint = taint;
    this.constants = constants;
    this.kids = kids;
    this.any = any;
    this.length = length;
    this.type = type;
    this.trace = trace;
    this.object = object;
    this.callables = callables;
    this.name = name;
    let deep = taint;
    let depth = 0;
    let size = 1;
    let holds = false;
    if (any !== null) {
      deep |= any.deepTaint;
      depth = any.depth + 1;
      size += any.size;
      holds = any.object !== 0 || any.holdsObjects;
    }
    if (kids !== null && kids.size > 0) {
      built.children += kids.size;
      for (const kid of kids.values()) {
        deep |= kid.deepTaint;
        size += kid.size;
        if (kid.depth >= depth) depth = kid.depth + 1;
        holds ||= kid.object !== 0 || kid.holdsObjects;
      }
    }
    this.deepTaint = deep;
    this.depth = depth;
    this.size = size;
    this.holdsObjects = holds;
  }
}

const NO_KIDS: ReadonlyMap<Key, Value> = new Map();

/** Nothing is known, and it is not tainted. */
export const UNKNOWN = new Value(0, null, null, null, -1, null, null, 0, null, null);
export const UNKNOWN_NUMBER = typed('number');
export const UNKNOWN_BOOLEAN = typed('boolean');
/** Go's errors are there or not: their text is hardly ever what an attack travels in. */
export const UNKNOWN_ERROR = typed('error');
export const UNKNOWN_STRING = typed('string');
/** A text put together from constant text and parts that are not known: told from other texts by identity. */
export const COMPOSED_STRING = typed('string');
export const NULL = constantValue(null);

export function typed(type: TypeName): Value {
  return new Value(0, null, null, null, -1, type, null, 0, null, null);
}

export function constantValue(constant: Constant, type: TypeName | null = null): Value {
  return new Value(0, [constant], null, null, -1, type, null, 0, null, null);
}

/** A value that is one of these; unknown when there are too many. */
export function constantsValue(constants: readonly Constant[], type: TypeName | null = null): Value {
  const distinct = [...new Set(constants)];
  if (distinct.length === 0) return type === null ? UNKNOWN : typed(type);
  if (distinct.length > LIMITS.constants) return asHarmless(type === null ? UNKNOWN : typed(type), ALL_SINKS);
  return new Value(0, distinct, null, null, -1, type, null, 0, null, null);
}

/** A library symbol, known by its qualified name. */
export function symbolValue(name: string): Value {
  return new Value(0, null, null, null, -1, null, null, 0, null, name);
}

export function callableValue(callable: Callable): Value {
  return new Value(0, null, null, null, -1, null, null, 0, [callable], null);
}

/** An object whose children are exactly these. */
export function recordValue(
  kids: ReadonlyMap<Key, Value>,
  any: Value | null,
  type: TypeName | null,
  object: number,
): Value {
  return limitTree(new Value(0, null, kids, any, -1, type, null, object, null, null));
}

export function emptyObject(type: TypeName | null, object: number): Value {
  return new Value(0, null, NO_KIDS, null, -1, type, null, object, null, null);
}

/** A list with these elements in order, all positions known. */
export function listValue(items: readonly Value[], object: number, type: TypeName = 'list'): Value {
  if (items.length > LIMITS.kidsPerValue) return listOfAny(joinAll(items), object, type);
  return limitTree(new Value(0, null, new Map(items.entries()), null, items.length, type, null, object, null, null));
}

/** A list of unknown length whose every element is this. */
export function listOfAny(element: Value, object = 0, type: TypeName = 'list'): Value {
  return limitTree(new Value(0, null, NO_KIDS, element, -1, type, null, object, null, null));
}

/** The value, seen to be harmless for these sink kinds: encoded, compared with what is allowed, or made by the program. */
export function asHarmless(value: Value, sinks: Taint): Value {
  const harmless = value.harmless | sinks;
  const isPlain = value.type === 'number' || value.type === 'boolean' || value.constants !== null;
  if (isPlain || harmless === value.harmless) return value;
  const { taint, constants, kids, any, length, type, trace, object, callables, name } = value;
  const copy = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  copy.harmless = harmless;
  return copy;
}

/** Whether it can do no harm anywhere. */
export const isHarmless = (value: Value): boolean => (value.harmless & ALL_SINKS) === ALL_SINKS;

function keepHarmless(copy: Value, value: Value): Value {
  copy.harmless = value.harmless;
  return copy;
}

export function withTaint(value: Value, taint: Taint, trace: Trace | null): Value {
  if (value.taint === taint && value.trace === trace) return value;
  const { constants, kids, any, length, type, object, callables, name } = value;
  const copy = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  return keepHarmless(copy, value);
}

export function withTrace(value: Value, trace: Trace | null): Value {
  return trace === value.trace ? value : withTaint(value, value.taint, trace);
}

export function withType(value: Value, type: TypeName | null): Value {
  if (value.type === type) return value;
  const { taint, constants, kids, any, length, trace, object, callables, name } = value;
  const copy = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  return keepHarmless(copy, value);
}

export function withObject(value: Value, object: number): Value {
  if (value.object === object) return value;
  const { taint, constants, kids, any, length, type, trace, callables, name } = value;
  const copy = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  return keepHarmless(copy, value);
}

export function withKids(value: Value, kids: ReadonlyMap<Key, Value> | null, any: Value | null, length: number): Value {
  const { taint, constants, type, trace, object, callables, name } = value;
  return limitTree(new Value(taint, constants, kids, any, length, type, trace, object, callables, name));
}

/** The same object, whose constant is not known (any more). */
export function withoutConstants(value: Value): Value {
  if (value.constants === null) return value;
  const { taint, kids, any, length, trace, object, callables, name } = value;
  return new Value(taint, null, kids, any, length, typeOf(value), trace, object, callables, name);
}

/** The type it is known to have; constants tell theirs. */
export function typeOf(value: Value): TypeName | null {
  if (value.type !== null || value.constants === null) return value.type;
  let type: TypeName | null = null;
  for (const constant of value.constants) {
    if (constant === null) continue;
    if (type !== null && type !== typeof constant) return null;
    type = typeof constant;
  }
  return type;
}

/** The one constant it is, or undefined when it is not known or one of several. */
export function constantOf(value: Value): Constant | undefined {
  return value.constants !== null && value.constants.length === 1 ? value.constants[0] : undefined;
}

/** Whether it is known to be true or false, the way most languages read a condition; undefined when it is not. */
export function truthOf(value: Value): boolean | undefined {
  if (value.constants === null) return undefined;
  const first = Boolean(value.constants[0]);
  for (const constant of value.constants) if (Boolean(constant) !== first) return undefined;
  return first;
}

/** Its constants if it is known to be nothing else than null. */
export function isNull(value: Value): boolean {
  return value.constants !== null && value.constants.length === 1 && value.constants[0] === null;
}

/** Cuts children that lie too deep, the deepest first, until the tree is small enough: their taint goes to their parent. */
export function limitTree(value: Value): Value {
  let limited = value.depth > LIMITS.valueDepth ? cutAt(value, LIMITS.valueDepth) : value;
  while (limited.size > LIMITS.valueSize && limited.depth > 1) limited = cutAt(limited, limited.depth - 1);
  return limited;
}

function cutAt(value: Value, depth: number): Value {
  if (value.depth <= depth) return value;
  if (depth === 0) return flatten(value);
  const kids = value.kids && new Map([...value.kids].map(([key, kid]) => [key, cutAt(kid, depth - 1)]));
  const any = value.any && cutAt(value.any, depth - 1);
  const { taint, constants, length, type, trace, object, callables, name } = value;
  return new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
}

/** The value without children; their taint becomes its own. */
export function flatten(value: Value): Value {
  if (value.kids === null && value.any === null) return value;
  const trace = value.taint === value.deepTaint ? value.trace : traceOf(value, value.deepTaint);
  return new Value(
    value.deepTaint,
    value.constants,
    null,
    null,
    -1,
    value.type,
    trace,
    value.object,
    value.callables,
    value.name,
  );
}

/** The trace of the part that carries one of these taint bits, the value's own first. */
export function traceOf(value: Value, mask: Taint): Trace | null {
  if ((value.taint & mask) !== 0 && value.trace !== null) return value.trace;
  if ((value.deepTaint & mask) === 0) return null;
  for (const kid of value.kids?.values() ?? []) {
    const trace = traceOf(kid, mask);
    if (trace !== null) return trace;
  }
  return value.any === null ? null : traceOf(value.any, mask);
}
