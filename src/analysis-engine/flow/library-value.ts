// Turns a value fact (what a library call gives, what a library member is) into an abstract value.
import type { NamedCall, NamedValue } from '../facts/compile.ts';
import type { Selector, ValueFact } from '../facts/library-fact.ts';
import { parseSelector } from '../facts/selectors.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { anyChild, childOf, normaliseKey } from './children.ts';
import { checkText } from './composed-texts.ts';
import { compute } from './compute.ts';
import type { Frame } from './frame.ts';
import { allArguments, allInputs, type CallInputs, deriveInputs, inputsOfValues, select, selectAll } from './inputs.ts';
import { derive, join } from './join.ts';
import { note } from './journal.ts';
import { readMember } from './members.ts';
import { readImport } from './names.ts';
import { allocate } from './objects.ts';
import { asType, harmlessParts } from './operations.ts';
import type { Pass } from './pass.ts';
import { checkSqlText } from './sql-texts.ts';
import { ALL_SINKS, sinkMask, sourceBit, taintOf, withoutSinks } from './taint.ts';
import { betterTrace, sourceTrace } from './trace.ts';
import {
  asHarmless,
  constantOf,
  constantsValue,
  emptyObject,
  flatten,
  type Key,
  listOfAny,
  typeOf,
  UNKNOWN,
  UNKNOWN_STRING,
  Value,
  withKids,
  withObject,
  withTaint,
  withType,
} from './value.ts';

/** What the making of a value can draw on. */
export interface Making {
  readonly pass: Pass;
  readonly frame: Frame;
  readonly node: NodeIndex;
  readonly name: string;
  /** where the object counts as made, when several are made at one node */
  readonly place?: NodeIndex;
  readonly inputs: CallInputs;
  /** results of the functions that were handed in, by selector */
  readonly results: ReadonlyMap<Selector, Value>;
}

const NO_RESULTS: ReadonlyMap<Selector, Value> = new Map();

/** A member or name that is read without a call. */
export function readFact(pass: Pass, frame: Frame, node: NodeIndex, named: NamedValue, object: Value): Value {
  if (pass.fixed.has(named.name)) return asHarmless(UNKNOWN_STRING, ALL_SINKS);
  const inputs = inputsOfValues(object, []);
  const value = makeValue({ pass, frame, node, name: named.name, inputs, results: NO_RESULTS }, named.fact);
  // The symbol stays known by name, so that members without a type are found below it.
  if (value.name !== null || value.type !== null) return value;
  const { taint, constants, kids, any, length, type, trace, callables } = value;
  return new Value(taint, constants, kids, any, length, type, trace, value.object, callables, named.name);
}

/** The result of a call as its fact describes it. */
export function callResult(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  call: NamedCall,
  fact: ValueFact,
  inputs: CallInputs,
  results: ReadonlyMap<Selector, Value>,
): Value {
  return makeValue({ pass, frame, node, name: call.name, inputs, results }, fact);
}

const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'char', 'function', 'error']);

/** Applies the parts of a value fact in order: what it is, what it is made from, what it is safe for, its shape. */
export function makeValue(making: Making, fact: ValueFact): Value {
  let value = baseValue(making, fact);
  let harmless = fact.clean ? ALL_SINKS : sinkMask(fact.safeFor ?? []);
  if (fact.from) {
    const parts = fact.from.flatMap((selector) => selectAll(making.inputs, parseSelector(selector)));
    value = joinTaint(value, derive(parts));
    harmless |= harmlessParts(parts);
  }
  if (fact.source) value = asSource(making, fact, value);
  if (value.deepTaint !== 0) making.frame.tainted = true;
  if (making.pass.journal !== null && (fact.safeFor || fact.clean) && value.deepTaint !== 0)
    noteSanitiser(making, fact);
  if (fact.safeFor) value = withoutSinksDeep(value, sinkMask(fact.safeFor));
  if (fact.clean) value = cleaned(value);
  if (fact.list) value = listOfAny(value);
  if (fact.elements) value = shaped(value, new Map(), makeValue(making, fact.elements));
  if (fact.keys) value = withKeys(making, value, fact.keys);
  if (fact.type) value = ofType(making, value, fact.type);
  if (value.object === 0 && isObject(value))
    value = withObject(value, allocate(making.pass.objects, making.frame, making.place ?? making.node));
  return harmless === 0 ? value : asHarmless(value, harmless);
}

function isObject(value: Value): boolean {
  if (value.kids !== null) return true;
  return value.type !== null && value.constants === null && !PRIMITIVES.has(value.type);
}

function baseValue(making: Making, fact: ValueFact): Value {
  const { inputs } = making;
  if (fact.constant !== undefined) return constantsValue([fact.constant]);
  if (fact.same !== undefined) return select(inputs, fact.same) ?? UNKNOWN;
  if (fact.element) return elementOf(inputs, fact.element);
  if (fact.resultOf !== undefined) return making.results.get(fact.resultOf) ?? deriveInputs(inputs);
  if (fact.compute) {
    const given = inputs.receiver === null || isNamespace(inputs.receiver) ? allArguments(inputs) : allInputs(inputs);
    if (fact.compute === 'string.formatBraces') {
      checkText(making.pass, making.frame, making.node, given);
      checkSqlText(making.pass, making.frame, making.node, given);
    }
    return compute(fact.compute, given);
  }
  if (fact.member) return namedMember(making, fact.member);
  if (fact.symbol !== undefined) return namedSymbol(making, fact.symbol);
  return UNKNOWN;
}

