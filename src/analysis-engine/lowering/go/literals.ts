// Literals: numbers, strings with their escapes, runes.
import type { Expression } from '../../ir.ts';
import { type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import type { GoContext } from './context.ts';

/** `1_000`, `0xFF`, `0b1`, `0o17`, `017`, `1.5e3`; imaginary numbers and what no double holds become their text. */
export function lowerNumber({ tree }: GoContext, node: NodeIndex): Expression {
  const text = textOf(tree, node).replaceAll('_', '');
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return { kind: 'constant', node, value: Number.isNaN(value) ? text : value };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function decode(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/g,
    (all, simple, byte, short, long, octal) => {
      if (simple !== undefined) return SIMPLE_ESCAPES[simple];
      const code = octal === undefined ? Number.parseInt(byte ?? short ?? long, 16) : Number.parseInt(octal, 8);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
}

export function lowerString({ tree }: GoContext, node: NodeIndex): Expression {
  return { kind: 'constant', node, value: decode(textOf(tree, node).replace(/^"|"$/g, '')) };
}

/** Between backquotes nothing is an escape, and carriage returns do not count. */
export function lowerRawString({ tree }: GoContext, node: NodeIndex): Expression {
  const value = textOf(tree, node).replace(/^`|`$/g, '').replaceAll('\r', '');
  return { kind: 'constant', node, value };
}

export function lowerRune({ tree }: GoContext, node: NodeIndex): Expression {
  return { kind: 'constant', node, value: decode(textOf(tree, node).slice(1, -1)), type: 'char' };
}
