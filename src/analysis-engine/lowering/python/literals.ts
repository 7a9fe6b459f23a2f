// Literals: numbers, strings with their prefixes and escapes, f-strings.
import type { Expression } from '../../ir.ts';
import {
  childByField,
  childrenOf,
  hasToken,
  kindOf,
  type NodeIndex,
  startOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { type PythonContext, partsOf } from './context.ts';

/** `1_000`, `0xFF`, `1.5e3`, `10L`; imaginary numbers and what no double holds become their text. */
export function lowerNumber(context: PythonContext, node: NodeIndex): Expression {
  const text = textOf(context.tree, node).replaceAll('_', '');
  const octal = /^0[0-7]+[lL]?$/.exec(text);
  const value = octal ? Number.parseInt(text, 8) : Number(text.replace(/[lL]$/, ''));
  return { kind: 'constant', node, value: Number.isNaN(value) ? text : value };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

function decodeEscape(sequence: string): string {
  const body = sequence.slice(1).replace('\r\n', '\n');
  const simple = SIMPLE_ESCAPES[body];
  if (simple !== undefined) return simple;
  const hexadecimal = /^[xuU]([0-9a-fA-F]+)$/.exec(body);
  const code = hexadecimal ? Number.parseInt(hexadecimal[1], 16) : Number.parseInt(body, 8);
  if (Number.isNaN(code) || code > 0x10ffff) return sequence;
  return String.fromCodePoint(code);
}

/** Text of a `string_content`, escapes decoded; `raw` strings keep backslashes but still double braces. */
function contentOf(context: PythonContext, node: NodeIndex, raw: boolean): string {
  const { tree } = context;
  const from = startOf(tree, node);
  const text = textOf(tree, node);
  let result = '';
  let at = 0;
  for (const special of childrenOf(tree, node)) {
    const offset = startOf(tree, special) - from;
    const spelled = textOf(tree, special);
    result += text.slice(at, offset);
    if (kindOf(tree, special) === 'escape_interpolation') result += spelled.slice(1);
    else result += raw ? spelled : decodeEscape(spelled);
    at = offset + spelled.length;
  }
  return result + text.slice(at);
}

/** A format specification that only numbers accept: what it prints is a number, whatever the value was. */
const NUMERIC_SPECIFICATION = /^:[^{}]*[bdoxXeEfFgGn%]$/;

/** `{value!r:>{width}}`: the value, and the parts that its format specification takes. */
function interpolated(context: PythonContext, node: NodeIndex): Expression[] {
  const { tree } = context;
  const inner = childByField(tree, node, 'expression');
  if (inner < 0) return partsOf(context, node).map(context.expression);
  const value = context.expression(inner);
  const specification = childByField(tree, node, 'format_specifier');
  const parts: Expression[] = [];
  if (hasToken(tree, node, '=')) parts.push({ kind: 'constant', node, value: `${textOf(tree, inner)}=` });
  if (specification >= 0 && NUMERIC_SPECIFICATION.test(textOf(tree, specification))) {
    return [...parts, { kind: 'cast', node, value, type: 'number' }];
  }
  parts.push(value);
  if (specification < 0) return parts;
  for (const nested of partsOf(context, specification)) parts.push(...interpolated(context, nested));
  return parts;
}

/** The parts of one string literal, adjacent constants not yet joined. */
function stringParts(context: PythonContext, node: NodeIndex): Expression[] {
  const { tree } = context;
  const parts: Expression[] = [];
  let raw = false;
  for (const child of childrenOf(tree, node)) {
    const kind = kindOf(tree, child);
    if (kind === 'string_start') raw = /r/i.test(textOf(tree, child));
    else if (kind === 'string_content') {
      parts.push({ kind: 'constant', node: child, value: contentOf(context, child, raw) });
    } else if (kind === 'interpolation') parts.push(...interpolated(context, child));
  }
  return parts;
}

function textOfParts(node: NodeIndex, parts: readonly Expression[]): Expression {
  const joined: Expression[] = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (last?.kind === 'constant' && part.kind === 'constant') {
      joined[joined.length - 1] = { kind: 'constant', node: last.node, value: `${last.value}${part.value}` };
    } else joined.push(part);
  }
  if (joined.length === 0) return { kind: 'constant', node, value: '' };
  const [only] = joined;
  if (joined.length === 1 && only.kind === 'constant') return { kind: 'constant', node, value: only.value };
  return { kind: 'text', node, parts: joined };
}

/** A string or bytes literal: a constant, or text with its interpolations. */
export function lowerString(context: PythonContext, node: NodeIndex): Expression {
  return textOfParts(node, stringParts(context, node));
}

/** `'a' f'{b}' 'c'` is one text. */
export function lowerConcatenatedString(context: PythonContext, node: NodeIndex): Expression {
  return textOfParts(
    node,
    partsOf(context, node).flatMap((part) => stringParts(context, part)),
  );
}
