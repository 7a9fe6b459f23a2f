// Operators on abstract values: constants are folded, texts keep their taint, numbers and truth values lose it.
import type { Constant, Operator } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { behindHost, behindHostOfPattern } from './addresses.ts';
import { mergeChildren } from './children.ts';
import { formatPrintf, formatsNumbersOnly } from './compute-format.ts';
import { derive } from './join.ts';
import { ALL_SINKS, ALLOCATION, NUMERIC_SINKS, sourceBit, type Taint } from './taint.ts';
import {
  asHarmless,
  COMPOSED_STRING,
  constantOf,
  constantsValue,
  listValue,
  traceOf,
  typed,
  typeOf,
  UNKNOWN,
  UNKNOWN_BOOLEAN,
  UNKNOWN_ERROR,
  UNKNOWN_NUMBER,
  UNKNOWN_STRING,
  type Value,
  withTaint,
  withType,
} from './value.ts';

const COMPARISONS: ReadonlySet<Operator> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not-in',
  'instanceof',
  'is',
  'is-not',
  'not',
]);

/** The value of an operation that evaluates all its operands. */
export function operate(operator: Operator, operands: readonly Value[], language: string): Value {
  if (operands.length === 1) return unary(operator, operands[0], language);
  if (operator === '+') return add(operands, language);
  if (operator === 'format') return format(operands);
  let left = operands[0];
  for (let index = 1; index < operands.length; index++) left = binary(operator, left, operands[index], language);
  return left;
}

function unary(operator: Operator, operand: Value, language: string): Value {
  const folded = foldAll([operand], ([constant]) => foldUnary(operator, constant, language));
  if (folded !== null) return folded;
  if (COMPARISONS.has(operator)) return UNKNOWN_BOOLEAN;
  if (operator === 'typeof' || operator === 'delete') return operator === 'typeof' ? UNKNOWN_STRING : UNKNOWN_BOOLEAN;
  return asNumber(operand);
}

function foldUnary(operator: Operator, constant: Constant, language: string): Constant | undefined {
  if (operator === 'not') return !constant;
  if (operator === 'typeof' && language !== 'java') return constant === null ? 'undefined' : typeof constant;
  if (typeof constant !== 'number') return undefined;
  if (operator === 'neg') return -constant;
  if (operator === 'pos') return constant;
  return operator === '~' ? ~constant : undefined;
}

function binary(operator: Operator, left: Value, right: Value, language: string): Value {
  const folded = foldAll([left, right], ([a, b]) => foldBinary(operator, a, b, language));
  if (folded !== null) return folded;
  if (COMPARISONS.has(operator))
    return operator === 'in' || operator === 'not-in' ? membership(operator, left, right) : UNKNOWN_BOOLEAN;
  if (operator === '%' && typeOf(left) === 'string') return format([left, right]);
  // Operators that Python lets texts, paths and collections define.
  if (language === 'python' && (typeOf(left) !== 'number' || typeOf(right) !== 'number')) {
    return withType(derive([left, right]), objectType(left) ?? objectType(right));
  }
  return asNumber(derive([left, right]));
}

/** The class of an operand that defines the operator: `Path("/srv") / name` is a path again. */
function objectType(value: Value): string | null {
  const type = typeOf(value);
  return type === null || BUILT_IN_TYPES.has(type) || type === 'number' || type === 'boolean' ? null : type;
}

function membership(operator: Operator, item: Value, container: Value): Value {
  const constant = constantOf(item);
  if (constant === undefined || container.kids === null || container.any !== null || container.deepTaint !== 0) {
    return UNKNOWN_BOOLEAN;
  }
  const kids = [...container.kids.values()];
  if (container.length < 0 || kids.some((kid) => constantOf(kid) === undefined)) return UNKNOWN_BOOLEAN;
  const found = kids.some((kid) => constantOf(kid) === constant);
  return constantsValue([operator === 'in' ? found : !found]);
}

/** What is left of a value once it is a number: that it may be predictable, and that others may choose how large it is. */
export function asNumber(value: Value): Value {
  const taint = value.deepTaint;
  const random = (taint & NUMERIC_SINKS) === 0 ? 0 : taint & sourceBit('weak-random');
  const chosen = (taint & ALLOCATION) === 0 ? 0 : taint & sourceBit('user-input');
  if ((random | chosen) === 0) return UNKNOWN_NUMBER;
  const sinks = (random === 0 ? 0 : taint & NUMERIC_SINKS) | (chosen === 0 ? 0 : ALLOCATION);
  return withTaint(UNKNOWN_NUMBER, random | chosen | sinks, traceOf(value, random | chosen));
}

