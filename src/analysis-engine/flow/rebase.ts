// A remembered result in terms of another call: identities and traces of the arguments it was computed with are replaced
// by those of the arguments at hand, and objects that the callee made get an identity of the caller's.
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';
import { adopt } from './objects.ts';
import type { Pass } from './pass.ts';
import type { Trace } from './trace.ts';
import { asHarmless, type Key, Value } from './value.ts';

export interface Rebase {
  readonly pass: Pass;
  readonly frame: Frame;
  readonly node: NodeIndex;
  /** identity in the remembered run → the caller's value of it */
  readonly objects: Map<number, Value>;
  readonly traces: Map<Trace, Trace>;
  /** whether the remembered arguments are the ones at hand */
  readonly same: boolean;
}

const PAIRING_DEPTH = 5;

export function createRebase(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  from: readonly (Value | undefined)[],
  to: readonly (Value | undefined)[],
): Rebase {
  const back: Rebase = { pass, frame, node, objects: new Map(), traces: new Map(), same: from === to };
  for (let index = 0; index < from.length; index++) pair(back, from[index], to[index], 0);
  return back;
}

function pair(back: Rebase, from: Value | undefined, to: Value | undefined, depth: number): void {
  if (from === undefined || to === undefined) return;
  if (from.object !== 0 && to.object !== 0 && !back.objects.has(from.object)) back.objects.set(from.object, to);
  if (from.trace !== null && to.trace !== null && from.trace !== to.trace) back.traces.set(from.trace, to.trace);
  if (depth >= PAIRING_DEPTH || (!from.holdsObjects && (from === to || from.deepTaint === 0))) return;
  for (const [key, kid] of from.kids ?? []) pair(back, kid, to.kids?.get(key), depth + 1);
  if (from.any !== null) pair(back, from.any, to.any ?? undefined, depth + 1);
}

/** The value as the caller sees it. */
export function rebase(back: Rebase, value: Value): Value {
  const known = value.object === 0 ? undefined : back.objects.get(value.object);
  const object =
    known?.object ?? (value.object === 0 ? 0 : adopt(back.pass.objects, back.frame, back.node, value.object));
  const trace = value.trace === null ? null : rebaseTrace(back, value.trace);
  let kids = value.kids;
  let any = value.any;
  if (value.holdsObjects || (value.deepTaint !== 0 && back.traces.size > 0)) {
    kids = kids && rebaseKids(back, kids);
    any = any && rebase(back, any);
  }
  if (object === value.object && trace === value.trace && kids === value.kids && any === value.any) return value;
  const { taint, constants, length, type, callables, name } = value;
  const rebased = new Value(taint, constants, kids, any, length, type, trace, object, callables, name);
  return asHarmless(rebased, value.harmless);
}

function rebaseKids(back: Rebase, kids: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  let changed: Map<Key, Value> | null = null;
  for (const [key, kid] of kids) {
    const next = rebase(back, kid);
    if (next === kid) continue;
    changed ??= new Map(kids);
    changed.set(key, next);
  }
  return changed ?? kids;
}

/** Replaces the beginning of a trace that belongs to an argument; every replaced trace is remembered. */
function rebaseTrace(back: Rebase, trace: Trace): Trace {
  if (back.traces.size === 0) return trace;
  const path: Trace[] = [];
  let at: Trace | null = trace;
  let replacement: Trace | undefined;
  while (at !== null) {
    replacement = back.traces.get(at);
    if (replacement !== undefined) break;
    path.push(at);
    at = at.previous;
  }
  if (replacement === undefined) return trace;
  for (const entry of path.reverse()) {
    // Results of results would otherwise carry the way through every call before them.
    if (replacement.length >= LIMITS.traceLength) break;
    const rebased: Trace = {
      ...entry,
      previous: replacement,
      length: replacement.length + 1,
      sources: replacement.sources,
    };
    back.traces.set(entry, rebased);
    replacement = rebased;
  }
  return replacement;
}
