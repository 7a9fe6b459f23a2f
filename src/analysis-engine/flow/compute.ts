// The pure functions that library facts may name in `compute:`. Evaluated on constants; otherwise the result is derived
// from the inputs, clean when it is a number or a truth value.
import type { Constant } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { behindHostOfPattern } from './addresses.ts';
import { childOf, normaliseKey } from './children.ts';
import { formatBraces, formatPrintf, formatsNumbersOnly } from './compute-format.ts';
import { derive, join } from './join.ts';
import { asNumber, asSmallNumber, harmlessParts, textOf } from './operations.ts';
import { isRestrictive, matchesWhole, testPattern } from './patterns.ts';
import { harmlessAfterReplacing } from './rejected-text.ts';
import { ALL_SINKS, withoutSinks } from './taint.ts';
import {
  asHarmless,
  constantOf,
  constantsValue,
  type Key,
  listOfAny,
  listValue,
  recordValue,
  UNKNOWN,
  UNKNOWN_BOOLEAN,
  UNKNOWN_STRING,
  type Value,
  withTaint,
  withType,
} from './value.ts';

type Fold = (inputs: readonly Constant[]) => Constant | readonly Constant[] | undefined;

interface Computation {
  readonly gives: 'string' | 'number' | 'boolean' | 'char' | 'list' | 'input';
  readonly fold: Fold;
}

const text = (constant: Constant | undefined): string => (constant === null ? 'null' : String(constant));
const number = (constant: Constant | undefined): number => (typeof constant === 'number' ? constant : Number.NaN);

const strings = (fold: (self: string, ...inputs: string[]) => Constant | readonly Constant[] | undefined): Fold => {
  return ([self, ...inputs]) => {
    // Code that is being written may call with fewer arguments than there are.
    if (typeof self !== 'string' || inputs.length + 1 < fold.length) return undefined;
    return fold(self, ...inputs.map(text));
  };
};

const numbers = (fold: (...inputs: number[]) => number): Fold => {
  return (inputs) => (inputs.every((input) => typeof input === 'number') ? fold(...(inputs as number[])) : undefined);
};

const COMPUTATIONS: Readonly<Record<string, Computation>> = {
  'string.concat': { gives: 'string', fold: (inputs) => inputs.map(text).join('') },
  'string.substring': { gives: 'string', fold: substring },
  'string.slice': { gives: 'string', fold: slice },
  'string.charAt': { gives: 'char', fold: ([self, at]) => text(self)[number(at)] },
  'string.charCodeAt': { gives: 'number', fold: ([self, at]) => text(self).charCodeAt(number(at)) },
  'string.length': { gives: 'number', fold: ([self]) => (typeof self === 'string' ? self.length : undefined) },
  'string.indexOf': { gives: 'number', fold: strings((self, part) => self.indexOf(part)) },
  'string.lastIndexOf': { gives: 'number', fold: strings((self, part) => self.lastIndexOf(part)) },
  'string.replace': { gives: 'string', fold: strings((self, from, to) => self.split(from).join(to)) },
  'string.replaceFirst': { gives: 'string', fold: strings((self, from, to) => self.replace(from, () => to)) },
  'string.replaceAll': { gives: 'string', fold: strings(replacePattern) },
  'string.toUpperCase': { gives: 'string', fold: strings((self) => self.toUpperCase()) },
  'string.toLowerCase': { gives: 'string', fold: strings((self) => self.toLowerCase()) },
  'string.trim': { gives: 'string', fold: strings((self) => self.trim()) },
  'string.trimStart': { gives: 'string', fold: strings((self) => self.trimStart()) },
  'string.trimEnd': { gives: 'string', fold: strings((self) => self.trimEnd()) },
  'string.split': {
    gives: 'list',
    fold: strings((self, by) => (/^[^\\[\](){}.*+?^$|]+$/.test(by) ? self.split(by) : undefined)),
  },
  'string.toCharArray': { gives: 'list', fold: strings((self) => [...self]) },
  'string.format': { gives: 'string', fold: ([pattern, ...inputs]) => formatPrintf(text(pattern), inputs) },
  'string.formatBraces': { gives: 'string', fold: ([pattern, ...inputs]) => formatBraces(text(pattern), inputs) },
  'string.equals': { gives: 'boolean', fold: ([a, b]) => a === b },
  'string.equalsIgnoreCase': { gives: 'boolean', fold: strings((a, b) => a.toLowerCase() === b.toLowerCase()) },
  'string.startsWith': { gives: 'boolean', fold: strings((self, part) => self.startsWith(part)) },
  'string.endsWith': { gives: 'boolean', fold: strings((self, part) => self.endsWith(part)) },
  'string.contains': { gives: 'boolean', fold: strings((self, part) => self.includes(part)) },
  'string.isEmpty': { gives: 'boolean', fold: strings((self) => self.length === 0) },
  'string.repeat': { gives: 'string', fold: repeat },
  'string.reverse': { gives: 'string', fold: strings((self) => [...self].reverse().join('')) },
  'string.valueOf': { gives: 'string', fold: ([self]) => text(self) },
  'path.join': { gives: 'string', fold: joinPath },
  'string.matches': { gives: 'boolean', fold: strings((self, pattern) => matchesWhole(pattern, self)) },
  'regex.test': { gives: 'boolean', fold: strings((pattern, input) => testPattern(pattern, input)) },
  'number.parse': { gives: 'number', fold: ([self, radix]) => parseInteger(text(self), radix) },
  'number.parseFloat': { gives: 'number', fold: ([self]) => parseNumber(text(self)) },
  'number.toString': { gives: 'string', fold: ([self]) => text(self) },
  'boolean.of': { gives: 'boolean', fold: ([self]) => Boolean(self) },
  'boolean.parse': { gives: 'boolean', fold: strings((self) => self.toLowerCase() === 'true') },
  'math.abs': { gives: 'number', fold: numbers(Math.abs) },
  'math.min': { gives: 'number', fold: numbers(Math.min) },
  'math.max': { gives: 'number', fold: numbers(Math.max) },
  'math.floor': { gives: 'number', fold: numbers(Math.floor) },
  'math.ceil': { gives: 'number', fold: numbers(Math.ceil) },
  'math.round': { gives: 'number', fold: numbers(Math.round) },
};

