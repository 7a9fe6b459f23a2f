// A text put together in code, as its written pieces and the values between them; and what SQL around a value says of it.
import type { Expression, Program } from '../ir.ts';
import { endOf, kindOf, type NodeIndex, parentOf, startOf } from '../parsing/syntax-tree.ts';

/** A piece: written text (`start` and `end` without its quotes), or the code of a value with what separates it. */
export type Piece =
  | { readonly kind: 'text'; readonly start: number; readonly end: number; readonly literal: NodeIndex }
  | { readonly kind: 'value'; readonly start: number; readonly end: number; readonly expression: Expression };

/** The pieces in order; null when it is put together in a way that is not known here. */
export function piecesOf(program: Program, expression: Expression): Piece[] | null {
  const pieces: Piece[] = [];
  const pending: Expression[] = [expression];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (at.kind === 'operation' && at.operator === '+') pending.unshift(...at.operands);
    else if (at.kind === 'text') {
      const inner = interpolated(program, at);
      if (inner === null) return null;
      pieces.push(...inner);
    } else if (at.kind === 'constant') {
      const piece = literalPiece(program, at);
      if (piece === null) return null;
      pieces.push(piece);
    } else pieces.push(valuePiece(program, at));
  }
  return pieces;
}

function valuePiece({ tree }: Program, expression: Expression): Piece {
  let node = expression.node;
  // `(a)` is the value with its parentheses.
  while (/^parenthesized_expression$/.test(kindOf(tree, parentOf(tree, node)))) node = parentOf(tree, node);
  return { kind: 'value', start: startOf(tree, node), end: endOf(tree, node), expression };
}

function literalPiece({ tree }: Program, { node }: Expression): Piece | null {
  const text = tree.source.slice(startOf(tree, node), endOf(tree, node));
  const match = /^(?:[rRuUbB]{0,2})("""|'''|"|'|`)/.exec(text);
  if (match === null || !text.endsWith(match[1]) || text.length < match[0].length + match[1].length) return null;
  return {
    kind: 'text',
    start: startOf(tree, node) + match[0].length,
    end: endOf(tree, node) - match[1].length,
    literal: node,
  };
}

/** Pieces of a template or an f-string; the code of a value includes its braces. */
function interpolated({ tree }: Program, text: Extract<Expression, { kind: 'text' }>): Piece[] | null {
  const [start, end] = [startOf(tree, text.node), endOf(tree, text.node)];
  const match = /^(?:[fFrR]{1,2})?("""|'''|"|'|`)/.exec(tree.source.slice(start, end));
  if (match === null) return null;
  const pieces: Piece[] = [];
  let at = start + match[0].length;
  const last = end - match[1].length;
  for (const part of text.parts) {
    if (part.kind === 'constant') continue;
    let node = part.node;
    while (node >= 0 && !/^(?:interpolation|template_substitution)$/.test(kindOf(tree, node)))
      node = parentOf(tree, node);
    if (node < 0 || startOf(tree, node) < at) return null;
    // A format of its own (`{x:>10}`, `{x!r}`) changes what is put in.
    const code = tree.source.slice(startOf(tree, node), endOf(tree, node));
    if (
      code.startsWith('{') &&
      endOf(tree, part.node) < endOf(tree, node) - 1 &&
      !/^\s*\)*\s*\}$/.test(tree.source.slice(endOf(tree, part.node), endOf(tree, node)))
    )
      return null;
    pieces.push({ kind: 'text', start: at, end: startOf(tree, node), literal: text.node });
    pieces.push({ kind: 'value', start: startOf(tree, node), end: endOf(tree, node), expression: part });
    at = endOf(tree, node);
  }
  pieces.push({ kind: 'text', start: at, end: last, literal: text.node });
  return pieces;
}

/** Where a value stands in a statement. */
export interface ValuePlace {
  /** the quote around it and what is written between quote and value */
  readonly before: string;
  readonly after: string;
}

const OPERAND =
  /(?:[=<>]|\b(?:like|ilike|between|limit|offset|values\s*\(|in\s*\(|values\s*\([^()]*,|in\s*\([^()]*,|set\s+[\w."`[\]]+\s*=|and|then|else))\s*$/i;

/** How the value between two pieces of SQL is written; null where no value can be handed over: a name, a part of a word. */
export function placeOfValue(sqlBefore: string, sqlAfter: string): ValuePlace | null {
  const open = openQuote(sqlBefore);
  // What stands there alone is a list of values.
  if (open === null && /\bin\s*\(\s*$/i.test(sqlBefore) && /^\s*\)/.test(sqlAfter)) return null;
  if (open === null) {
    const isOperand =
      OPERAND.test(sqlBefore) && !(/\band\s*$/i.test(sqlBefore) && !/\bbetween\b[^=<>]*$/i.test(sqlBefore));
    return isOperand && /^\s*(?:[),;]|$|\b)/.test(sqlAfter) && !/^[\w.]/.test(sqlAfter)
      ? { before: '', after: '' }
      : null;
  }
  const { quote, at } = open;
  const close = sqlAfter.indexOf(quote);
  if (close < 0 || sqlAfter[close + 1] === quote || !OPERAND.test(sqlBefore.slice(0, at))) return null;
  const [before, after] = [sqlBefore.slice(at), sqlAfter.slice(0, close + 1)];
  return /[\\{}?:]/.test(before + after) ? null : { before, after };
}

/** The quote that is open at the end of a piece of SQL. */
function openQuote(sql: string): { readonly quote: string; readonly at: number } | null {
  let open: { quote: string; at: number } | null = null;
  for (let at = 0; at < sql.length; at++) {
    const character = sql[at];
    if (open === null && (character === "'" || character === '"')) open = { quote: character, at };
    else if (open !== null && character === open.quote) open = null;
  }
  return open;
}
