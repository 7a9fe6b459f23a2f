// Whether a value may be encoded where it stands: a text, not encoded yet, not itself in the language that it becomes part of.
import { variableUse } from '../inspection/index.ts';
import type { Expression } from '../ir.ts';
import { constantTexts, dynamicParts, placeOf, sightingOf } from './expressions.ts';
import type { FixContext } from './fix.ts';
import { calledName } from './program-outline.ts';
import { piecesOf } from './sql-text.ts';
import { codeAround } from './surroundings.ts';

const ENCODED =
  /(?<!un)(?:escap|quot)|^(?:html|url|uri|xml|attr)?_?encode|encodeFor|encodeURI|sanit|purif|(?:^|_)esc(?:$|[A-Z_])/i;
/** Names of what is written in the language itself. */
const IN_LANGUAGE: Readonly<Record<string, RegExp>> = {
  'encode.html':
    /^_$|^t$|timestamp|html|markup|svg|render|template|(?:^|_)css|script|json|stringify|component|widget|i18n|gettext|translat|output|(?:^|_)tags?$|body|content|page|chunk/i,
  'encode.regex':
    /re?gexp?|pattern|ptn|^pat$|mask|glob|wildcard|(?:^|_)re$|expr|^source$|delim|separator|length|count|width|size|index|alternat/i,
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
    if (name === 'encode.regex' && /\.replace\(\s*\/|\\\\\$[&1]/.test(textAt(context, value))) return false;
    if (name === 'encode.html' && constantTexts(value).some((text) => /<\w|<\/\w/.test(text))) return false;
  }
  if (whole === null) return true;
  const before = codeBefore(context, whole, part);
  // JSON has quotes of its own.
  if (name === 'encode.html' && before !== null && /^\s*[{[]\s*"/.test(before)) return false;
  // `<name>` in a message stands for a name.
  if (
    name === 'encode.html' &&
    /<[a-z-]+>(?![\s\S]*<)/.test(before ?? '') &&
    !/<\/|<(?:p|b|i|a|h\d|li|ul|td|tr|th|div|span|table|body|html|pre|br|em|strong|title|svg|g|form|button|label|option)>/i.test(
      before ?? '',
    )
  )
    return false;
  if (name === 'encode.html') return isPlainPlace(before) && !/text\/plain/.test(codeAround(context).code);
  if (name === 'encode.shell') return isArgument(before);
  // Only in a condition of a filter: a name of an entry is written in another way.
  if (name === 'encode.ldap' && before !== null) return /\([^()]*=[^()=]*$/.test(before);
  // A set of characters takes its ranges as they are.
  if (name === 'encode.regex' && /\.replace\(\s*\/|\\\\\$[&1]/.test(textAt(context, part))) return false;
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
      return [value.then, value.otherwise].every(isTextAsFarAsKnown);
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

function isInLanguage(context: FixContext, name: string, part: Expression): boolean {
  const names = IN_LANGUAGE[name];
  if (names === undefined) return false;
  // What comes from outside is text whatever it is called.
  if (holdsSource(context, part)) return false;
  if (part.kind === 'variable') return names.test(part.variable.name);
  if (part.kind === 'member') return names.test(part.key);
  return part.kind === 'call' && names.test(calledName(part.callee));
}

const TEXT_METHODS =
  /^(?:strip|lstrip|rstrip|trim|lower|upper|title|replace|replaceAll|format|slice|substring|substr|toString|toLowerCase|toUpperCase|decode|join|get|getlist|str|String|hash|search|val|param|params|query|header|cookies?|getItem|FormValue|PostFormValue|PathValue|Query|Param|Get|TrimSpace|ToLower|ToUpper|Vars|Sprintf|input|unquote|unquote_plus|urldecode|decodeURIComponent|b64decode)$/;

/** Whether a value that is written into a page as a whole is text that somebody sent, and no page or answer of some function. */
export function isPlainText(context: FixContext, value: Expression, depth = 0): boolean {
  const { program } = context;
  if (depth > 4) return false;
  const inside = (each: Expression): boolean => isPlainText(context, each, depth + 1);
  switch (value.kind) {
    case 'constant':
      return typeof value.value === 'string';
    case 'text':
    case 'operation':
      return true;
    case 'member':
      // The answer of another server is what it is.
      return holdsSource(context, value) && !/resp\w*\.(?:content|text|body|data)$/i.test(textAt(context, value));
    case 'index':
      return holdsSource(context, value);
    case 'cast':
    case 'await':
      return inside(value.value);
    case 'conditional':
      return inside(value.then) && inside(value.otherwise);
    case 'call':
      if (!TEXT_METHODS.test(calledName(value.callee)) && !isSource(context, value)) return false;
      return holdsSource(context, value) || (value.callee.kind === 'member' && inside(value.callee.object));
    case 'variable': {
      const found = sightingOf(program, value.node);
      const use = found === undefined ? undefined : variableUse(program, found.definition, value.variable);
      const values = valuesOf(context, value);
      if (use?.isParameter === true) return values.length > 0 && values.every(inside);
      return values.length > 0 && values.length === use?.writes.length && values.every(inside);
    }
    default:
      return false;
  }
}

function textAt({ program }: FixContext, part: Expression): string {
  const { start, end } = placeOf(program, part);
  return program.tree.source.slice(start, end);
}

function holdsSource({ trace, program }: FixContext, value: Expression): boolean {
  const { start, end } = placeOf(program, value);
  return trace.some((step) => {
    if (step.event !== 'source') return false;
    const at = placeOf(program, { node: step.node } as Expression);
    return at.start >= start && at.end <= end;
  });
}

function isSource({ trace, program }: FixContext, value: Expression): boolean {
  const { start, end } = placeOf(program, value);
  return trace.some((step) => {
    const at = placeOf(program, { node: step.node } as Expression);
    return step.event === 'source' && at.start === start && at.end === end;
  });
}

/** What the variable is given in its function; the start of a loop is a value of unknown kind. */
export function valuesOf({ program }: FixContext, part: Expression): Expression[] {
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
  if (pieces === null || (pieces.length === 1 && pieces[0].kind === 'value')) return formattedBefore(whole, part);
  const { start } = placeOf(program, part);
  const { source } = program.tree;
  let text = '';
  for (const piece of pieces) {
    if (piece.start <= start && piece.end > start && piece.kind === 'value') return text;
    text += piece.kind === 'text' ? source.slice(piece.start, piece.end).replaceAll('\\"', '"') : '0';
  }
  return null;
}

/** `"grep {} .".format(value)` and `"grep %s ." % value`: the text up to the place of the part. */
function formattedBefore(whole: Expression, part: Expression): string | null {
  const format = formatOf(whole);
  if (format?.kind !== 'constant' || typeof format.value !== 'string') return null;
  const places = [...format.value.matchAll(PLACES)];
  const parts = dynamicParts(whole);
  const place = places.length === parts.length ? places[parts.indexOf(part)] : undefined;
  return place === undefined ? null : format.value.slice(0, place.index).replaceAll(PLACES, '0');
}

const PLACES = /\{\d*\}|%s/g;

function formatOf(whole: Expression): Expression | null {
  if (whole.kind === 'operation') return /^(?:%|format)$/.test(whole.operator) ? whole.operands[0] : null;
  const isCall = whole.kind === 'call' && whole.callee.kind === 'member' && whole.callee.key === 'format';
  return isCall && whole.callee.kind === 'member' ? whole.callee.object : null;
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
  // An address may be a script of its own, unless its beginning is written.
  const isAddress = /^(?:href|src|action|formaction|data)$/i.test(attribute?.[1] ?? '') && /["']$/.test(tag);
  return attribute !== null && !isAddress && !/^(?:on\w+|style|srcdoc)$/i.test(attribute[1]);
}

/** Behind the name of the program, and not in quotes already. */
function isArgument(before: string | null): boolean {
  if (before === null) return false;
  const quotes = (quote: string): number => before.split(quote).length - 1;
  return /\S/.test(before) && quotes("'") % 2 === 0 && quotes('"') % 2 === 0;
}
