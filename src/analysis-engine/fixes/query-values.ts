// A query text with placeholders where values were, and the values in order: edits of the text, code of the values.
import type { Expression, Program } from '../ir.ts';
import { endOf, startOf } from '../parsing/syntax-tree.ts';
import type { TextEdit } from './fix.ts';
import { formattedQuery } from './formatted-query.ts';
import { type Piece, piecesOf, placeOfValue } from './sql-text.ts';

export interface QueryValue {
  readonly code: string;
  readonly expression: Expression;
  /** a name for it, where placeholders have names */
  readonly name: string;
  /** text is put before or after it */
  readonly isText: boolean;
}

export interface ParameterisedQuery {
  readonly edits: readonly TextEdit[];
  readonly values: readonly QueryValue[];
  /** placeholders that were there, before the first new one and after it */
  readonly placeholders: { readonly before: number; readonly after: number };
}

/** The text with placeholders; null where some value cannot be handed over, and none where there are no values. */
export function parameterised(program: Program, query: Expression, placeholder: string): ParameterisedQuery | null {
  const formatted = formattedQuery(program, query, placeholder);
  if (formatted !== null) return formatted;
  const pieces = piecesOf(program, query);
  if (pieces === null) return null;
  const { source } = program.tree;
  const texts = pieces.map((piece) => (piece.kind === 'text' ? source.slice(piece.start, piece.end) : null));
  const edits: TextEdit[] = [];
  const values: QueryValue[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'value') continue;
    const before = sqlBefore(texts, index);
    const place = placeOfValue(before, unescaped(texts[index + 1] ?? ''));
    const previous = pieces[index - 1];
    // A name in the text stays: whether it is safe the verification says.
    if (place === null || previous?.kind !== 'text') continue;
    const value = valueFor(program, piece.expression, place.before.slice(1), place.after.slice(0, -1), values);
    const next = pieces[index + 1];
    const mark = written(placeholder, values.length + 1, value.name);
    const lengths = [
      rawLength(texts[index - 1] ?? '', place.before, true),
      rawLength(texts[index + 1] ?? '', place.after, false),
    ];
    const edit = replaced(program, previous, piece, next, lengths[0], lengths[1], mark);
    if (edit === null) return null;
    edits.push(...edit);
    values.push(value);
  }
  if (values.length === 0) return null;
  const all = texts.filter((text) => text !== null).join('');
  if (/%/.test(all) && placeholder === '%s') return null;
  const first = texts
    .slice(
      0,
      pieces.findIndex((piece) => piece.kind === 'value'),
    )
    .join('');
  const count = (text: string): number =>
    placeholder === '?' ? [...text.replaceAll(/'[^']*'/g, '').matchAll(/\?/g)].length : 0;
  edits.push(...withoutFormat(program, query, pieces, values.length));
  return { edits, values, placeholders: { before: count(first), after: count(all) - count(first) } };
}

/** A template of Jinja with `{{ name }}` where values were put in; null where its text cannot be told apart. */
export function parameterisedTemplate(program: Program, template: Expression): ParameterisedQuery | null {
  const pieces = piecesOf(program, template);
  if (pieces === null || pieces[0]?.kind !== 'text') return null;
  const { source } = program.tree;
  const edits: TextEdit[] = [];
  const values: QueryValue[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'text') {
      // Braces of its own, and scripts and attributes, in which the value would have to be written in another way.
      if (/[{}]|<script|=\s*$|\son\w+=/i.test(source.slice(piece.start, piece.end))) return null;
      continue;
    }
    const previous = pieces[index - 1];
    if (previous?.kind !== 'text') return null;
    const value = valueFor(program, piece.expression, '', '', values);
    const edit = replaced(program, previous, piece, pieces[index + 1], 0, 0, `{{ ${value.name} }}`);
    if (edit === null) return null;
    edits.push(...edit);
    values.push(value);
  }
  if (values.length === 0) return null;
  edits.push(...withoutFormat(program, template, pieces, values.length));
  return { edits, values, placeholders: { before: 0, after: 0 } };
}

/** The statement so far, with a stand-in for each earlier value. */
function sqlBefore(texts: readonly (string | null)[], index: number): string {
  const sofar = texts.slice(0, index).map((text) => text ?? '0');
  return unescaped(sofar.join(''));
}

