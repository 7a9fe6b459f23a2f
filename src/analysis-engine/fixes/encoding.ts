// Where on its way a value must be encoded: where it becomes part of a text that is written in the code, else at the sink.
import { sightingsOf, variableUse } from '../inspection/index.ts';
import type { Expression, Program } from '../ir.ts';
import { endOf, textOf } from '../parsing/syntax-tree.ts';
import { isPlainText, mayEncode, valuesOf } from './encodable.ts';
import {
  callIn,
  carries,
  constantTexts,
  dynamicParts,
  isFormatting,
  placeOf,
  sightingIn,
  sightingOf,
} from './expressions.ts';
import type { Fix, FixCandidate, FixContext } from './fix.ts';
import { calledName } from './program-outline.ts';
import { codeAround } from './surroundings.ts';
import { overlaps } from './text-edits.ts';

/** Calls that only give the value another form: what is inside is encoded. */
const FORMS = /^(?:toCharArray|getBytes|encode|strip|trim|decode)$/;

/** A fix that encodes the value with what the library facts have under `name`; `markup` tells the texts it must not touch. */
export function encodingFix(name: string, markup: RegExp): Fix {
  return (context) => {
    const places = placesToEncode(context, name, markup);
    // An encoded text is longer than what was counted.
    if (name === 'encode.html' && takesLength(context)) return [];
    if (places.length === 0 || (name === 'encode.html' && places.some((place) => holdsMarkup(context, place))))
      return [];
    const choices = places.map((place) => context.repairs.encoded(name, place));
    const [first] = choices;
    return first.flatMap((_, index) => {
      const parts = choices.map((candidates) => candidates[index]);
      if (parts.some((part) => part === undefined)) return [];
      const candidate: FixCandidate = { ...parts[0], edits: parts.flatMap(({ edits }) => edits) };
      return overlaps(candidate.edits) ? [] : [candidate];
    });
  };
}

/** `write(text, 0, length)` */
function takesLength({ program, start, end }: FixContext): boolean {
  const call = callIn(program, start, end)?.item;
  return call !== undefined && call.arguments.length === 3 && calledName(call.callee) === 'write';
}

