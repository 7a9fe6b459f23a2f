// What `metavariable-*` ask of the code that a metavariable stands for.
import type { CodeFile } from '../code-tree/code-file.ts';
import type { CodeNode } from '../code-tree/code-node.ts';
import { type ConstantValue, constantOf, numberOf } from '../code-tree/constants.ts';
import type { Operand } from '../rule-language/comparison.ts';
import type { Condition } from '../rule-language/formula.ts';
import { type Environment, lookup } from './environment.ts';

/** The texts that a regular expression may match: the code as written, or a constant's value. */
export function textOfBinding(file: CodeFile, value: CodeNode, useConstant: boolean): string[] {
  const written = value.syntax < 0 && value.kind === 'string' ? value.value : file.source.slice(value.start, value.end);
  const texts = [written];
  if (useConstant) {
    const constant = constantOf(file, value);
    if (constant !== undefined) texts.push(String(constant));
  }
  return texts;
}

/** The value of a metavariable in a comparison. */
function operandOf(file: CodeFile, value: CodeNode, base: number, strip: boolean): Operand | undefined {
  const constant: ConstantValue | undefined = constantOf(file, value);
  if (constant === undefined) {
    if (value.kind === 'array') return listOf(file, value);
    return file.source.slice(value.start, value.end);
  }
  if (typeof constant !== 'string' || !(strip || base !== 10)) return constant;
  const number = Number.parseInt(constant, base);
  return Number.isNaN(number) ? (numberOf(constant) ?? constant) : number;
}

function listOf(file: CodeFile, value: CodeNode): Operand | undefined {
  const items = value.parts.map((part) => constantOf(file, part));
  return items.includes(undefined) ? undefined : (items as Operand[]);
}

export function comparisonHolds(
  file: CodeFile,
  environment: Environment | null,
  { comparison, base, strip }: Condition & { type: 'comparison' },
): boolean {
  return comparison.holds((name) => {
    const value = lookup(environment, name);
    return value === undefined ? undefined : operandOf(file, value, base, strip);
  });
}

/** Bits a character from which on a text looks random. */
const HIGH_ENTROPY = 3.2;
/** There are ten digits only. */
const HIGH_ENTROPY_OF_DIGITS = 2.5;
const SHORTEST_SECRET = 12;
/** Share of vowels below which letters make no words, also where many of them are the same. */
const FEWEST_VOWELS = 0.2;

/** Whether a text looks random, as secrets do. */
export function hasHighEntropy(file: CodeFile, value: CodeNode): boolean {
  const constant = constantOf(file, value);
  const text = typeof constant === 'string' ? constant : file.source.slice(value.start, value.end);
  if (text.length < SHORTEST_SECRET || /\s/.test(text)) return false;
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  if (entropy >= HIGH_ENTROPY) return true;
  if (/^\d+$/.test(text)) return entropy >= HIGH_ENTROPY_OF_DIGITS;
  const letters = text.match(/[a-z]/gi)?.length ?? 0;
  const vowels = text.match(/[aeiou]/gi)?.length ?? 0;
  return letters > 0 && vowels / letters < FEWEST_VOWELS;
}

/** A repetition in a repetition, or of alternatives that begin alike. */
const RUNS_AWAY = /\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)[+*{]|\((?:\?:)?(\w)[^()|]*\|\1[^()]*\)[+*]/;

/** Whether a regular expression of the analysed code may take exponential time. */
export function mayRunAway(file: CodeFile, value: CodeNode): boolean {
  const constant = constantOf(file, value);
  return RUNS_AWAY.test(typeof constant === 'string' ? constant : file.source.slice(value.start, value.end));
}