/** A number that is no larger than the data it was counted in, or than a bound: lengths, positions, minima. */
export function asSmallNumber(value: Value): Value {
  const number = asNumber(value);
  if ((number.taint & ALLOCATION) === 0) return number;
  const taint = number.taint & ~ALLOCATION & ~sourceBit('user-input');
  return (taint & ALL_SINKS) === 0 ? UNKNOWN_NUMBER : withTaint(number, taint, number.trace);
}

const BUILT_IN_TYPES: ReadonlySet<string> = new Set(['string', 'list', 'record', 'dict', 'function']);

/** The types that hold anything. */
const isObjectType = (type: string): boolean =>
  /(^|\.)(Object|CharSequence|Comparable|Serializable|any|unknown)$/.test(type);

/** The value, known to be of a type; numbers and truth values cannot carry an attack. */
export function asType(value: Value, type: string): Value {
  if (type === 'number') return value.constants !== null ? value : asNumber(value);
  if (type === 'boolean') return value.constants !== null ? value : UNKNOWN_BOOLEAN;
  if (type === 'error') return value.constants !== null ? value : UNKNOWN_ERROR;
  if (value.type !== null) return value;
  if (value.constants === null || type === 'char') return withType(value, type);
  // A constant has the type of its text or number, unless the type is a class: a regular expression, an enum.
  return BUILT_IN_TYPES.has(type) || isObjectType(type) ? value : withType(value, type);
}

/** `+`, and the parts of a text: texts beside texts, numbers added, lists joined. */
function add(operands: readonly Value[], language: string): Value {
  const folded = foldAll(operands, (constants) => addConstants(constants, operands));
  if (folded !== null) return folded;
  if (operands.every((operand) => isNumeric(operand))) return asNumber(derive(operands));
  if (language === 'python' && operands.every((operand) => operand.length >= 0)) {
    return operands.slice(1).reduce(mergeChildren, listValue([], 0));
  }
  const derived = behindHost(derive(operands), operands);
  return operands.some((operand) => typeOf(operand) === 'string') ? textOf(derived, operands) : derived;
}

function isNumeric(value: Value): boolean {
  const type = typeOf(value);
  return type === 'number' || type === 'char' || type === 'boolean';
}

function addConstants(constants: readonly Constant[], operands: readonly Value[]): Constant | undefined {
  let sum: Constant | undefined;
  for (let index = 0; index < constants.length; index++) {
    const constant = constants[index];
    // Characters are texts here and numbers in arithmetic.
    const isChar = operands[index].type === 'char' && typeof constant === 'string';
    if (index === 0) {
      sum = isChar && operands[1] && isNumeric(operands[1]) ? String(constant).charCodeAt(0) : constant;
      continue;
    }
    sum = addTwo(sum, isChar && typeof sum === 'number' ? String(constant).charCodeAt(0) : constant);
    if (sum === undefined) return undefined;
  }
  return sum;
}

function addTwo(a: Constant | undefined, b: Constant): Constant | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a !== 'string' && typeof b !== 'string') return undefined;
  const text = `${a}${b}`;
  return text.length > LIMITS.constantLength ? undefined : text;
}

/** A text made of parts (templates, f-strings). */
export function concatenate(parts: readonly Value[]): Value {
  const folded = foldAll(parts, (constants) => {
    const text = constants.join('');
    return text.length > LIMITS.constantLength ? undefined : text;
  });
  if (folded !== null) return folded;
  return textOf(behindHost(derive(parts), parts), parts);
}

/** The text that has been made of these parts, whose taint is derived already. */
export function textOf(derived: Value, parts: readonly Value[]): Value {
  if (derived !== UNKNOWN) return withType(derived, 'string');
  const harmless = harmlessParts(parts);
  if (harmless !== 0) return asHarmless(UNKNOWN_STRING, harmless);
  return parts.some(isConstantText) && parts.some(mayBeText) ? COMPOSED_STRING : UNKNOWN_STRING;
}

/** The sinks for which no part can do harm: constants, numbers, and what is seen to be harmless. */
export function harmlessParts(parts: readonly Value[]): Taint {
  let harmless = ALL_SINKS;
  for (const part of parts) {
    if (part.constants === null && !isNumeric(part)) harmless &= part.harmless;
  }
  return harmless;
}

const isConstantText = (value: Value): boolean => value === COMPOSED_STRING || typeof constantOf(value) === 'string';

