// Applies the facts of a library call: sinks and uses are checked, effects done, functions called, the result made.
import type { NamedCall } from '../facts/compile.ts';
import type { CallbackFact, CallFact, Selector, WhenFact } from '../facts/library-fact.ts';
import { parseSelector } from '../facts/selectors.ts';
import type { Expression } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { CallExpression } from './call.ts';
import { anyChild, childOf, normaliseKey } from './children.ts';
import { applyEffects } from './effects.ts';
import { noteOpened, noteUnused } from './events.ts';
import type { Frame } from './frame.ts';
import { invoke } from './inline.ts';
import { type CallInputs, inputsOfValues, select, selectAll } from './inputs.ts';
import { derive, join } from './join.ts';
import { callResult, keyOf, makeValue } from './library-value.ts';
import { placeOfObject } from './objects.ts';
import type { Pass } from './pass.ts';
import { reportRender } from './rendering.ts';
import { reportDynamic, reportSink, type SinkPlace, sinkPlace } from './report.ts';
import { checkSensitiveNames } from './sensitive-names.ts';
import { extendTrace } from './trace.ts';
import { unknownCall } from './unknown-call.ts';
import { reportUses } from './uses.ts';
import { asHarmless, typeOf, UNKNOWN, Value, withTrace } from './value.ts';

/** A call with facts. `made` is the fresh object of a construction; it is the receiver of the inputs, too. */
export function applyCall(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  named: NamedCall,
  inputs: CallInputs,
  isUsed: boolean,
  made: Value | null = null,
): Value {
  if (pass.events !== null) {
    if (!isUsed && isComputation(named)) noteUnused(pass.events, frame, call.node);
    if (frame.instance.facts.opens(named.name)) noteOpened(pass.events, frame, call.node);
  }
  if (named.cases !== null) {
    if (named.fact.uses) reportUses(pass, sinkPlace(frame.instance.program, call.node, named), named.fact.uses, inputs);
    const chosen = named.cases.find((each) => holds(each.fact.when, inputs));
    if (chosen === undefined) return made ?? unknownCall(pass, frame, call, named.name, inputs, isUsed);
    return applyFact(pass, frame, call, chosen, inputs, made);
  }
  const result = applyFact(pass, frame, call, named, inputs, made);
  if (named.fact.stops && !isUsed) frame.live = false;
  return result;
}

/** A call that does nothing but work out its result: whatever is called on a text, which never changes, and arithmetic. */
function isComputation({ fact, name, cases }: NamedCall): boolean {
  const facts = cases === null ? [fact] : cases.map((each) => each.fact);
  return facts.every((each) => {
    if (each.effects || each.callbacks || each.sinks || each.uses || each.stops) return false;
    return each.returns?.compute !== undefined || name.startsWith('string.');
  });
}

function applyFact(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  named: NamedCall,
  inputs: CallInputs,
  made: Value | null,
): Value {
  const { fact } = named;
  if (holds(fact.when, inputs)) {
    checkSinks(pass, frame, call.node, named, inputs);
    checkSensitiveNames(pass, frame, call, named, inputs);
    if (fact.uses) reportUses(pass, placeOfUse(pass, frame, call.node, named, inputs), fact.uses, inputs);
  }
  if (fact.renders) reportRender(pass, frame, call.node, named, fact.renders, inputs);
  if (fact.effects) applyEffects(pass, frame, call.node, named, inputs);
  const results =
    fact.callbacks || fact.returns?.resultOf !== undefined ? callBack(pass, frame, call, named, inputs) : NO_RESULTS;
  const object = made === null ? null : (inputs.receiver ?? made);
  if (fact.returns === undefined) return object ?? resultWithoutFact(fact, inputs);
  const result = callResult(pass, frame, call.node, named, fact.returns, inputs, results);
  const traced = through(frame, call.node, result, isJoining(fact.returns.compute ?? '', inputs, result));
  return object === null ? traced : asConstructed(object, traced);
}

/** The call itself, or where the input was made that the fact names. */
function placeOfUse(pass: Pass, frame: Frame, node: NodeIndex, named: NamedCall, inputs: CallInputs): SinkPlace {
  const { program } = frame.instance;
  const input = named.fact.at === undefined ? undefined : select(inputs, named.fact.at);
  const made = input === undefined ? null : placeOfObject(pass.objects, input.object, program);
  return sinkPlace(program, made ?? node, named);
}

const NO_RESULTS: ReadonlyMap<Selector, Value> = new Map();

/** A call known for what it does gives nothing of interest; one known for less gives what unknown calls give. */
function resultWithoutFact(fact: CallFact, inputs: CallInputs): Value {
  if (fact.sinks || fact.effects || fact.callbacks) return UNKNOWN;
  return derive([...(inputs.receiver === null ? [] : [inputs.receiver]), ...inputs.positional]);
}

