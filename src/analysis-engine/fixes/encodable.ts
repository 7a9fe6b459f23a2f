// Whether a value may be encoded where it stands: a text, not encoded yet, not itself in the language that it becomes part of.
import { variableUse } from '../inspection/index.ts';
import type { Expression } from '../ir.ts';
import { constantTexts, placeOf, sightingOf } from './expressions.ts';
import type { FixContext } from './fix.ts';
import { calledName } from './program-outline.ts';
import { piecesOf } from './sql-text.ts';

const ENCODED =
  /(?<!un)(?:escap|quot)|^(?:html|url|uri|xml|attr)?_?encode|encodeFor|encodeURI|sanit|purif|(?:^|_)esc(?:$|[A-Z_])/i;
/** Names of what is written in the language itself. */
const IN_LANGUAGE: Readonly<Record<string, RegExp>> = {
  'encode.html':
    /html|markup|svg|render|template|(?:^|_)css|script|json|stringify|component|widget|i18n|gettext|translat|(?:^|_)tags?$|body|content|page|chunk/i,
  'encode.regex': /re?gexp?|pattern|(?:^|_)re$|expr|^source$|delim|separator|length|count|width|size|index|alternat/i,
  'encode.shell': /^(?:cmd|command|shell|script|args|argv|flags|options?|opts)/i,
};
const NO_TEXT =
  /^(?:split|rsplit|splitlines|list|tuple|dict|set|sorted|encode|to_bytes|bytes|bytearray|len|int|float|Number|parseInt|parseFloat|readlines|keys|values|items|entries|getBytes|Buffer)$/;

/** Whether the encoder of this name is right around `part`, which stands in `whole`, or alone. */
export function mayEncode(
  context: FixContext,
  name: string | null,
  part: Expression,
  whole: Expression | null,
): boolean {
  if (name === null || name === 'encode.redacted') return true;
  if (!isTextAsFarAsKnown(part) || isEncoded(part) || isInLanguage(context, name, part)) return false;
  for (const value of valuesOf(context, part)) {
    if (!isTextAsFarAsKnown(value) || isEncoded(value)) return false;
    if (name === 'encode.html' && constantTexts(value).some((text) => /<\w|<\/\w/.test(text))) return false;
  }
  if (whole === null) return true;
  const before = codeBefore(context, whole, part);
  if (name === 'encode.html') return isPlainPlace(before);
  if (name === 'encode.shell') return isArgument(before);
  // A set of characters takes its ranges as they are.
  if (name === 'encode.regex' && before !== null) return !/(?<!\\)\[(?:[^\]\\]|\\.)*$/.test(before);
  return true;
}

function isTextAsFarAsKnown(value: Expression): boolean {
  switch (value.kind) {
    case 'list':
    case 'record':
    case 'function':
      return false;
    case 'constant':
      return typeof value.value === 'string';
    case 'conditional':
      return false;
    case 'operation':
      return value.operator === '+'
        ? value.operands.every(isTextOperand)
        : value.operator === 'format' || value.operator === '%' || value.operator === '??' || value.operator === 'or';
    case 'call':
      return !NO_TEXT.test(calledName(value.callee));
    default:
      return true;
  }
}

const isTextOperand = (operand: Expression): boolean =>
  operand.kind !== 'list' &&
  operand.kind !== 'record' &&
  !(operand.kind === 'constant' && typeof operand.value !== 'string');

/** A call of something that encodes, or what is done with its result. */
function isEncoded(value: Expression): boolean {
  for (let at = value; ; ) {
    if (at.kind === 'cast' || at.kind === 'await') at = at.value;
    else if (at.kind === 'call') {
      if (ENCODED.test(calledName(at.callee))) return true;
      if (at.callee.kind !== 'member') return false;
      at = at.callee.object;
    } else
      return (
        (at.kind === 'variable' && ENCODED.test(at.variable.name)) || (at.kind === 'member' && ENCODED.test(at.key))
      );
  }
}

function isInLanguage({ trace, program }: FixContext, name: string, part: Expression): boolean {
  const names = IN_LANGUAGE[name];
  if (names === undefined) return false;
  // What comes from outside is text whatever it is called.
  const { start, end } = placeOf(program, part);
  const isSource = trace.some((step) => {
    if (step.event !== 'source') return false;
    const at = placeOf(program, { node: step.node } as Expression);
    return at.start >= start && at.end <= end;
  });
  if (isSource) return false;
  if (part.kind === 'variable') return names.test(part.variable.name);
  if (part.kind === 'member') return names.test(part.key);
  return part.kind === 'call' && names.test(calledName(part.callee));
}

/** What the variable is given in its function; the start of a loop is a value of unknown kind. */
function valuesOf({ program }: FixContext, part: Expression): Expression[] {
  if (part.kind !== 'variable') return [];
  const found = sightingOf(program, part.node);
  const use = found === undefined ? undefined : variableUse(program, found.definition, part.variable);
  return (use?.writes ?? []).flatMap(({ parent }) => {
    const item = parent?.item;
    return item !== undefined && 'kind' in item && item.kind === 'assign' ? [item.value] : [];
  });
}

/** The written text before a part, with a stand-in for each value before it; null where it is put together in another way. */
function codeBefore({ program }: FixContext, whole: Expression, part: Expression): string | null {
  const pieces = piecesOf(program, whole);
  if (pieces === null) return null;
  const { start } = placeOf(program, part);
  const { source } = program.tree;
  let text = '';
  for (const piece of pieces) {
    if (piece.start <= start && piece.end > start && piece.kind === 'value') return text;
    text += piece.kind === 'text' ? source.slice(piece.start, piece.end).replaceAll('\\"', '"') : '0';
  }
  return null;
}

/** In the text of a page, or in quotes of an attribute that is no script and no style. */
function isPlainPlace(before: string | null): boolean {
  if (before === null) return true;
  const open = (tag: string): boolean =>
    before.toLowerCase().lastIndexOf(`<${tag}`) > before.toLowerCase().lastIndexOf(`</${tag}`);
  if (open('script') || open('style')) return false;
  const tag = before.slice(before.lastIndexOf('<'));
  if (!before.includes('<') || tag.includes('>')) return true;
  const attribute = /([\w-]+)\s*=\s*(?:"[^"]*|'[^']*)$/.exec(tag);
  return attribute !== null && !/^(?:on\w+|style|srcdoc)$/i.test(attribute[1]);
}

/** Behind the name of the program, and not in quotes already. */
function isArgument(before: string | null): boolean {
  if (before === null) return false;
  const quotes = (quote: string): number => before.split(quote).length - 1;
  return /\S+\s|\S+[=:/]$/.test(before) && quotes("'") % 2 === 0 && quotes('"') % 2 === 0;
}
