// Literals: strings, templates, numbers, regular expressions, and the words that stand for constants.
import type { Constant, Expression } from '../../ir.ts';
import { childrenOf, endOf, kindOf, type NodeIndex, type SyntaxTree, startOf, textOf } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression } from './file-lowering.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

export function constant(node: NodeIndex, value: Constant): Expression {
  return { kind: 'constant', node, value };
}

/** The value of a string literal node. */
export function stringValue(tree: SyntaxTree, node: NodeIndex): string {
  return unescapeText(tree.source.slice(startOf(tree, node) + 1, endOf(tree, node) - 1));
}

/** Resolves the escapes of string and template literals (ECMA-262 §12.9.4). */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_whole, braced, unicode, hexadecimal, single: string | undefined) => {
    if (single !== undefined) return ESCAPES[single] ?? single;
    const code = Number.parseInt(braced ?? unicode ?? hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** Text of JSX: entities instead of escapes. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hexadecimal, decimal, name) => {
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const code = hexadecimal === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export function lowerString(file: FileLowering, node: NodeIndex): Expression {
  return constant(node, stringValue(file.tree, node));
}

export function lowerNumber(file: FileLowering, node: NodeIndex): Expression {
  const text = textOf(file.tree, node).replaceAll('_', '').replace(/n$/, '');
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return Number.isNaN(value) ? file.program.unknown(node) : constant(node, value);
}

/** Pieces between `${…}` are constants; a template without any is one constant. */
export function lowerTemplate(file: FileLowering, node: NodeIndex): Expression {
  const parts = templateParts(file, node);
  if (parts.length === 0) return constant(node, '');
  const only = parts[0];
  return parts.length === 1 && only.kind === 'constant' ? only : { kind: 'text', node, parts };
}

/** The constant pieces and the substitutions of a template, in order; empty pieces are left out. */
export function templateParts(file: FileLowering, node: NodeIndex): Expression[] {
  const { tree } = file;
  const parts: Expression[] = [];
  let from = startOf(tree, node) + 1;
  const addText = (to: number): void => {
    if (to > from) parts.push(constant(node, unescapeText(tree.source.slice(from, to))));
  };
  for (const child of childrenOf(tree, node)) {
    if (kindOf(tree, child) !== 'template_substitution') continue;
    addText(startOf(tree, child));
    const value = firstPartOf(tree, child);
    if (value >= 0) parts.push(lowerExpression(file, value));
    from = endOf(tree, child);
  }
  addText(endOf(tree, node) - 1);
  return parts;
}

/** The source of the expression, known to be a RegExp: guards read the pattern from it. */
export function lowerRegex(file: FileLowering, node: NodeIndex): Expression {
  return { kind: 'cast', node, value: constant(node, textOf(file.tree, node)), type: 'RegExp' };
}

export function lowerTrue(_file: FileLowering, node: NodeIndex): Expression {
  return constant(node, true);
}

export function lowerFalse(_file: FileLowering, node: NodeIndex): Expression {
  return constant(node, false);
}

/** `null` and `undefined` are one constant: no rule tells them apart. */
export function lowerNull(_file: FileLowering, node: NodeIndex): Expression {
  return constant(node, null);
}

/** A name that is no variable: `#x` of `#x in object`; others only after syntax errors. */
export function lowerWord(file: FileLowering, node: NodeIndex): Expression {
  return constant(node, textOf(file.tree, node));
}
