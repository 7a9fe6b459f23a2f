// Java's literals → constants of the IR.
import type { Expression } from '../../ir.ts';
import {
  childrenOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/syntax-tree.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  s: ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** Replaces the escape sequences of JLS §3.10.7 and §3.3; a line continuation of a text block vanishes. */
function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|\r?\n|[\s\S])/g, (whole, sequence: string) => {
    if (sequence[0] === 'u' && sequence.length > 1) return String.fromCharCode(Number.parseInt(sequence.slice(-4), 16));
    if (/^[0-7]/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8));
    if (sequence.endsWith('\n')) return '';
    return ESCAPES[sequence] ?? whole;
  });
}

/** A text block without its quotes and its common indentation (JLS §3.10.6). */
function textBlock(source: string): string {
  const body = source.slice(3, -3).replace(/\r\n?/g, '\n');
  const lines = body.slice(body.indexOf('\n') + 1).split('\n');
  const last = lines.length - 1;
  const counted = lines.filter((line, index) => line.trim() !== '' || index === last);
  let indent = Number.POSITIVE_INFINITY;
  for (const line of counted) indent = Math.min(indent, line.length - line.trimStart().length);
  return decodeEscapes(lines.map((line) => line.slice(indent).trimEnd()).join('\n'));
}

/** Strings may hold interpolations (string templates): those become `text` of their parts, lowered by `lowerPart`. */
export function stringLiteral(
  tree: SyntaxTree,
  node: NodeIndex,
  lowerPart: (node: NodeIndex) => Expression,
): Expression {
  const source = textOf(tree, node);
  const parts: Expression[] = [];
  for (const child of childrenOf(tree, node)) {
    const kind = kindOf(tree, child);
    if (kind === 'string_interpolation') {
      for (const part of namedChildrenOf(tree, child)) parts.push(lowerPart(part));
    } else if (kind.endsWith('fragment') || kind === 'escape_sequence') {
      parts.push({ kind: 'constant', node: child, value: decodeEscapes(textOf(tree, child)) });
    }
  }
  if (parts.some((part) => part.kind !== 'constant')) return { kind: 'text', node, parts };
  const value = source.startsWith('"""') ? textBlock(source) : decodeEscapes(source.slice(1, -1));
  return { kind: 'constant', node, value };
}

export function characterLiteral(tree: SyntaxTree, node: NodeIndex): Expression {
  return { kind: 'constant', node, value: decodeEscapes(textOf(tree, node).slice(1, -1)), type: 'char' };
}

/** Integers and floating-point numbers of every base; long values beyond 2^53 lose their last digits. */
export function numberLiteral(tree: SyntaxTree, node: NodeIndex): Expression {
  return { kind: 'constant', node, value: parseNumber(textOf(tree, node).replaceAll('_', '')) };
}

function parseNumber(text: string): number {
  if (/^0[xX]/.test(text)) {
    const hexFloat = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)/.exec(text);
    if (!hexFloat) return Number.parseInt(text.slice(2), 16);
    const mantissa = Number.parseInt(`${hexFloat[1]}${hexFloat[2]}` || '0', 16);
    return mantissa * 2 ** (Number(hexFloat[3]) - 4 * hexFloat[2].length);
  }
  if (/^0[bB]/.test(text)) return Number.parseInt(text.slice(2), 2);
  if (/^0[0-7]+[lL]?$/.test(text)) return Number.parseInt(text, 8);
  return Number.parseFloat(text);
}