/** Positions and lengths of texts, and the least of several numbers. */
const isBounded = (name: string): boolean => name.startsWith('string.') || name === 'math.min';

function joinPath(parts: readonly Constant[]): string {
  return parts
    .map(text)
    .filter((part) => part !== '')
    .join('/')
    .replace(/\/{2,}/g, '/');
}

const FORMATS: ReadonlySet<string> = new Set(['string.format', 'string.formatBraces']);

export const COMPUTE_NAMES: readonly string[] = [
  ...Object.keys(COMPUTATIONS),
  'string.join',
  'list.join',
  'collection.size',
  'collection.isEmpty',
  'collection.contains',
  'collection.containsKey',
  'record.fromEntries',
  'regex.match',
  'regex.exec',
];

/** The result of a named computation on these inputs. A name that does not exist derives. */
export function compute(name: string, inputs: readonly Value[]): Value {
  const computation = COMPUTATIONS[name];
  if (!computation) return computeOnContainer(name, inputs);
  const constants = inputs.map(constantOf);
  if (!constants.includes(undefined)) {
    const result = safeFold(computation.fold, constants as Constant[]);
    if (result !== undefined) return resultValue(result, computation);
  }
  if (computation.gives === 'boolean') return UNKNOWN_BOOLEAN;
  if (FORMATS.has(name) && typeof constants[0] === 'string' && formatsNumbersOnly(constants[0])) {
    return asHarmless(UNKNOWN_STRING, ALL_SINKS);
  }
  const derived = derive(inputs);
  if (computation.gives === 'number') return isBounded(name) ? asSmallNumber(derived) : asNumber(derived);
  if (computation.gives === 'list') {
    const element = withType(derived, 'string');
    return listOfAny(derived === UNKNOWN ? asHarmless(element, harmlessParts(inputs)) : element);
  }
  if (FORMATS.has(name)) {
    const [pattern] = constants;
    const { length } = inputs;
    if (typeof pattern !== 'string' || length < 2) return textOf(derived, inputs);
    return textOf(behindHostOfPattern(derived, pattern, inputs.slice(1)), inputs);
  }
  if (REPLACEMENTS.has(name) && derived.taint !== 0) return withType(replaced(derived, constants), 'string');
  if (derived === UNKNOWN) return asHarmless(UNKNOWN_STRING, harmlessParts(inputs));
  return withType(derived, computation.gives === 'char' ? 'char' : 'string');
}

const REPLACEMENTS: ReadonlySet<string> = new Set(['string.replace', 'string.replaceAll']);

/** A text in which a constant text has been replaced everywhere, by one that does not bring it back. */
function replaced(derived: Value, [, from, to]: readonly (Constant | undefined)[]): Value {
  if (typeof from !== 'string' || typeof to !== 'string' || to.includes(from)) return derived;
  const taint = withoutSinks(derived.taint, harmlessAfterReplacing(from));
  return withTaint(derived, taint, taint === 0 ? null : derived.trace);
}

function safeFold(fold: Fold, constants: readonly Constant[]): ReturnType<Fold> {
  const result = fold(constants);
  if (typeof result === 'number' && Number.isNaN(result)) return undefined;
  if (typeof result === 'string' && result.length > LIMITS.constantLength) return undefined;
  return result;
}

function resultValue(result: Constant | readonly Constant[], computation: Computation): Value {
  if (!Array.isArray(result)) return constantsValue([result as Constant], computation.gives === 'char' ? 'char' : null);
  return listValue(
    result.map((item) => constantsValue([item])),
    0,
  );
}

