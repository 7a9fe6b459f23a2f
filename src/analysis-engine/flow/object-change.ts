// One object, many copies: values are immutable, so that a change to an object is written into every value that holds it.

import { spend } from './budget.ts';
import { type Frame, writeOuterSlot } from './frame.ts';
import { join } from './join.ts';
import { isAliased, isHeld } from './objects.ts';
import type { Pass } from './pass.ts';
import { type Key, Value } from './value.ts';

/** Notes the change for the callers of this frame and rewrites the copies that the frame and those around it hold. */
export function changeObject(pass: Pass, frame: Frame, old: Value, next: Value, isPlaceKnown = false): void {
  const id = old.object;
  frame.mutations ??= new Map();
  const noted = frame.mutations.get(id);
  frame.mutations.set(id, frame.forks === 0 ? next : join(noted ?? old, next));
  // The one variable that holds it is written by the caller, when the caller knows it.
  if (isPlaceKnown ? !isAliased(pass.objects, id) : !isHeld(pass.objects, id)) return;
  for (let at: Frame | null = frame; at !== null; at = at.outer) {
    const { values } = at;
    spend(pass.budget, values.length >> 3);
    for (let slot = 0; slot < values.length; slot++) {
      const value = values.get(slot);
      if (value === undefined) continue;
      const changed = replaceObject(value, id, next, 0);
      if (changed !== value) writeOuterSlot(frame, at, slot, changed);
    }
  }
}

const SEARCH_DEPTH = 4;

/** The value with every copy of the object in it replaced; the value itself when there is none. */
export function replaceObject(value: Value, id: number, next: Value, depth: number): Value {
  if (value.object === id) return next;
  if (!value.holdsObjects || depth >= SEARCH_DEPTH) return value;
  let kids: Map<Key, Value> | null = null;
  for (const [key, kid] of value.kids ?? []) {
    const changed = replaceObject(kid, id, next, depth + 1);
    if (changed === kid) continue;
    kids ??= new Map(value.kids ?? []);
    kids.set(key, changed);
  }
  const any = value.any === null ? null : replaceObject(value.any, id, next, depth + 1);
  if (kids === null && any === value.any) return value;
  const { taint, constants, length, type, trace, object, callables, name } = value;
  return new Value(taint, constants, kids ?? value.kids, any, length, type, trace, object, callables, name);
}
