// String literals: their content without quotes, and in patterns what a string says about others.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import { type CodeNode, LIST_KINDS } from './code-node.ts';
import { ELLIPSIS_MARK, isEllipsisText, METAVARIABLE_MARK, PATTERN_KINDS, patternName } from './placeholders.ts';
import type { Reader } from './reader.ts';

const REGEX_TEXT = /^=~\/([\s\S]*)\/([a-z]*)$/;

/** A string without anything computed in it. */
export function plainText(reader: Reader, node: NodeIndex, content: string): CodeNode {
  if (!reader.isPattern) return reader.make(node, 'string', content, []);
  if (isEllipsisText(content)) return reader.make(node, PATTERN_KINDS.anyText, '', []);
  const regex = REGEX_TEXT.exec(content);
  if (regex) {
    const flags = regex[2] === '' ? '' : `(?${regex[2]})`;
    return reader.make(node, PATTERN_KINDS.textRegex, `${flags}${regex[1]}`, []);
  }
  const special = patternName(content);
  if (special?.kind === PATTERN_KINDS.metavariable) {
    return reader.make(node, PATTERN_KINDS.textMetavariable, special.value, []);
  }
  return reader.make(node, 'string', content, []);
}

/** A string with computed parts: pieces of text and expressions in order. */
export function template(reader: Reader, node: NodeIndex, parts: readonly CodeNode[]): CodeNode {
  if (parts.every((part) => part.kind === TEXT_PIECE)) {
    const content = parts.map((part) => part.value).join('');
    const isAny = reader.isPattern && isEllipsisText(content) && IS_TEMPLATE.test(reader.text(node));
    return isAny
      ? reader.listOf(node, 'template', [reader.name(node, ELLIPSIS_MARK)])
      : plainText(reader, node, content);
  }
  const split = reader.isPattern ? parts.flatMap((part) => splitPiece(reader, part)) : parts;
  return reader.listOf(node, 'template', split);
}

/** What is computed inside of a template: `${...}` in a pattern is one expression, whichever it is. */
export function computed(reader: Reader, node: NodeIndex, expression: CodeNode): CodeNode {
  if (!reader.isPattern || expression.kind !== PATTERN_KINDS.ellipsis) return expression;
  return reader.make(node, PATTERN_KINDS.metavariable, '_', []);
}

const TEXT_PIECE = 'text-piece';

/** How a literal begins that may compute something. */
export const IS_TEMPLATE = /^(?:`|[rR]?[fF][rR]?["'])/;

/** A piece of the text of a template. */
export function textPiece(reader: Reader, node: NodeIndex): CodeNode {
  return reader.make(node, TEXT_PIECE, reader.text(node), []);
}

/** `a...` in the text of a pattern is "a", then anything. */
function splitPiece(reader: Reader, part: CodeNode): CodeNode[] {
  if (part.kind !== TEXT_PIECE) return [part];
  const pieces = part.value.split(new RegExp(`(\\.\\.\\.|${ELLIPSIS_MARK}|${METAVARIABLE_MARK}[A-Z_0-9]+)`));
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (isEllipsisText(piece)) return reader.make(part.syntax, PATTERN_KINDS.ellipsis, '', []);
      const special = patternName(piece);
      if (special?.kind === PATTERN_KINDS.metavariable) {
        return reader.make(part.syntax, PATTERN_KINDS.textMetavariable, special.value, []);
      }
      if (special) return reader.make(part.syntax, special.kind, special.value, []);
      return reader.make(part.syntax, TEXT_PIECE, piece, []);
    });
}

/** Several literals side by side are one when all of them are plain. */
export function joinedText(reader: Reader, node: NodeIndex): CodeNode {
  const parts = reader.children(node);
  if (parts.every((part) => part.kind === 'string')) {
    return reader.make(node, 'string', parts.map((part) => part.value).join(''), []);
  }
  const pieces = parts.flatMap((part) => {
    if (part.kind === 'template') return part.parts;
    return part.kind === 'string' ? [reader.make(part.syntax, TEXT_PIECE, part.value, [])] : [part];
  });
  return reader.listOf(node, parts.length > 0 ? 'template' : LIST_KINDS.ordered, pieces);
}

/** What is between the quotes, `opening` and `closing` characters long. */
export function contentOf(reader: Reader, node: NodeIndex, opening: number, closing: number): string {
  const text = reader.text(node);
  return text.slice(opening, Math.max(opening, text.length - closing));
}