/** Computations that make inputs part of a larger text. */
const JOINING = /^string[.](concat|format|formatBraces|join|replace|replaceAll|replaceFirst)$|^list[.]join$/;

/** A text of which something is replaced has been looked after, perhaps; one put in for a placeholder is a part. */
function isJoining(compute: string, { receiver, positional }: CallInputs, result: Value): boolean {
  if (!JOINING.test(compute)) return false;
  if (!compute.startsWith('string.replace')) return true;
  const text = receiver !== null && receiver.taint !== 0 ? receiver : positional.at(0);
  return text === undefined || text.taint === 0 || text.trace !== result.trace;
}

function through(frame: Frame, node: NodeIndex, value: Value, joins: boolean): Value {
  const { trace } = value;
  if (value.taint === 0 || trace === null || trace.node === node) return value;
  return withTrace(value, extendTrace(trace, frame.instance.program, node, joins ? 'joined' : 'through', ''));
}

/** The new object with what its fact says of it. */
function asConstructed(object: Value, made: Value): Value {
  const kids = made.kids ?? object.kids;
  const any = made.kids === null ? object.any : made.any;
  const length = made.kids === null ? object.length : made.length;
  const type = made.type !== null && made.constants === null ? made.type : typeOf(object);
  const constants = made.constants ?? object.constants;
  const trace = made.trace ?? object.trace;
  const taint = made.taint | object.taint;
  const built = new Value(taint, constants, kids, any, length, type, trace, object.object, made.callables, null);
  return asHarmless(built, made.harmless);
}

function checkSinks(pass: Pass, frame: Frame, node: NodeIndex, named: NamedCall, inputs: CallInputs): void {
  for (const sink of named.sinks) {
    for (const selector of sink.inputs) {
      for (const value of selectAll(inputs, selector)) {
        const isTainted = (value.deepTaint & sink.bit) !== 0;
        if (!isTainted && !pass.reporter.dynamicRules.has(sink.kind)) continue;
        const place = sinkPlace(frame.instance.program, node, named);
        if (isTainted) reportSink(pass.reporter, place, sink.kind, value);
        reportDynamic(pass.reporter, place, sink.kind, value);
      }
    }
  }
}

/** Whether every condition on the arguments holds. */
export function holds(conditions: readonly WhenFact[] | undefined, inputs: CallInputs): boolean {
  if (conditions === undefined) return true;
  for (const condition of conditions) {
    const value = knownInput(inputs, condition.argument);
    if (condition.type && !condition.type.includes((value && typeOf(value)) ?? 'unknown')) return false;
    if (condition.empty !== undefined && condition.empty !== isEmpty(value)) return false;
    if (condition.is && !matchesAny(condition.is, value)) return false;
    if (condition.not && matchesAny(condition.not, value)) return false;
    if (condition.matches !== undefined && !matchesText(condition.matches, value)) return false;
    if (condition.starts !== undefined && !startsWith(condition.starts, inputs, condition.argument)) return false;
  }
  return true;
}

/** A literal without a key of its own: what was copied into it is still only a copy. */
const isEmpty = (value: Value | undefined): boolean =>
  value !== undefined && value.kids?.size === 0 && (value.taint === 0 || value.any !== null);

/** The input; a member that an object of known keys does not have counts as missing, however deep it lies. */
export function knownInput(inputs: CallInputs, selector: Selector): Value | undefined {
  const { path, ...base } = parseSelector(selector);
  if (path.length === 0 || path.includes('*')) return select(inputs, selector);
  let [value]: (Value | undefined)[] = selectAll(inputs, { ...base, path: [] });
  for (const key of path) {
    if (value === undefined) return undefined;
    const isClosed: boolean = value.kids !== null && value.any === null && value.taint === 0;
    value = isClosed ? value.kids?.get(normaliseKey(key)) : childOf(value, normaliseKey(key));
  }
  return value;
}

function matchesAny(wanted: NonNullable<WhenFact['is']>, value: Value | undefined): boolean {
  if (value === undefined) return wanted.includes('absent');
  if (value.constants === null) return wanted.includes('unknown');
  return value.constants.some((constant) => wanted.includes(constant));
}

/** Users bring facts of their own: a map that lives as long as a server must not keep all of them. */
const MOST_REMEMBERED = 10_000;
const EXPRESSIONS = new Map<string, RegExp>();

/** Facts' expressions are short and plain, and the constants they run on are bounded. */
export function expressionOf(pattern: string): RegExp {
  let expression = EXPRESSIONS.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, 'i');
    if (EXPRESSIONS.size >= MOST_REMEMBERED) EXPRESSIONS.clear();
    EXPRESSIONS.set(pattern, expression);
  }
  return expression;
}

function matchesText(pattern: string, value: Value | undefined): boolean {
  const expression = expressionOf(pattern);
  return value?.constants?.some((constant) => typeof constant === 'string' && expression.test(constant)) ?? false;
}

