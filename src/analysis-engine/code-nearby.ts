// The code around a place, cut to what is near: its line, its statement, its function, the conditions and the comments about it.
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { firstNodeAt, statementAround } from './normalised-code.ts';
import { childByField, endOf, parentOf, startOf, textOf } from './parsing/syntax-tree.ts';

/** A remark about a statement stands in the lines next to it. */
export const NEAR_COMMENT = 240;
const COMMENT = /(?:\/\/|#|\/\*|"{3}|'{3})|^\s*\*/;

/** The surrounding function, or the file, as far as it is near the place. */
export function nearText(program: Program, offset: number): string {
  const [from, to] = rangeAround(program, offset);
  return program.tree.source.slice(from, to);
}

/** The statement around the place, as far as it is near. */
export function statementText({ tree }: Program, offset: number): string {
  const { start, end } = statementAround(tree, firstNodeAt(tree, offset));
  return tree.source.slice(Math.max(start, offset - LIMITS.namesAround), Math.min(end, offset + LIMITS.namesAround));
}

/** The line of the place. */
export function lineAt(source: string, offset: number): string {
  const before = source.slice(Math.max(0, offset - LIMITS.namesAround), offset);
  const behind = source.slice(offset, offset + LIMITS.namesAround);
  return before.slice(before.lastIndexOf('\n') + 1) + behind.split('\n', 1)[0];
}

/** The surrounding function, as far as it is near. */
export function rangeAround(program: Program, offset: number): [from: number, to: number] {
  const { tree } = program;
  const around = functionAround(program, offset);
  const isWhole = around === program.main;
  const from = Math.max(isWhole ? 0 : startOf(tree, around.node), offset - LIMITS.namesAround);
  const to = Math.min(isWhole ? tree.source.length : endOf(tree, around.node), offset + LIMITS.namesAround);
  return [from, to];
}

/** The words of the conditions that the place stands behind, those around a function in the function among them. */
export function conditionsAround({ tree }: Program, offset: number): string[] {
  const conditions: string[] = [];
  for (let at = parentOf(tree, firstNodeAt(tree, offset)); at >= 0; at = parentOf(tree, at)) {
    const condition = childByField(tree, at, 'condition');
    if (condition === undefined || condition < 0 || endOf(tree, condition) > offset) continue;
    conditions.push(wordsOf(textOf(tree, condition).slice(0, LIMITS.namesAround)));
  }
  return conditions;
}

/** What comments beside the place, and at the head of its function, say in their lines. */
export function commentsNear(program: Program, offset: number): string[] {
  const { source } = program.tree;
  const around = functionAround(program, offset);
  const head = around === program.main ? offset : startOf(program.tree, around.node);
  const beside = source.slice(Math.max(0, offset - NEAR_COMMENT), offset + NEAR_COMMENT / 2);
  const above = source.slice(Math.max(0, head - NEAR_COMMENT), Math.min(offset, head + NEAR_COMMENT));
  return commentsIn(`${above}\n${beside}`);
}

/** Comments of a text, line by line. */
export function commentsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const start = line.search(COMMENT);
    return start >= 0 ? [line.slice(start)] : [];
  });
}

/** Words of names, joined by `_`: `resetToken` reads as `_reset_token_`. */
export function wordsOf(name: string): string {
  const parts = name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4');
  return `_${parts.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()}_`;
}
