// A value with an encoder around it, as it can stand where it is: inside of a text with values in it there are limits.
import type { Program } from '../ir.ts';
import { endOf, kindOf, type NodeIndex, parentOf, startOf } from '../parsing/syntax-tree.ts';
import { nodeAt } from './code-style.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Values that are text already: `str(…)` around them says nothing. */
const IS_TEXT =
  /^(?:[rfb]{0,2}(["']).*\1|(?:str|repr|input)\(.*\)|(?:flask\.)?request\.(?:path|url|full_path|base_url|method)|(?:flask\.)?request\.(?:args|form|values|cookies|headers)(?:\.get\([^(),]+, ?(["'])[^"']*\2\)|\[[^\]]+\]))$/is;

/** The template with the value as `$IT`, and the range that it replaces; null where it cannot be written there. */
export function encodedIn(
  program: Program,
  template: string,
  { start, end }: Range,
): (Range & { text: string }) | null {
  const { tree, language } = program;
  const code = tree.source.slice(start, end);
  const around = substitutionAround(program, { start, end });
  const constant = /^(["'])([^"'\\]*)\1$/.exec(template)?.[2];
  if (around !== null && constant !== undefined) return { ...around, text: constant };
  const written = language === 'python' && IS_TEXT.test(code) ? template.replace(/\bstr\(\$IT\)/, '$IT') : template;
  const text = around === null || language !== 'python' ? written : inFormattedText(program, written, around);
  return text === null ? null : { start, end, text: text.replaceAll('$IT', () => code) };
}

/** Until Python 3.12 what is in an f-string has no backslash and none of its quotes. */
function inFormattedText({ tree }: Program, template: string, around: Range): string | null {
  if (template.includes('\\')) return null;
  let text: NodeIndex = nodeAt(tree, around.start, around.end);
  while (text > 0 && kindOf(tree, text) !== 'string') text = parentOf(tree, text);
  const quote = /^[a-z]*(["'])/i.exec(tree.source.slice(startOf(tree, text), endOf(tree, text)))?.[1];
  return quote === undefined ? null : template.replaceAll(/["']/g, quote === '"' ? "'" : '"');
}

/** `{value}` of an f-string or `${value}` of a template that holds nothing but the value. */
function substitutionAround({ tree }: Program, { start, end }: Range): Range | null {
  for (let at = nodeAt(tree, start, end); at > 0 && startOf(tree, at) <= start; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (kind === 'interpolation' || kind === 'template_substitution')
      return { start: startOf(tree, at), end: endOf(tree, at) };
    if (startOf(tree, at) < start || endOf(tree, at) > end) return null;
  }
  return null;
}