const mayBeText = (value: Value): boolean =>
  value === COMPOSED_STRING || (value.constants === null && !isNumeric(value));

function format(operands: readonly Value[]): Value {
  const [pattern, ...inputs] = operands;
  const text = constantOf(pattern);
  const list = inputs.length === 1 && inputs[0].length >= 0 ? [...(inputs[0].kids?.values() ?? [])] : inputs;
  if (typeof text === 'string') {
    const constants = list.map(constantOf);
    const result = constants.includes(undefined) ? undefined : formatPrintf(text, constants as Constant[]);
    if (result !== undefined) return constantsValue([result]);
  }
  if (typeof text === 'string' && text.includes('%') && formatsNumbersOnly(text)) {
    return asHarmless(UNKNOWN_STRING, ALL_SINKS);
  }
  const parts = [pattern, ...list, ...(list.length === 0 ? inputs : [])];
  const derived = derive(parts);
  return textOf(typeof text === 'string' ? behindHostOfPattern(derived, text, parts.slice(1)) : derived, parts);
}

/** Applies a function to every combination of constants; null when not all operands are constant or it has no answer. */
function foldAll(operands: readonly Value[], fold: (constants: Constant[]) => Constant | undefined): Value | null {
  for (const operand of operands) if (operand.constants === null) return null;
  let combinations: Constant[][] = [[]];
  for (const operand of operands) {
    const { constants } = operand;
    if (constants === null || combinations.length * constants.length > LIMITS.constants * LIMITS.constants) return null;
    if (constants.length === 1) for (const combination of combinations) combination.push(constants[0]);
    else combinations = combinations.flatMap((combination) => constants.map((constant) => [...combination, constant]));
  }
  const results: Constant[] = [];
  for (const combination of combinations) {
    const result = fold(combination);
    if (result === undefined || (typeof result === 'number' && Number.isNaN(result))) return null;
    if (!results.includes(result)) results.push(result);
  }
  if (results.length <= LIMITS.constants) return constantsValue(results);
  return asHarmless(typed(typeof results[0]), ALL_SINKS);
}

function foldBinary(operator: Operator, a: Constant, b: Constant, language: string): Constant | undefined {
  switch (operator) {
    case '==':
    case 'is':
      return equal(a, b, language);
    case '!=':
    case 'is-not':
      return !equal(a, b, language);
    case 'in':
      return typeof a === 'string' && typeof b === 'string' && language === 'python' ? b.includes(a) : undefined;
    case 'not-in':
      return typeof a === 'string' && typeof b === 'string' && language === 'python' ? !b.includes(a) : undefined;
    default:
  }
  if (operator === '%' && typeof a === 'string') return formatPrintf(a, [b]);
  if (operator === '*' && typeof a === 'string' && typeof b === 'number' && language === 'python') return repeat(a, b);
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return arithmetic(operator, x, y, language);
  return typeof a === 'string' && typeof b === 'string' ? compare(operator, a, b) : undefined;
}

function repeat(text: string, count: number): string | undefined {
  return text.length * count > LIMITS.constantLength ? undefined : text.repeat(Math.max(0, Math.trunc(count)));
}

function equal(a: Constant, b: Constant, language: string): boolean {
  if (a === b) return true;
  // A character and its code; JavaScript's loose comparison.
  if (typeof a === 'string' && typeof b === 'number')
    return language === 'java' ? a.charCodeAt(0) === b : Number(a) === b;
  if (typeof a === 'number' && typeof b === 'string') return equal(b, a, language);
  return false;
}

function numberOf(constant: Constant): number | undefined {
  if (typeof constant === 'number') return constant;
  if (typeof constant === 'boolean') return constant ? 1 : 0;
  return undefined;
}

function compare(operator: Operator, a: string | number, b: string | number): boolean | undefined {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  if (operator === '>') return a > b;
  return operator === '>=' ? a >= b : undefined;
}

function arithmetic(operator: Operator, a: number, b: number, language: string): Constant | undefined {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '//':
      if (b === 0) return undefined;
      return language === 'java' ? Math.trunc(a / b) : Math.floor(a / b);
    case '%':
      return b === 0 ? undefined : remainder(a, b, language);
    case '**':
      return a ** b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '>>>':
      return a >>> b;
    default:
      return compare(operator, a, b);
  }
}

function remainder(a: number, b: number, language: string): number {
  return language === 'python' ? a - b * Math.floor(a / b) : a % b;
}
