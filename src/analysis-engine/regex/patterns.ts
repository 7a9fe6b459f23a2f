// The regular expressions of a program, as far as they are written in it, for engines that backtrack.

import { sightingsOf } from '../inspection/sightings.ts';
import type { Expression, Program } from '../ir.ts';
import { kindSet, nodesOf } from '../parsing/kind-sets.ts';
import { kindOf, type NodeIndex, namedChildrenOf, textOf } from '../parsing/syntax-tree.ts';
import { type Ambiguity, ambiguityOf } from './ambiguity.ts';

interface WrittenPattern {
  readonly node: NodeIndex;
  readonly text: string;
  /** it must match the whole text, so that it may fail at the end */
  readonly isWhole: boolean;
}

export interface AmbiguousPattern {
  readonly node: NodeIndex;
  readonly ambiguity: Ambiguity;
}

const KNOWN = new WeakMap<Program, readonly AmbiguousPattern[]>();

/** The patterns of the file of which one text can be read in many ways; worked out once for the rules that share it. */
export function ambiguousPatternsOf(program: Program): readonly AmbiguousPattern[] {
  let known = KNOWN.get(program);
  if (known === undefined) {
    known = patternsOf(program).flatMap(({ node, text, isWhole }) => {
      const ambiguity = ambiguityOf(text, isWhole);
      return ambiguity === null ? [] : [{ node, ambiguity }];
    });
    KNOWN.set(program, known);
  }
  return known;
}

/** Functions of Python's `re`, and how much of the text they match. */
const PYTHON = /^(compile|match|fullmatch|search|findall|finditer|sub|subn|split)$/;
const JAVA_TEXT = /^(matches|replaceAll|replaceFirst|split)$/;

/** Every pattern of the file that is known. Go's engine takes linear time, whatever the pattern. */
function patternsOf(program: Program): WrittenPattern[] {
  const { language } = program;
  if (language === 'go') return [];
  const patterns = language.endsWith('script') ? literalsOf(program) : [];
  for (const { item } of sightingsOf(program, 'call')) {
    const use = useOf(program, item);
    const first = use === null ? undefined : item.arguments[0]?.value;
    const text = first === undefined ? null : constantText(first);
    if (use !== null && first !== undefined && text !== null)
      patterns.push({ node: first.node, text, isWhole: use.isWhole });
  }
  return patterns;
}

const isLiteral = kindSet('regex');

function literalsOf({ tree }: Program): WrittenPattern[] {
  const patterns: WrittenPattern[] = [];
  for (const node of nodesOf(tree, isLiteral)) {
    const body = namedChildrenOf(tree, node).find((child) => kindOf(tree, child) === 'regex_pattern');
    // The flag `v` has a grammar of its own.
    if (body !== undefined && !/\/[a-z]*v[a-z]*$/.test(textOf(tree, node))) {
      patterns.push({ node, text: textOf(tree, body), isWhole: false });
    }
  }
  return patterns;
}

function useOf(program: Program, call: Extract<Expression, { kind: 'call' }>): { readonly isWhole: boolean } | null {
  const { callee } = call;
  if (program.language === 'python') {
    const name = memberOf(callee, 're');
    if (name === null || !PYTHON.test(name) || /VERBOSE|re\.X\b|\(\?[a-z]*x/.test(textOf(program.tree, call.node)))
      return null;
    return { isWhole: name === 'fullmatch' };
  }
  if (program.language !== 'java')
    return callee.kind === 'global' && callee.name === 'RegExp' ? { isWhole: false } : null;
  if (callee.kind !== 'member') return null;
  if (callee.key === 'compile' || callee.key === 'matches') {
    const object = textOf(program.tree, callee.object.node);
    if (/(^|\.)Pattern$/.test(object))
      return { isWhole: callee.key === 'matches' || /\.matches\(\)/.test(program.tree.source) };
  }
  return JAVA_TEXT.test(callee.key) && call.arguments.length <= 2 ? { isWhole: callee.key === 'matches' } : null;
}

/** The name of what is called in a module: `re.compile`, or `compile` of `from re import compile`. */
function memberOf(callee: Expression, module: string): string | null {
  if (callee.kind === 'import') return callee.module === module ? callee.name : null;
  const isMember = callee.kind === 'member' && callee.object.kind === 'import' && callee.object.name === null;
  return isMember && callee.object.module === module ? callee.key : null;
}

function constantText(expression: Expression): string | null {
  if (expression.kind === 'constant') return typeof expression.value === 'string' ? expression.value : null;
  const parts = partsOf(expression);
  if (parts === null) return null;
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'constant' || typeof part.value !== 'string') return null;
    text += part.value;
  }
  return text;
}

function partsOf(expression: Expression): readonly Expression[] | null {
  if (expression.kind === 'text') return expression.parts;
  return expression.kind === 'operation' && expression.operator === '+' ? expression.operands : null;
}
