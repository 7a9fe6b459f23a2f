// Values from two paths become one; values that will not stop growing are given up to "any".
import type { Constant } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { ALL_SINKS, isDangerous, type Taint } from './taint.ts';
import { betterTrace, type Trace } from './trace.ts';
import {
  type Callable,
  COMPOSED_STRING,
  isNull,
  type Key,
  limitTree,
  traceOf,
  typeOf,
  UNKNOWN,
  Value,
  withTaint,
} from './value.ts';

/** Either value; identity is kept where nothing differs, so that joining equal states costs nothing. */
export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (isNull(a)) return joinNull(b);
  if (isNull(b)) return joinNull(a);
  if ((a === COMPOSED_STRING && isPlainText(b)) || (b === COMPOSED_STRING && isPlainText(a))) return COMPOSED_STRING;
  const taint = a.taint | b.taint;
  const constants = joinConstants(a.constants, b.constants);
  const typeA = typeOf(a);
  const type = typeA === typeOf(b) ? typeA : null;
  const trace = taint === 0 ? null : betterTrace(a.trace, b.trace);
  const object = a.object === b.object ? a.object : 0;
  const callables = joinCallables(a.callables, b.callables);
  const name = a.name === b.name ? a.name : null;
  const length = a.length === b.length ? a.length : -1;
  const kids = joinKids(a, b);
  const any = joinAny(a, b);
  const harmless = constants === null ? harmlessFor(a) & harmlessFor(b) : 0;
  if (kids === a.kids && any === a.any && taint === a.taint && constants === a.constants && type === a.type) {
    if (
      trace === a.trace &&
      object === a.object &&
      callables === a.callables &&
      name === a.name &&
      length === a.length &&
      harmless === a.harmless
    ) {
      return a;
    }
  }
  const joined = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  joined.harmless = harmless;
  return limitTree(joined);
}

/** Constants were written by the program's author. */
const harmlessFor = (value: Value): Taint => (value.constants === null ? value.harmless : ALL_SINKS);

const isPlainText = (value: Value): boolean =>
  value.deepTaint === 0 && value.kids === null && value.object === 0 && typeOf(value) === 'string';

export function joinAll(values: Iterable<Value>): Value {
  let joined: Value | undefined;
  for (const value of values) joined = joined === undefined ? value : join(joined, value);
  return joined ?? UNKNOWN;
}

/** A value, or nothing assigned on the other path. */
export function joinOptional(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined || a === b) return b;
  return b === undefined ? a : join(a, b);
}

/** "Or null" says nothing of the shape, only that constants are one more. */
function joinNull(value: Value): Value {
  if (value.constants === null || value.constants.includes(null)) return value;
  const constants = joinConstants(value.constants, [null]);
  const { taint, kids, any, length, type, trace, object, callables, name } = value;
  return new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
}

function joinConstants(a: readonly Constant[] | null, b: readonly Constant[] | null): readonly Constant[] | null {
  if (a === b || a === null || b === null) return a === b ? a : null;
  let joined: Constant[] | null = null;
  for (const constant of b) {
    if (a.includes(constant)) continue;
    joined ??= [...a];
    joined.push(constant);
  }
  if (joined === null) return a;
  return joined.length > LIMITS.constants ? null : joined;
}

function joinCallables(a: readonly Callable[] | null, b: readonly Callable[] | null): readonly Callable[] | null {
  if (a === b || b === null) return a;
  if (a === null) return b;
  const extra = b.filter((callable) => !a.some((other) => sameCallable(other, callable)));
  if (extra.length === 0) return a;
  return a.length + extra.length > LIMITS.callables ? a : [...a, ...extra];
}

/** The same code in the same surroundings. */
export function sameCallable(a: Callable, b: Callable): boolean {
  if (a === b) return true;
  if (a.definition !== b.definition) return false;
  return a.kind === 'class' || (b.kind === 'function' && a.scope === b.scope && a.self === b.self);
}

function joinKids(a: Value, b: Value): ReadonlyMap<Key, Value> | null {
  if (a.kids === b.kids) return a.kids;
  let joined: Map<Key, Value> | null = null;
  const base = a.kids ?? (b.kids && new Map<Key, Value>());
  if (base === null) return null;
  if (a.kids !== null) {
    let absent: Value | null | undefined;
    for (const [key, kid] of a.kids) {
      let other: Value | null | undefined = b.kids?.get(key);
      if (other === kid) continue;
      if (other === undefined) {
        if (absent === undefined) absent = inherited(b);
        other = absent;
      }
      if (other === null) continue;
      const merged = join(kid, other);
      if (merged === kid) continue;
      joined ??= new Map(a.kids);
      joined.set(key, merged);
    }
  }
  if (b.kids === null) return joined ?? base;
  let absent: Value | null | undefined;
  for (const [key, kid] of b.kids) {
    if (a.kids?.has(key)) continue;
    joined ??= new Map(base);
    if (absent === undefined) absent = inherited(a);
    joined.set(key, absent === null ? kid : join(kid, absent));
  }
  return joined ?? base;
}