/** `getattr(object, "name")` with a constant name is the member; else anything of the object. */
function namedMember(making: Making, { of, key }: NonNullable<ValueFact['member']>): Value {
  const object = select(making.inputs, of);
  const name = select(making.inputs, key);
  const constant = name === undefined ? undefined : constantOf(name);
  if (object === undefined || typeof constant !== 'string') return deriveInputs(making.inputs);
  return readMember(making.pass, making.frame, making.node, object, constant);
}

/** `__import__("os")` is what importing that module gives. */
function namedSymbol(making: Making, selector: Selector): Value {
  const name = select(making.inputs, selector);
  const constant = name === undefined ? undefined : constantOf(name);
  if (typeof constant !== 'string') return deriveInputs(making.inputs);
  return readImport(making.pass, making.frame, making.node, constant, null);
}

/** Receivers that are a module or a class and no value: `String.valueOf(x)`. */
function isNamespace(value: Value): boolean {
  return (value.name !== null && value.type === null && value.taint === 0) || value.callables !== null;
}

function elementOf(inputs: CallInputs, element: NonNullable<ValueFact['element']>): Value {
  const container = select(inputs, element.of);
  if (container === undefined) return UNKNOWN;
  if (element.key === '*') return anyChild(container);
  const key = keyOf(inputs, element.key);
  if (key === undefined) return anyChild(container);
  const kid = childOf(container, key);
  if (element.fallback === undefined || container.kids?.has(key)) return kid;
  const fallback = select(inputs, element.fallback);
  return fallback === undefined ? kid : join(kid === UNKNOWN ? fallback : kid, fallback);
}

/** The constant key in an input; undefined when it is not known. */
export function keyOf(inputs: CallInputs, selector: Selector): Key | undefined {
  const value = select(inputs, selector);
  const constant = value === undefined ? undefined : constantOf(value);
  return constant === undefined || constant === null ? undefined : normaliseKey(constant);
}

function joinTaint(value: Value, derived: Value): Value {
  if (derived.taint === 0) return value;
  return withTaint(value, value.taint | derived.taint, betterTrace(value.trace, derived.trace));
}

function noteSanitiser({ pass, frame, node, name }: Making, { safeFor, clean }: ValueFact): void {
  if (pass.journal === null) return;
  const kinds = clean ? (['all'] as const) : (safeFor ?? []);
  note(pass.journal, { kind: 'sanitiser', program: frame.instance.program, node, fact: name, safeFor: kinds });
}

function asSource(making: Making, fact: ValueFact, value: Value): Value {
  if (!fact.source) return value;
  const { journal } = making.pass;
  if (journal !== null) {
    const { node, name, frame } = making;
    const { source, says = '' } = fact;
    note(journal, { kind: 'source', program: frame.instance.program, node, fact: name, source, says });
  }
  const { program } = making.frame.instance;
  const trace = sourceTrace(program, making.node, fact.says ?? '', sourceBit(fact.source), fact.typed);
  return withTaint(value, value.taint | taintOf(fact.source, fact.dangerousFor), trace);
}

/** The value and everything below it, no longer dangerous for these sinks. */
export function withoutSinksDeep(value: Value, sinks: number): Value {
  if ((value.deepTaint & sinks) === 0) return value;
  const flat = flatten(value);
  const taint = withoutSinks(flat.taint, sinks);
  return withTaint(flat, taint, taint === 0 ? null : flat.trace);
}

export function cleaned(value: Value): Value {
  return value.deepTaint === 0 ? value : withTaint(flatten(value), 0, null);
}

function shaped(value: Value, kids: ReadonlyMap<Key, Value>, any: Value | null): Value {
  return withKids(value, kids, any, -1);
}

function withKeys(making: Making, value: Value, keys: Readonly<Record<string, ValueFact>>): Value {
  const kids = new Map(value.kids ?? []);
  let any = value.any;
  for (const [key, fact] of Object.entries(keys)) {
    const kid = makeValue(making, fact);
    if (key === '*') any = kid;
    else kids.set(normaliseKey(key), kid);
  }
  const isList = any === null && kids.size > 0 && [...kids.keys()].every((key) => typeof key === 'number');
  return withKids(value, kids, any, isList ? kids.size : -1);
}

function ofType(making: Making, value: Value, type: string): Value {
  if (type !== 'receiver')
    return value.type === null || value.kids === null ? asType(withType(value, null), type) : withType(value, type);
  const receiver = making.inputs.receiver;
  const own = receiver === null ? null : typeOf(receiver);
  return own === null ? value : asType(value, own);
}

/** A fresh object of a library type, without members yet. */
export function constructed(pass: Pass, frame: Frame, node: NodeIndex, type: string): Value {
  return emptyObject(type, allocate(pass.objects, frame, node));
}
