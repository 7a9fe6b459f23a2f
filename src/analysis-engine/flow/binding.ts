// Arguments to parameters: by position, by name, rest and keywords, with their fallbacks.
import type { FunctionDefinition, Parameter } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { writeTarget } from './assignment.ts';
import { evaluate } from './expression.ts';
import { type Frame, setSelf, writeSlot } from './frame.ts';
import type { CallInputs } from './inputs.ts';
import { joinAll } from './join.ts';
import { resolveType } from './names.ts';
import { allocate, isHeld, settle } from './objects.ts';
import { asType } from './operations.ts';
import type { Pass } from './pass.ts';
import { extendTrace } from './trace.ts';
import { listOfAny, listValue, recordValue, UNKNOWN, type Value, withTrace } from './value.ts';

/** The values of a call's parameters in order, then the receiver; undefined where the fallback counts. */
export function parameterValues(
  pass: Pass,
  caller: Frame,
  node: NodeIndex,
  definition: FunctionDefinition,
  self: Value | null,
  inputs: CallInputs,
): (Value | undefined)[] {
  const takesSelf = definition.receiver === 'first' && self !== null;
  if (!takesSelf && isSimple(definition, inputs)) {
    return simpleValues(pass, caller, node, definition, self, inputs.positional);
  }
  const positional = takesSelf ? [self, ...inputs.positional] : inputs.positional;
  const used = new Set<string>();
  let position = 0;
  const values = definition.parameters.map((parameter) => {
    let value: Value | undefined;
    if (parameter.kind === 'rest') {
      value = restOf(pass, caller, node, positional.slice(position), inputs.spread);
      position = positional.length;
    } else if (parameter.kind === 'keywords') {
      value = keywordsOf(inputs, used);
    } else {
      if (parameter.kind === 'plain' && position < positional.length) value = positional[position++];
      else value = inputs.keywords?.get(parameter.name) ?? inputs.spread ?? inputs.keywordSpread ?? undefined;
      used.add(parameter.name);
    }
    return value === undefined ? undefined : passed(pass, caller, node, definition, parameter, value);
  });
  values.push(self ?? undefined);
  return values;
}

/** Positions only, on both sides: nearly every call. */
function isSimple(definition: FunctionDefinition, inputs: CallInputs): boolean {
  if (inputs.keywords !== null || inputs.spread !== null || inputs.keywordSpread !== null) return false;
  return definition.parameters.every((parameter) => parameter.kind === 'plain');
}

function simpleValues(
  pass: Pass,
  caller: Frame,
  node: NodeIndex,
  definition: FunctionDefinition,
  self: Value | null,
  positional: readonly Value[],
): (Value | undefined)[] {
  const { parameters } = definition;
  const values: (Value | undefined)[] = [];
  for (let index = 0; index < parameters.length; index++) {
    const value = positional[index];
    values.push(value === undefined ? undefined : passed(pass, caller, node, definition, parameters[index], value));
  }
  values.push(self ?? undefined);
  return values;
}

function passed(
  pass: Pass,
  caller: Frame,
  node: NodeIndex,
  definition: FunctionDefinition,
  parameter: Parameter,
  value: Value,
): Value {
  // From now on the object is held by the caller and by the callee.
  settle(pass.objects, value.object);
  if (value.taint === 0) return value;
  const label = `${definition.name === '' ? 'a function' : definition.name}(${parameter.name})`;
  return withTrace(value, extendTrace(value.trace, caller.instance.program, node, 'passed', label));
}

function restOf(pass: Pass, caller: Frame, node: NodeIndex, values: readonly Value[], spread: Value | null): Value {
  const object = allocate(pass.objects, caller, node);
  if (spread === null) return listValue(values, object);
  return listOfAny(joinAll([...values, spread]), object);
}

function keywordsOf(inputs: CallInputs, used: ReadonlySet<string>): Value {
  const entries = [...(inputs.keywords ?? [])].filter(([name]) => !used.has(name));
  return recordValue(new Map(entries), inputs.keywordSpread, 'record', 0);
}

/** Writes the parameters into a fresh frame. */
export function bindParameters(
  pass: Pass,
  frame: Frame,
  definition: FunctionDefinition,
  values: readonly (Value | undefined)[],
): void {
  setSelf(frame, values.at(-1));
  definition.parameters.forEach((parameter, index) => {
    let value = values[index];
    if (value === undefined) value = parameter.fallback === null ? UNKNOWN : evaluate(pass, frame, parameter.fallback);
    if (parameter.type !== null && parameter.kind === 'plain')
      value = asType(value, resolveType(frame.instance, parameter.type));
    const { target } = parameter;
    // Objects that no code in sight handed in are held by the parameter alone.
    if (!isHeld(pass.objects, value.object)) settle(pass.objects, value.object);
    // A parameter's own variable says nothing new in the trace: that it was passed is there already.
    if (target.kind === 'variable' && target.variable.depth === 0) writeSlot(frame, target.variable.slot, value);
    else writeTarget(pass, frame, target, value);
  });
}