/** A value of unknown shape may hold anything untainted under any key. */
function joinAny(a: Value, b: Value): Value | null {
  if (a.any === b.any && (a.kids === null) === (b.kids === null)) return a.any;
  const anyA = a.any ?? (a.kids === null && b.kids !== null ? UNKNOWN : null);
  const anyB = b.any ?? (b.kids === null && a.kids !== null ? UNKNOWN : null);
  return joinOptional(anyA ?? undefined, anyB ?? undefined) ?? null;
}

/** What an absent child is: what lies under unknown keys, with the taint of the whole; null when it is truly absent. */
export function inherited(value: Value): Value | null {
  if (value.taint === 0) return value.any;
  const whole = withTaint(UNKNOWN, value.taint, value.trace);
  return value.any === null ? whole : join(value.any, whole);
}

/** A value made from these: all their taint, nothing else. */
export function derive(values: readonly Value[]): Value {
  let taint: Taint = 0;
  let trace: Trace | null = null;
  for (const value of values) {
    if (value.deepTaint === 0) continue;
    taint |= value.deepTaint;
    trace = betterTrace(trace, traceOf(value, value.deepTaint));
  }
  return taint === 0 ? UNKNOWN : withTaint(UNKNOWN, taint, trace);
}

/** The innermost part that carries dangerous taint of these sources and sinks, or null. */
export function dangerousPart(value: Value, sources: Taint, sinks: Taint): Value | null {
  if (!isDangerous(value.deepTaint, sources, sinks)) return null;
  if (isDangerous(value.taint, sources, sinks)) return value;
  for (const kid of value.kids?.values() ?? []) {
    const part = dangerousPart(kid, sources, sinks);
    if (part !== null) return part;
  }
  return value.any === null ? null : dangerousPart(value.any, sources, sinks);
}

/** Whether nothing that the pass could act on differs; traces and identities are left out. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.taint !== b.taint || a.deepTaint !== b.deepTaint || a.length !== b.length) return false;
  if (a.type !== b.type || a.name !== b.name || (a.object === 0) !== (b.object === 0)) return false;
  return sameConstants(a.constants, b.constants) && sameCallables(a.callables, b.callables) && sameKids(a, b);
}

function sameConstants(a: readonly Constant[] | null, b: readonly Constant[] | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  return a.every((constant) => b.includes(constant));
}

function sameCallables(a: readonly Callable[] | null, b: readonly Callable[] | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  return a.every((callable, index) => sameCallable(callable, b[index]));
}

function sameKids(a: Value, b: Value): boolean {
  if (a.any !== b.any && !sameValue(a.any ?? undefined, b.any ?? undefined)) return false;
  if (a.kids === b.kids) return true;
  if (a.kids === null || b.kids === null || a.kids.size !== b.kids.size) return false;
  for (const [key, kid] of a.kids) {
    const other = b.kids.get(key);
    if (other === undefined || !sameValue(kid, other)) return false;
  }
  return true;
}

/** The join of what a loop's head held before and holds now, with everything that still changed given up. */
export function widen(before: Value, now: Value): Value {
  const joined = join(before, now);
  if (sameValue(before, joined)) return before;
  const constants = sameConstants(before.constants, joined.constants) ? joined.constants : null;
  let kids = joined.kids;
  let any = joined.any;
  if (!sameKids(before, joined)) {
    any = widenedAny(before, joined);
    kids = kids && new Map();
  }
  const length = before.length === joined.length ? joined.length : -1;
  const { taint, trace, object, callables, name } = joined;
  return new Value(taint, constants, kids, any, length, typeOf(joined), trace, object, callables, name);
}

/** All children as one value without shape: this is what makes growing structures stop. */
function widenedAny(before: Value, now: Value): Value {
  const parts = [...(before.kids?.values() ?? []), ...(now.kids?.values() ?? [])];
  if (before.any) parts.push(before.any);
  if (now.any) parts.push(now.any);
  const all = derive(parts);
  return before.any === null || before.any.depth > 0 ? all : widenFlat(before.any, all);
}

function widenFlat(before: Value, now: Value): Value {
  const joined = join(before, now);
  return joined.constants === null ? joined : withTaint(UNKNOWN, joined.taint, joined.trace);
}
