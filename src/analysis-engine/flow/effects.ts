// What a library call does to its inputs: the verbs of stateful classes (put, append, remove, load, …).
import type { NamedCall } from '../facts/compile.ts';
import type { EffectFact, Selector } from '../facts/library-fact.ts';
import { parseSelector } from '../facts/selectors.ts';
import type { Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { updateObject } from './assignment.ts';
import {
  appendChild,
  clearChildren,
  mergeChildren,
  normaliseKey,
  prependChild,
  putAny,
  putChild,
  removeAt,
  removeKey,
} from './children.ts';
import type { Frame } from './frame.ts';
import { type CallInputs, orUnknown, positionOf, select, selectAll } from './inputs.ts';
import { derive, join } from './join.ts';
import { keyOf, makeValue } from './library-value.ts';
import { settle } from './objects.ts';
import type { Pass } from './pass.ts';
import { loadProperties } from './properties.ts';
import { betterTrace, extendTrace } from './trace.ts';
import { constantOf, constantValue, isHarmless, typeOf, Value, withObject, withTaint, withType } from './value.ts';

/** Does every effect in order; the inputs hold the changed values afterwards. */
export function applyEffects(pass: Pass, frame: Frame, node: NodeIndex, named: NamedCall, inputs: CallInputs): void {
  for (const effect of named.fact.effects ?? []) {
    const on = effect.on ?? 'receiver';
    const old = select(inputs, on);
    if (old === undefined) continue;
    const next = changed(pass, frame, node, named, inputs, effect, old);
    if (next !== old) store(pass, frame, inputs, on, old, next);
  }
}

function store(pass: Pass, frame: Frame, inputs: CallInputs, on: Selector, old: Value, next: Value): void {
  if (on === 'receiver') {
    inputs.receiver = next;
    updateObject(pass, frame, inputs.receiverExpression, old, next);
    return;
  }
  const position = positionOf(inputs, on);
  if (position < 0 || parseSelector(on).path.length > 0) return;
  inputs.positional[position] = next;
  updateObject(pass, frame, inputs.expressions[position] ?? null, old, next);
}

function changed(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  named: NamedCall,
  inputs: CallInputs,
  effect: EffectFact,
  old: Value,
): Value {
  switch (effect.do) {
    case 'put': {
      const key = keyOf(inputs, effect.key);
      const value = held(pass, inputs, effect.value);
      return key === undefined ? putAny(old, value) : putChild(old, key, value);
    }
    case 'add': {
      const key = keyOf(inputs, effect.key);
      const value = held(pass, inputs, effect.value);
      const known = key === undefined ? undefined : old.kids?.get(key);
      return key === undefined
        ? putAny(old, value)
        : putChild(old, key, known === undefined ? value : join(known, value));
    }
    case 'set': {
      const { value } = effect;
      return putChild(
        old,
        normaliseKey(effect.key),
        typeof value === 'object' ? constantValue(value.constant) : held(pass, inputs, value),
      );
    }
    case 'append':
      return appendChild(old, held(pass, inputs, effect.value));
    case 'prepend':
      return prependChild(old, held(pass, inputs, effect.value));
    case 'remove-at': {
      const index = keyOf(inputs, effect.index);
      return removeAt(old, typeof index === 'number' ? index : undefined);
    }
    case 'remove-key': {
      const key = keyOf(inputs, effect.key);
      return key === undefined ? old : removeKey(old, key);
    }
    case 'clear':
      return clearChildren(old);
    case 'merge':
      return mergeChildren(old, orUnknown(select(inputs, effect.from)));
    case 'taint':
      return tainted(old, derive(effect.from.flatMap((selector) => selectAll(inputs, parseSelector(selector)))));
    case 'concat':
      return concatenated(old, orUnknown(select(inputs, effect.value)), frame.instance.program, node);
    case 'become': {
      const results = new Map<Selector, Value>();
      const value = makeValue({ pass, frame, node, name: named.name, inputs, results }, effect.value);
      if (isHarmless(value)) return value;
      // What is read into an object does not change what it is.
      return withObject(value.type === null && old.constants === null ? withType(value, old.type) : value, old.object);
    }
    default:
      return loadProperties(pass, old, select(inputs, effect.path));
  }
}

/** A value that an object holds from now on. */
function held(pass: Pass, inputs: CallInputs, selector: Selector): Value {
  const value = orUnknown(select(inputs, selector));
  settle(pass.objects, value.object);
  return value;
}

function tainted(old: Value, derived: Value): Value {
  if (derived.taint === 0) return old;
  return withTaint(old, old.taint | derived.taint, betterTrace(old.trace, derived.trace));
}

/** Text added at the end of a builder. A fresh builder is the empty text. */
function concatenated(old: Value, added: Value, program: Program, node: NodeIndex): Value {
  const isFresh = old.constants === null && old.kids?.size === 0 && old.any === null && old.taint === 0;
  const before = isFresh ? '' : constantOf(old);
  const after = constantOf(added);
  const text = before === undefined || after === undefined ? null : `${before}${after}`;
  const constants = text === null || text.length > LIMITS.constantLength ? null : [text];
  const derived = derive([added]);
  const trace = betterTrace(old.trace, extendTrace(derived.trace, program, node, 'joined', ''));
  return new Value(old.taint | derived.taint, constants, null, null, -1, typeOf(old), trace, old.object, null, null);
}