/** Quotes may be written with a backslash in the code. */
const unescaped = (text: string): string => text.replaceAll(/\\(['"])/g, '$1');

/** How much of the code a piece of SQL at the end (or the beginning) of a text takes. */
function rawLength(text: string, part: string, isEnd: boolean): number {
  const isEscaped =
    part.length > 0 && (isEnd ? text.slice(-part.length - 1).startsWith('\\') : text[part.length - 1] === '\\');
  return part.length + (isEscaped ? 1 : 0);
}

/** `*` stands for the value's name, `#` for its number; names follow `:` and `@` in any case. */
export function written(placeholder: string, number: number, name: string): string {
  const isNamed = /^[:@]/.test(placeholder);
  return placeholder.replace('*', () => name).replace('#', () => (isNamed ? name : String(number)));
}

/** The value as it is handed over: with what was written around it in the quotes. */
export function valueFor(
  { tree, language }: Program,
  expression: Expression,
  before: string,
  after: string,
  others: readonly QueryValue[],
): QueryValue {
  const code = tree.source.slice(startOf(tree, expression.node), endOf(tree, expression.node));
  const word =
    /([A-Za-z_]\w*)\W*$/.exec(code.replace(/\([^()]*\)$/, ''))?.[1]?.replaceAll(/[^A-Za-z0-9_]/g, '') ?? 'value';
  const name = others.some((other) => other.name === word) ? `${word}${others.length + 1}` : word;
  const isText = before !== '' || after !== '';
  return { code: isText ? around(language, code, before, after) : code, expression, name, isText };
}

function around(language: string, code: string, before: string, after: string): string {
  if (language === 'python')
    return `f"${before}{${code}}${after}"`.includes("'") || !code.includes('"')
      ? `f"${before}{${code}}${after}"`
      : `f'${before}{${code}}${after}'`;
  if (language === 'javascript' || language === 'typescript') return `\`${before}\${${code}}${after}\``;
  const parts = [
    before === '' ? null : `"${before}"`,
    /^[\w.()"]+$/.test(code) ? code : `(${code})`,
    after === '' ? null : `"${after}"`,
  ];
  return parts.filter((part) => part !== null).join(' + ');
}

/** From the quote before the value to the one after it, with whatever joined the pieces in the code. */
function replaced(
  { tree }: Program,
  previous: Extract<Piece, { kind: 'text' }>,
  value: Extract<Piece, { kind: 'value' }>,
  next: Piece | undefined,
  before: number,
  after: number,
  mark: string,
): TextEdit[] | null {
  const { source } = tree;
  const start = previous.end - before;
  const isInside = previous.literal === (next?.kind === 'text' ? next.literal : -1);
  if (isInside && next?.kind === 'text') return [{ start, end: next.start + after, text: mark }];
  const quote = source.slice(previous.end, endOf(tree, previous.literal));
  if (next === undefined) return [{ start, end: value.end, text: mark + quote }];
  if (next.kind !== 'text') return null;
  const isEmpty = next.end - next.start === after;
  const [open, close] = [startOf(tree, next.literal), endOf(tree, next.literal)];
  if (isEmpty && close - next.end === quote.length) return [{ start, end: close, text: mark + quote }];
  if (source.slice(value.end, open).includes('\n')) {
    const inner: TextEdit[] = after === 0 ? [] : [{ start: next.start, end: next.start + after, text: '' }];
    return [{ start, end: value.end, text: mark + quote }, ...inner];
  }
  // Pieces in different quotes cannot become one.
  if (
    source.slice(open, next.start) !==
    source.slice(
      startOf(tree, previous.literal),
      previous.literal >= 0 ? startOf(tree, previous.literal) + next.start - open : 0,
    )
  )
    return null;
  return [{ start, end: next.start + after, text: mark }];
}

/** An f-string without values is a plain string. */
function withoutFormat(
  { tree }: Program,
  query: Expression,
  pieces: readonly Piece[],
  replacedCount: number,
): TextEdit[] {
  const isWhole = pieces.filter((piece) => piece.kind === 'value').length === replacedCount;
  const start = startOf(tree, query.node);
  const isFormat = query.kind === 'text' && /^[fF]["']/.test(tree.source.slice(start, start + 2));
  return isWhole && isFormat ? [{ start, end: start + 1, text: '' }] : [];
}