function computeOnContainer(name: string, inputs: readonly Value[]): Value {
  const [container, item] = inputs;
  if (container === undefined) return UNKNOWN;
  const isClosed = container.kids !== null && container.any === null && container.taint === 0;
  const size = container.length >= 0 ? container.length : container.kids?.size;
  switch (name) {
    case 'collection.size':
      return isClosed && size !== undefined ? constantsValue([size]) : asNumber(UNKNOWN);
    case 'collection.isEmpty':
      return isClosed ? constantsValue([size === 0]) : UNKNOWN_BOOLEAN;
    case 'collection.contains':
      return isClosed && item !== undefined ? containsConstant(container, item) : UNKNOWN_BOOLEAN;
    case 'collection.containsKey':
      return UNKNOWN_BOOLEAN;
    case 'list.join':
      return joinTexts(item ?? constantsValue([',']), [container]);
    case 'string.join':
      return joinTexts(container, inputs.slice(1));
    case 'regex.match':
      return groupsOf(container, item);
    case 'regex.exec':
      return item === undefined ? UNKNOWN : groupsOf(item, container);
    case 'record.fromEntries':
      return recordOfPairs(inputs[inputs.length - 1]);
    default:
      return derive(inputs);
  }
}

/** What a pattern found in a text, and its groups: harmless where all that it accepts is. */
function groupsOf(input: Value, pattern: Value | undefined): Value {
  const written = pattern === undefined ? undefined : constantOf(pattern);
  const isSafe = typeof written === 'string' && isRestrictive(written, false);
  return listOfAny(isSafe ? asHarmless(UNKNOWN_STRING, ALL_SINKS) : withType(derive([input]), 'string'));
}

/** `[[key, value], …]` as a record; of a construction the pairs are the last input, the new object the first. */
function recordOfPairs(pairs: Value): Value {
  if (pairs.kids === null || pairs.any !== null) return derive([pairs]);
  const kids = new Map<Key, Value>();
  let any: Value | null = null;
  for (const pair of pairs.kids.values()) {
    const key = constantOf(childOf(pair, 0));
    const value = childOf(pair, 1);
    if (key === undefined || key === null) any = any === null ? value : join(any, value);
    else kids.set(normaliseKey(key), value);
  }
  return recordValue(kids, any, null, 0);
}

function containsConstant(container: Value, item: Value): Value {
  const wanted = constantOf(item);
  const kids = [...(container.kids?.values() ?? [])].map(constantOf);
  if (wanted === undefined || kids.includes(undefined)) return UNKNOWN_BOOLEAN;
  return constantsValue([kids.includes(wanted)]);
}

function joinTexts(separator: Value, parts: readonly Value[]): Value {
  const only = parts[0];
  const isList = parts.length === 1 && only !== undefined && only.length >= 0 && only.taint === 0;
  const list = isList ? Array.from({ length: only.length }, (_, index) => childOf(only, index)) : parts;
  const constants = list.map(constantOf);
  const by = constantOf(separator);
  if (typeof by === 'string' && isList && !constants.includes(undefined)) {
    const joined = constants.map(text).join(by);
    if (joined.length <= LIMITS.constantLength) return constantsValue([joined]);
  }
  return textOf(derive([separator, ...list]), list);
}

function substring([self, begin, end]: readonly Constant[]): string | undefined {
  if (typeof self !== 'string' || typeof begin !== 'number') return undefined;
  return self.substring(begin, typeof end === 'number' ? end : undefined);
}

function slice([self, begin, end]: readonly Constant[]): string | undefined {
  if (typeof self !== 'string') return undefined;
  return self.slice(typeof begin === 'number' ? begin : 0, typeof end === 'number' ? end : undefined);
}

function repeat([self, count]: readonly Constant[]): string | undefined {
  if (typeof self !== 'string' || typeof count !== 'number' || count < 0) return undefined;
  return self.length * count > LIMITS.constantLength ? undefined : self.repeat(count);
}

function replacePattern(self: string, pattern: string, to: string): string | undefined {
  if (/^[\w\s'"<>&;:,/-]*$/.test(pattern) && !/[\\$]/.test(to)) return self.split(pattern).join(to);
  return undefined;
}

/** `parseInt('0700', 8)`; without a radix, or with ten, as it is written. */
function parseInteger(input: string, radix: Constant | undefined): number | undefined {
  if (radix === undefined || radix === 10) return parseNumber(input);
  if (typeof radix !== 'number' || !/^\s*[-+]?[\da-z]+\s*$/i.test(input)) return undefined;
  const parsed = Number.parseInt(input, radix);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function parseNumber(input: string): number | undefined {
  const parsed = /^\s*[-+]?\d+(\.\d+)?\s*$/.test(input) ? Number(input) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