/** Written in the code it is meant as markup. */
const holdsMarkup = ({ source }: FixContext, { start, end }: Place): boolean =>
  /["'`][^"'`]*<[a-z?!/]/i.test(source.slice(start, end));

/** A fix that encodes every value of a text that is put together where it is found, or assigned there; `written` tells how those look that are meant. */
export function partsFix(name: string, written: RegExp = /./): Fix {
  return (context) => {
    const { program, start, end } = context;
    const found = textPutTogether(context, sightingIn(program, start, end));
    if (found === null) return [];
    const parts = dynamicParts(found).filter((part) => part.kind !== 'function');
    if (parts.length === 0 || parts.length > MOST_PARTS) return [];
    if (!parts.every((part) => written.test(textOf(program.tree, part.node)))) return [];
    if (!parts.every((part) => mayEncode(context, name, part, found))) return [];
    const choices = parts.map((part) => context.repairs.encoded(name, placeOf(program, part))[0]);
    if (choices.some((choice) => choice === undefined)) return [];
    const edits = choices.flatMap((choice) => choice.edits);
    return overlaps(edits) ? [] : [{ ...choices[0], edits }];
  };
}

/** A fix that encodes a value where it is put behind something else: a name behind its folder; `called` tells the names that are meant. */
export function fileNameFix(name: string, called: RegExp = /./): Fix {
  return (context) => {
    const { program, trace } = context;
    // Whoever starts a program chooses the path on purpose.
    const isChosen = (label: string): boolean => COMMAND_LINE.test(label) || LISTING.test(label);
    if (trace.some(({ event, label }) => event === 'source' && isChosen(label))) return [];
    if (trace.some(({ event, node }) => event === 'source' && LISTING.test(textOf(program.tree, node)))) return [];
    for (const [index, step] of trace.entries()) {
      const joined =
        step.event === 'joined' ? (sightingOf(program, step.node)?.item as Expression | undefined) : undefined;
      if (joined === undefined || !/^(?:operation|text|call)$/.test(joined.kind)) continue;
      const earlier = trace.slice(0, index);
      const carrying = dynamicParts(joined).filter((part) => earlier.some((each) => carries(program, part, each)));
      const [part, ...others] = carrying;
      // The first part would be the folder itself; a template begins with its quote.
      if (part === undefined) continue;
      // Half of a path encoded is a path that is not there any more.
      if (others.length > 0 || !called.test(lastName(part) || '-') || isMade(context, part)) return [];
      if (!isBehindFolder(program, joined, part)) continue;
      if (placeOf(program, part).start - placeOf(program, joined).start >= 4)
        return context.repairs.encoded(name, placeOf(program, part));
    }
    const part = partOfPath(context) ?? nameInFolder(context);
    if (part === null || !called.test(lastName(part)) || isMade(context, part)) return [];
    return context.repairs.encoded(name, placeOf(program, part));
  };
}

function lastName(part: Expression): string {
  if (part.kind === 'variable') return part.variable.name;
  return part.kind === 'member' ? part.key : '';
}

/** A name that the program puts together of its own pieces. */
function isMade({ program }: FixContext, part: Expression): boolean {
  if (part.kind !== 'variable') return false;
  const found = sightingOf(program, part.node);
  const use = found === undefined ? undefined : variableUse(program, found.definition, part.variable);
  return (use?.writes ?? []).some(({ parent }) => {
    const item = parent?.item;
    return item !== undefined && 'kind' in item && item.kind === 'assign' && isPutTogether(item.value);
  });
}

/** What a folder holds are names without folders. */
const LISTING = /listdir|scandir|readdir|\bglob\b|\bwalk\b|\.list\(|ReadDir/i;
const COMMAND_LINE = /argv|\bargs?\b(?!\.)|command.?line|optind|parse_args|\binput\b/i;

/** What joins paths, as it is called: `join` of a text joins texts. */
const JOINS =
  /(?:^|\.)(?:path|posix|win32|Paths|filepath|nodePath|os\.path)\.(?:join|resolve|get|Join)$|^(?:join|resolve)$/;

/** A separator stands before it, or a call joins it to a folder; a number that counts is no name. */
function isBehindFolder(program: FixContext['program'], joined: Expression, part: Expression): boolean {
  const { source } = program.tree;
  if (part.kind === 'variable' && /^[ijkn]$/.test(part.variable.name)) return false;
  const [from, at] = [placeOf(program, joined).start, placeOf(program, part).start];
  const before = source.slice(from, at);
  if (/(?:dir|folder|root)\s*\+\s*$/i.test(before)) return true;
  if (/[/\\](?:[^'"`/\\{}]*)['"`]?[\s+({$,]*$|separator\s*\+\s*$|\bsep\s*\+\s*$/.test(before)) return true;
  return joined.kind === 'call' && JOINS.test(before.slice(0, Math.max(0, before.indexOf('('))));
}

/** `new File(folder, name)`, whose file is looked at by the name of a variable. */
function nameInFolder(context: FixContext): Expression | null {
  const { program, trace, start, end } = context;
  const callee = callIn(program, start, end)?.item.callee;
  const file = callee?.kind === 'member' && callee.object.kind === 'variable' ? callee.object : null;
  if (file === null) return null;
  const [made, ...others] = valuesOf(context, file);
  if (others.length > 0 || made?.kind !== 'call' || !made.construction || made.arguments.length !== 2) return null;
  const [folder, name] = made.arguments.map(({ value }) => value);
  const isGiven = (value: Expression): boolean => trace.some((step) => carries(program, value, step));
  return name.kind !== 'constant' && isGiven(name) && !isGiven(folder) ? name : null;
}

/** `open(join(folder, name))`: what is behind the folder. */
function partOfPath({ program, trace, start, end }: FixContext): Expression | null {
  for (const { value } of callIn(program, start, end)?.item.arguments ?? []) {
    if (value.kind !== 'call' || !/^(?:join|resolve)$/.test(calledName(value.callee)) || value.arguments.length < 2)
      continue;
    if (value.callee.kind === 'member' && value.callee.object.kind === 'constant') continue;
    const behind = value.arguments.slice(1).filter((part) => trace.some((step) => carries(program, part.value, step)));
    if (behind.length === 1) return behind[0].value;
  }
  return null;
}

/** More values than that are another way of writing pages. */
const MOST_PARTS = 12;

/** A text of which pieces are written there; a value alone may be markup already. */
function textPutTogether({ program, end }: FixContext, found: ReturnType<typeof sightingIn>): Expression | null {
  const item = found?.item;
  const whole =
    item?.kind === 'call' ? item.arguments.map(({ value }) => value).find((value) => value.kind !== 'constant') : item;
  const text = item === undefined ? assignedAfter(program, end) : whole;
  // A call that joins nothing is a whole of its own.
  if (text?.kind === 'call' && dynamicParts(text).includes(text)) return null;
  return text?.kind === 'operation' || text?.kind === 'text' || text?.kind === 'call' ? text : null;
}

/** `element.innerHTML = x` is found at what is assigned to. */
function assignedAfter(program: FixContext['program'], end: number): Expression | null {
  const { tree } = program;
  const found = sightingsOf(program, 'assign').find(({ item }) => endOf(tree, item.target.node) === end);
  return found === undefined || found.item.operator !== null ? null : found.item.value;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Ranges of the expressions to encode; none where it cannot be told, or one of them must not be. Without a name of encoders, what is found stands for any. */
export function placesToEncode(context: FixContext, name: string | null, markup: RegExp): Place[] {
  const joined = placesWhereJoined(context, name, markup);
  if (joined !== null) return joined;
  const places = placesAtSink(context, name);
  // A page may be put together of texts without a tag in them.
  return places.length > 0 || name !== 'encode.html' ? places : (placesWhereJoined(context, name, null) ?? []);
}

/** Words, or what is added to a text that becomes the page, which is given away nowhere before. */
function isPieceOfPage(program: Program, joined: Expression): boolean {
  const found = sightingOf(program, joined.node);
  for (let at = found?.parent ?? null; at !== null; at = at.parent) {
    if (!('kind' in at.item) || at.item.kind === 'assign' || at.item.kind === 'return') break;
    if (at.item.kind === 'call') return false;
  }
  if (joined.kind === 'assign') return true;
  return constantTexts(joined).some((text) => /[^\s\w]*\w\s+\S|\w\S*\s/.test(text));
}

/** Where the value becomes part of a text that is written in the code (without `markup`: of a page); null where it never does. */
function placesWhereJoined(context: FixContext, name: string | null, markup: RegExp | null): Place[] | null {
  const { program, trace } = context;
  for (const [index, step] of trace.entries()) {
    if (step.event !== 'joined') continue;
    const joined = sightingOf(program, step.node)?.item as Expression | undefined;
    if (joined === undefined) continue;
    const isMeant =
      markup === null ? isPieceOfPage(program, joined) : constantTexts(joined).some((text) => markup.test(text));
    // What stands before it in a command may be made elsewhere.
    const isBehind = name === 'encode.shell' && joined.kind === 'operation' && joined.operands.length > 1;
    if (!isMeant && !isBehind) continue;
    const parts = dynamicParts(joined);
    const before = trace.slice(0, index);
    const carrying = parts.filter((part) => before.some((earlier) => carries(program, part, earlier)));
    const chosen = carrying.length > 0 || parts.length > 1 ? carrying : parts;
    if (!chosen.every((part) => mayEncode(context, name, part, joined))) {
      // A word of a command may be put together of others before.
      if (name === 'encode.shell') continue;
      return [];
    }
    return chosen.map((part) => placeOf(program, inner(context, part)));
  }
  return null;
}

const IS_MARKUP = /^[\w.$()]*\b(?:mark_safe|Markup|SafeString|SafeText|bypassSecurityTrust\w+|SafeHtml|setContent)\(/;
/** Heads of requests have lines of their own, which hold no line breaks. */
const IN_ONE_LINE = /header|content.?type|user.?agent|getMethod|getRequestURI|getQueryString|\burl\b/i;

const isInOneLine = ({ trace, program: { tree } }: FixContext): boolean =>
  trace.some(({ event, label }) => event === 'source' && IN_ONE_LINE.test(label)) &&
  !trace.some(({ event, node }) => event === 'through' && /decode|unquote/i.test(textOf(tree, node)));

/** Whole commands and expressions are meant as such: only what is put into one is encoded. */
const PARTS_ONLY = /^encode\.(?:shell|regex|ldap)$/;

function placesAtSink(context: FixContext, name: string | null): Place[] {
  if (name !== null && PARTS_ONLY.test(name)) return [];
  // A value that is said to be markup, and a page that a browser on the server opens, are no text.
  if (name === 'encode.html' && IS_MARKUP.test(context.source.slice(context.start, context.end))) return [];
  if (name === 'encode.line' && isInOneLine(context)) return [];
  const chosen = valuesAtSink(context).flatMap((value) => {
    const at = inner(context, value);
    // A text of several values is encoded value by value.
    if (name === 'encode.redacted' && at.kind === 'list') return at.items.map((item) => item.value).filter(isSecret);
    if (name === 'encode.redacted' && (isPutTogether(at) || at.kind === 'call'))
      return dynamicParts(at).filter(isSecret);
    return name !== null && name !== 'encode.redacted' && isPutTogether(at) ? dynamicParts(at) : [at];
  });
  const { program, trace } = context;
  // A page that is put together step by step is encoded piece by piece.
  if (name === 'encode.html' && chosen.some((value) => isAddedTo(context, value))) return [];
  if (name === 'encode.html' && (takesBytes(context, chosen) || !isPage(context))) return [];
  if (name === 'encode.line' && !chosen.every((value) => isLine(context, value))) return [];
  if (name === 'encode.redacted' && !chosen.every(isSecret)) return [];
  if (name === 'encode.html' && program.language !== 'java' && !chosen.every((value) => isPlainText(context, value)))
    return [];
  const carrying =
    chosen.length > 1 ? chosen.filter((part) => trace.some((step) => carries(program, part, step))) : chosen;
  if (
    name === 'encode.line' &&
    !carrying.every((value) => isPlainText(context, value) || isDeclaredText(context, value))
  )
    return [];
  return carrying.every((value) => mayEncode(context, name, value, null))
    ? carrying.map((value) => placeOf(program, value))
    : [];
}

function isAddedTo({ program }: FixContext, value: Expression): boolean {
  if (value.kind !== 'variable') return false;
  const found = sightingOf(program, value.node);
  const use = found === undefined ? undefined : variableUse(program, found.definition, value.variable);
  return (use?.writes ?? []).some(({ parent }) => {
    const item = parent?.item;
    return item !== undefined && 'kind' in item && item.kind === 'assign' && item.operator !== null;
  });
}

const isSecret = (value: Expression): boolean =>
  (value.kind === 'variable' && SECRET_NAME.test(value.variable.name)) ||
  (value.kind === 'member' && SECRET_NAME.test(value.key));
const SECRET_NAME = /pass|pwd|secret|token|credential|api_?key|private|_key$/i;

/** `Income income`: what it says of itself is the affair of its class. */
const isDeclaredObject = (context: FixContext, value: Expression): boolean =>
  context.language === 'java' &&
  value.kind === 'variable' &&
  new RegExp(`\\b(?!String\\b|CharSequence\\b|Object\\b)[A-Z]\\w*(?:<[^<>]*>)?\\s+${value.variable.name}\\b`).test(
    codeAround(context).code,
  );

/** Java says what is a text. */
const isDeclaredText = (context: FixContext, value: Expression): boolean =>
  context.language === 'java' &&
  value.kind === 'variable' &&
  valuesOf(context, value).length > 0 &&
  new RegExp(`\\bString\\s+${value.variable.name}\\b`).test(codeAround(context).code);

const OBJECTS =
  /^(?:data|body|query|params|headers|cookies|obj|object|results?|response|res|req|opts|options|config|items?|records?|doc|docs|err|error)$/i;
const OF_FIRST_LINE = /^(?:path|url|originalUrl|baseUrl|method|ip|hostname|protocol)$/;

/** A text of several lines is meant to have them. */
function isLine(context: FixContext, value: Expression): boolean {
  if (value.kind === 'call' && value.callee.kind !== 'member') return false;
  if (isDeclaredObject(context, value)) return false;
  // What stands alone may be an object, of which a text would say nothing.
  if (/script$/.test(context.language) && OBJECTS.test(lastName(value))) return false;
  // Express leaves these as they were sent, in one line.
  if (/script$/.test(context.language) && value.kind === 'member' && OF_FIRST_LINE.test(value.key)) return false;
  return (
    value.kind !== 'variable' ||
    valuesOf(context, value).every(
      (each) => !constantTexts(each).some((text) => text.includes('\n')) && !isPutTogether(each),
    )
  );
}

/** What says that it is no page is none. */
const isPage = (context: FixContext): boolean =>
  !/text\/(?:plain|csv)|application\/(?:json|xml|pdf|octet-stream|zip)|(?:image|audio|video|font)\/\w|read_bytes\(/.test(
    codeAround(context).code,
  );

/** What writes bytes is given them as they are, unless a text is turned into them there. */
function takesBytes({ program, start, end }: FixContext, values: readonly Expression[]): boolean {
  const call = callIn(program, start, end);
  const callee = call === null ? '' : program.tree.source.slice(start, endOf(program.tree, call.item.callee.node));
  if (call === null || !/(?:\bwfile\.write|OutputStream\(\)\.write|\.(?:Write|send|sendall))$/.test(callee))
    return false;
  return call.item.arguments.some(({ value }) => values.includes(value) && value.kind === 'variable');
}

const isPutTogether = (value: Expression): boolean =>
  value.kind === 'text' ||
  (value.kind === 'call' &&
    value.callee.kind === 'member' &&
    (value.callee.key === 'Sprintf' || (value.callee.key === 'format' && value.callee.object.kind === 'constant'))) ||
  (value.kind === 'operation' && (value.operator === '+' || isFormatting(value)));

function valuesAtSink(context: FixContext): Expression[] {
  const { program, trace, start, end } = context;
  const call = callIn(program, start, end);
  if (call !== null) {
    const values = call.item.arguments.map(({ value }) => value).filter((value) => value.kind !== 'constant');
    const carrying = values.filter((value) => trace.some((step) => carries(program, value, step)));
    // What was made around the value has no name on the way.
    return (carrying.length > 0 ? carrying : values.filter((value) => heldValue(context, value) !== null)).slice(0, 1);
  }
  const found = sightingIn(program, start, end)?.item;
  if (found === undefined) return [];
  const value = found.kind === 'return' || found.kind === 'assign' ? found.value : (found as Expression);
  return value === null ? [] : [value];
}

/** Inside of conversions: `x.getBytes()`, `[]byte(x)`, `str(x)`, and of a text with one part that may do harm. */
function inner(context: FixContext, expression: Expression): Expression {
  const { program, trace } = context;
  let at = expression;
  for (let hop = 0; hop < 6; hop++) {
    const held = heldValue(context, at);
    if (held !== null) at = held;
    else if (at.kind === 'cast') at = at.value;
    else if (at.kind === 'await') at = at.value;
    else if (at.kind === 'call' && at.callee.kind === 'member' && FORMS.test(at.callee.key) && at.arguments.length < 2)
      at = at.callee.object;
    else if (at.kind === 'text' || (at.kind === 'operation' && (at.operator === '+' || isFormatting(at)))) {
      const parts = dynamicParts(at).filter((part) => trace.some((step) => carries(program, part, step)));
      if (parts.length !== 1) return at;
      at = parts[0];
    } else return at;
  }
  return at;
}

/** What a variable holds that was made around the value: `new Cookie("name", value)`, `{ "a", value }`. */
function heldValue({ program, trace }: FixContext, expression: Expression): Expression | null {
  if (expression.kind !== 'variable') return null;
  const found = sightingOf(program, expression.node);
  const use = found === undefined ? undefined : variableUse(program, found.definition, expression.variable);
  if (use === undefined || use.writes.length !== 1 || use.isParameter) return null;
  const assignment = use.writes[0].parent?.item;
  if (assignment === undefined || !('kind' in assignment) || assignment.kind !== 'assign') return null;
  const { value } = assignment;
  if (value.kind !== 'list' && !(value.kind === 'call' && value.construction)) return null;
  const parts = value.kind === 'list' ? value.items : value.arguments;
  const carrying = parts.filter(
    (part) => part.value.kind !== 'constant' && trace.some((step) => carries(program, part.value, step)),
  );
  return carrying.length === 1 ? carrying[0].value : null;
}
