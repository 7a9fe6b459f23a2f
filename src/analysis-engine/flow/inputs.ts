// The inputs of a call, as library facts name them: receiver, arguments by position and keyword.

import type { Selector } from '../facts/library-fact.ts';
import { type ParsedSelector, parseSelector } from '../facts/selectors.ts';
import type { Argument, Expression } from '../ir.ts';
import { anyChild, childOf, normaliseKey } from './children.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { derive, joinOptional } from './join.ts';
import type { Pass } from './pass.ts';
import { UNKNOWN, type Value } from './value.ts';

/** Values change while the effects of a call are applied; expressions say where they are to be written back. */
export interface CallInputs {
  receiver: Value | null;
  readonly receiverExpression: Expression | null;
  readonly positional: Value[];
  readonly expressions: (Expression | null)[];
  readonly keywords: Map<string, Value> | null;
  /** element of spread lists whose length is not known: may be any later argument */
  readonly spread: Value | null;
  /** value of spread records that are not known */
  readonly keywordSpread: Value | null;
}

export function inputsOfValues(receiver: Value | null, positional: Value[]): CallInputs {
  return {
    receiver,
    receiverExpression: null,
    positional,
    expressions: [],
    keywords: null,
    spread: null,
    keywordSpread: null,
  };
}

/** Evaluates the arguments of a call, in order. */
export function evaluateInputs(
  pass: Pass,
  frame: Frame,
  receiver: Value | null,
  receiverExpression: Expression | null,
  list: readonly Argument[],
): CallInputs {
  const positional: Value[] = [];
  const expressions: (Expression | null)[] = [];
  let keywords: Map<string, Value> | null = null;
  let spread: Value | undefined;
  let keywordSpread: Value | undefined;
  for (const argument of list) {
    const value = evaluate(pass, frame, argument.value);
    if (argument.spread === 'list') {
      if (value.length < 0) spread = joinOptional(spread, anyChild(value));
      else for (let index = 0; index < value.length; index++) positional.push(childOf(value, index));
    } else if (argument.spread === 'record') {
      for (const [key, kid] of value.kids ?? []) {
        keywords ??= new Map();
        keywords.set(String(key), kid);
      }
      if (value.kids === null || value.any !== null) keywordSpread = joinOptional(keywordSpread, anyChild(value));
    } else if (argument.name !== null) {
      keywords ??= new Map();
      keywords.set(argument.name, value);
    } else {
      positional.push(value);
      expressions[positional.length - 1] = argument.value;
    }
  }
  return {
    receiver,
    receiverExpression,
    positional,
    expressions,
    keywords,
    spread: spread ?? null,
    keywordSpread: keywordSpread ?? null,
  };
}

/** Every value that was handed in, the receiver first. */
export function allInputs(inputs: CallInputs): Value[] {
  const values = allArguments(inputs);
  if (inputs.receiver !== null) values.unshift(inputs.receiver);
  return values;
}

export function allArguments(inputs: CallInputs): Value[] {
  const values = [...inputs.positional];
  if (inputs.keywords !== null) values.push(...inputs.keywords.values());
  if (inputs.spread !== null) values.push(inputs.spread);
  if (inputs.keywordSpread !== null) values.push(inputs.keywordSpread);
  return values;
}

/** All taint of all inputs; costs nothing while there is none. */
export function deriveInputs(inputs: CallInputs): Value {
  let taint = inputs.receiver?.deepTaint ?? 0;
  for (const value of inputs.positional) taint |= value.deepTaint;
  const isPlain = inputs.keywords === null && inputs.spread === null && inputs.keywordSpread === null;
  return taint === 0 && isPlain ? UNKNOWN : derive(allInputs(inputs));
}

/** The input that a selector names; undefined when there is none. Of several (`all`, `rest`) the first. */
export function select(inputs: CallInputs, selector: Selector): Value | undefined {
  const parsed = parseSelector(selector);
  const base = baseOf(inputs, parsed);
  return base === undefined ? undefined : follow(base, parsed.path);
}

/** Every input that a selector names. */
export function selectAll(inputs: CallInputs, parsed: ParsedSelector): Value[] {
  let bases: Value[];
  if (parsed.base === 'all') bases = allArguments(inputs);
  else if (parsed.base === 'rest') {
    bases = inputs.positional.slice(parsed.position);
    if (inputs.spread !== null) bases.push(inputs.spread);
  } else {
    const base = baseOf(inputs, parsed);
    bases = base === undefined ? [] : [base];
  }
  return parsed.path.length === 0 ? bases : bases.map((base) => follow(base, parsed.path));
}

function baseOf(inputs: CallInputs, parsed: ParsedSelector): Value | undefined {
  if (parsed.base === 'receiver') return inputs.receiver ?? undefined;
  if (parsed.base === 'all') return allArguments(inputs)[0];
  if (parsed.base === 'rest') return inputs.positional[parsed.position] ?? inputs.spread ?? undefined;
  const byPosition = parsed.position >= 0 ? inputs.positional[parsed.position] : undefined;
  if (byPosition !== undefined) return byPosition;
  if (parsed.position >= 0 && inputs.spread !== null) return inputs.spread;
  if (parsed.keyword === null) return undefined;
  return inputs.keywords?.get(parsed.keyword) ?? inputs.keywordSpread ?? undefined;
}

function follow(base: Value, path: readonly string[]): Value {
  let value = base;
  for (const key of path) {
    value = key === '*' ? anyChild(value) : childOf(value, normaliseKey(key));
  }
  return value;
}

/** Which argument position a selector stands for in this call, or -1: where an effect is written back. */
export function positionOf(inputs: CallInputs, selector: Selector): number {
  const parsed = parseSelector(selector);
  return parsed.base === 'argument' && parsed.position < inputs.positional.length ? parsed.position : -1;
}

export const orUnknown = (value: Value | undefined): Value => value ?? UNKNOWN;
