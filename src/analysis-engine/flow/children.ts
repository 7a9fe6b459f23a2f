// Reading and writing the children of a value: members, map entries and list elements are one thing.
import { LIMITS } from '../limits.ts';
import { derive, inherited, join, joinAll } from './join.ts';
import { asHarmless, type Key, typed, UNKNOWN, Value, withKids, withType } from './value.ts';

const ZERO = 48;
const NINE = 57;

/** Texts that look like a position become numbers, so that `m["1"]` and `m[1]` agree. */
export function normaliseKey(key: unknown): Key {
  if (typeof key === 'number') return key;
  const text = String(key);
  const first = text.charCodeAt(0);
  // Names, which most keys are, need no closer look.
  return first <= NINE && first >= ZERO && /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}

/** The child under a key: its own entry, otherwise what lies under unknown keys and the taint of the whole. */
export function childOf(value: Value, key: Key): Value {
  const position = typeof key === 'number' && key < 0 && value.length >= 0 ? value.length + key : key;
  const kid = value.kids?.get(position);
  if (kid !== undefined) return kid;
  return asHarmless(withElementType(value, inherited(value) ?? UNKNOWN), value.harmless);
}

/** The join of everything below: an element under a key that is not known. */
export function anyChild(value: Value): Value {
  const parts: Value[] = value.kids === null ? [] : [...value.kids.values()];
  const rest = inherited(value);
  if (rest !== null) parts.push(rest);
  if (parts.length === 0) return asHarmless(withElementType(value, UNKNOWN), value.harmless);
  return withElementType(value, joinAll(parts));
}

function withElementType(value: Value, element: Value): Value {
  if (element.type !== null || value.type === null || !value.type.endsWith('[]')) return element;
  return element === UNKNOWN ? typed(value.type.slice(0, -2)) : withType(element, value.type.slice(0, -2));
}

/** With one child set. Beyond the limit of children all of them become "any". */
export function putChild(value: Value, key: Key, child: Value): Value {
  if (value.kids?.get(key) === child) return value;
  const kids = new Map(value.kids ?? []);
  kids.set(key, child);
  const length = typeof key === 'number' && value.length >= 0 && key >= value.length ? key + 1 : value.length;
  // A value of unknown shape may hold anything else, too.
  const any = value.kids === null && value.any === null ? UNKNOWN : value.any;
  if (kids.size > LIMITS.kidsPerValue) return collapse(value, kids.values());
  return withKids(value, kids, any, length);
}

/** With something written under a key that is not known: every child may be it now. */
export function putAny(value: Value, child: Value): Value {
  const any = value.any === null ? child : join(value.any, child);
  return withKids(value, value.kids ?? NOTHING, any, -1);
}

const NOTHING: ReadonlyMap<Key, Value> = new Map();

function collapse(value: Value, kids: Iterable<Value>): Value {
  const parts = [...kids];
  if (value.any !== null) parts.push(value.any);
  const all = parts.some((part) => part.depth > 2) ? derive(parts) : joinAll(parts);
  return withKids(value, NOTHING, all, -1);
}

/** A container that is known to be empty may become a list of known length. */
function asList(value: Value): Value {
  const isEmpty = value.length < 0 && value.any === null && value.kids?.size === 0;
  return isEmpty ? withKids(value, value.kids, null, 0) : value;
}

/** With an element at the end. */
export function appendChild(list: Value, child: Value): Value {
  const value = asList(list);
  if (value.length >= 0 && value.length < LIMITS.kidsPerValue) return putChild(value, value.length, child);
  if (value.kids !== null && value.kids.size > 0) return putAny(collapse(value, value.kids.values()), child);
  return putAny(value, child);
}

/** With an element before the first. */
export function prependChild(list: Value, child: Value): Value {
  const value = asList(list);
  if (value.length < 0 || value.length >= LIMITS.kidsPerValue) return appendChild(value, child);
  const kids = new Map<Key, Value>([[0, child]]);
  for (const [key, kid] of value.kids ?? []) kids.set(typeof key === 'number' ? key + 1 : key, kid);
  return withKids(value, kids, value.any, value.length + 1);
}

/** Without the element at a position; later ones move up. A position that is not known keeps all. */
export function removeAt(value: Value, position: number | undefined): Value {
  if (position === undefined || value.length < 0 || position >= value.length) {
    return value.length < 0 ? value : collapse(value, value.kids?.values() ?? []);
  }
  const at = position < 0 ? value.length + position : position;
  const kids = new Map<Key, Value>();
  for (const [key, kid] of value.kids ?? []) {
    if (typeof key !== 'number' || key < at) kids.set(key, kid);
    else if (key > at) kids.set(key - 1, kid);
  }
  return withKids(value, kids, value.any, value.length - 1);
}

export function removeKey(value: Value, key: Key): Value {
  if (!value.kids?.has(key)) return value;
  const kids = new Map(value.kids);
  kids.delete(key);
  return withKids(value, kids, value.any, value.length);
}

/** An empty container of the same identity. */
export function clearChildren(value: Value): Value {
  const { constants, type, object, callables, name } = value;
  return new Value(0, constants, NOTHING, null, value.length < 0 ? -1 : 0, type, null, object, callables, name);
}

/** With all children of another value, too. */
export function mergeChildren(value: Value, from: Value): Value {
  let merged = value;
  if (value.length >= 0 && from.length >= 0) {
    for (let index = 0; index < from.length; index++) merged = appendChild(merged, childOf(from, index));
    return merged;
  }
  for (const [key, kid] of from.kids ?? []) merged = putChild(merged, key, kid);
  const rest = inherited(from);
  return rest === null || rest === UNKNOWN ? merged : putAny(merged, rest);
}