/** Whether an argument is a text put together at the call, whose first part is a constant that matches. */
function startsWith(pattern: string, inputs: CallInputs, selector: Selector): boolean {
  const expression = inputs.expressions[parseSelector(selector).position];
  let first: Expression | undefined;
  if (expression?.kind === 'operation' && expression.operator === '+') first = expression.operands[0];
  else if (expression?.kind === 'text') first = expression.parts[0];
  return first?.kind === 'constant' && typeof first.value === 'string' && expressionOf(pattern).test(first.value);
}

/** Where the parameters of a function stand: each argument that a library hands in is an object of its own. */
function parameterNodes(value: Value): (NodeIndex | undefined)[] {
  const [callable] = value.callables ?? [];
  return callable?.kind === 'function' ? callable.definition.parameters.map(({ node }) => node) : [];
}

/** Calls the functions that were handed in; their results by the selector that names them. */
function callBack(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  named: NamedCall,
  inputs: CallInputs,
): ReadonlyMap<Selector, Value> {
  const results = new Map<Selector, Value>();
  frame.forks++;
  for (const callback of named.fact.callbacks ?? []) {
    for (const holder of selectAll(inputs, parseSelector(callback.argument))) {
      const given = callback.key === undefined ? holder : elementUnder(inputs, holder, callback.key);
      const value = ofArity(given, callback, named.fact.callbacks ?? []);
      const making = { pass, frame, node: call.node, name: named.name, inputs, results };
      const places = parameterNodes(value);
      const handed = callback.with.map((fact, index) => makeValue({ ...making, place: places[index] }, fact));
      const result = callFunctions(pass, frame, call.node, value, handed);
      if (result === null) continue;
      const known = results.get(callback.argument);
      results.set(callback.argument, known === undefined ? result : join(known, result));
      for (const kind of callback.resultSinks ?? []) {
        reportSink(pass.reporter, sinkPlace(frame.instance.program, call.node, named), kind, result);
      }
    }
  }
  const wanted = named.fact.returns?.resultOf;
  if (wanted !== undefined && !results.has(wanted)) {
    const value = select(inputs, wanted);
    const result = value === undefined ? null : callFunctions(pass, frame, call.node, value, []);
    if (result !== null) results.set(wanted, result);
  }
  frame.forks--;
  return results;
}

function elementUnder(inputs: CallInputs, holder: Value, selector: Selector): Value {
  const key = keyOf(inputs, selector);
  return key === undefined ? anyChild(holder) : (holder.kids?.get(key) ?? UNKNOWN);
}

/** Only the functions that this entry is for: one for their very number of parameters wins over one for any. */
function ofArity(value: Value, callback: CallbackFact, all: readonly CallbackFact[]): Value {
  if (!all.some((each) => each.arity !== undefined)) return value;
  const callables = (value.callables ?? []).filter((callable) => {
    if (callable.kind !== 'function') return false;
    const arity = callable.definition.parameters.length;
    if (callback.arity !== undefined) return callback.arity === arity;
    return !all.some((each) => each.arity === arity && each.argument === callback.argument);
  });
  const { taint, constants, kids, any, length, type, trace, object, name } = value;
  return new Value(
    taint,
    constants,
    kids,
    any,
    length,
    type,
    trace,
    object,
    callables.length > 0 ? callables : null,
    name,
  );
}

/** The joined results of every function that the value may be; null when it is none in sight. */
export function callFunctions(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  value: Value,
  handed: readonly Value[],
): Value | null {
  let result: Value | null = null;
  for (const callable of value.callables ?? []) {
    if (callable.kind !== 'function') continue;
    const outcome = invoke(pass, frame, node, callable, inputsOfValues(null, [...handed])).result;
    result = result === null ? outcome : join(result, outcome);
  }
  return result;
}

/**
 * `object.key = value` where the facts make that a sink or a use; the key `[]` stands for every index, and the index is
 * the second of `inputs` then. Returns whether the write is done with that.
 */
export function applyWrite(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  object: Value,
  key: string,
  written: readonly Value[],
): boolean {
  const { facts } = frame.instance;
  const type = typeOf(object);
  const named =
    type === null ? facts.writeNamed(object.name === null ? key : `${object.name}.${key}`) : facts.writeOf(type, key);
  if (named === undefined) return false;
  const inputs = inputsOfValues(object, [...written]);
  const chosen = named.cases === null ? named : named.cases.find((each) => holds(each.fact.when, inputs));
  if (chosen === undefined || !holds(chosen.fact.when, inputs)) return false;
  checkSinks(pass, frame, node, chosen, inputs);
  if (chosen.fact.uses) reportUses(pass, sinkPlace(frame.instance.program, node, chosen), chosen.fact.uses, inputs);
  return false;
}
