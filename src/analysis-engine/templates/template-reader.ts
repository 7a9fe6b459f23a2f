// Reads what a template prints: which variables, escaped or not, and in what place of the page. One pass over the text.
import { literalPattern } from '../regex/index.ts';
import { createHtmlPlace, type HtmlPlace, type PlaceKind } from './html-place.ts';
import type { TemplateSyntax } from './template-syntax.ts';

export interface TemplateOutput {
  readonly start: number;
  readonly end: number;
  /** variables in it, by the keys that lead to them; `*` is any element */
  readonly paths: readonly (readonly string[])[];
  /** whether a value with markup in it becomes markup, or code, here */
  readonly dangerous: boolean;
}

export interface ReadTemplate {
  readonly outputs: readonly TemplateOutput[];
  /** names of templates that are put in */
  readonly includes: readonly string[];
}

interface Reading {
  readonly syntax: TemplateSyntax;
  readonly code: string;
  readonly place: HtmlPlace;
  readonly aliases: Map<string, readonly string[]>;
  /** collections whose elements' members are named without them */
  readonly scopes: (readonly string[])[];
  readonly outputs: TemplateOutput[];
  readonly includes: string[];
  isEscaping: boolean;
}

/** Where escaping HTML is not enough. */
const NOT_HELPED: ReadonlySet<PlaceKind> = new Set(['unquoted', 'script', 'url']);

/** What a template prints; `escapes` overrides what its language does by itself. */
export function readTemplate(syntax: TemplateSyntax, code: string, escapes?: 'none' | 'contextual'): ReadTemplate {
  const reading: Reading = {
    syntax,
    code,
    place: createHtmlPlace(),
    aliases: new Map(),
    scopes: [],
    outputs: [],
    includes: [],
    isEscaping: escapes !== 'none',
  };
  readAttributes(reading);
  const kinds = delimitersOf(syntax);
  const opening = new RegExp(kinds.map(({ open }) => literalPattern(open)).join('|'), 'g');
  const unclosed = new Set<string>();
  let text = 0;
  for (let match = opening.exec(code); match !== null; match = opening.exec(code)) {
    const [open] = match;
    const kind = kinds.find((each) => each.open === open);
    const end =
      kind === undefined || unclosed.has(kind.close) ? -1 : code.indexOf(kind.close, match.index + open.length);
    if (kind === undefined || end < 0) {
      if (kind !== undefined) unclosed.add(kind.close);
      continue;
    }
    reading.place.advance(code, text, match.index);
    text = end + kind.close.length;
    opening.lastIndex = text;
    const inner = code.slice(match.index + open.length, end);
    if (kind.role === 'tag') readTag(reading, inner);
    if (kind.role === 'output') readOutput(reading, { start: match.index, end: text }, inner, kind.escaped);
  }
  const outputs = escapes === 'contextual' ? [] : reading.outputs;
  return { outputs, includes: reading.includes };
}

interface Delimiter {
  readonly open: string;
  readonly close: string;
  readonly role: 'output' | 'skipped' | 'tag';
  readonly escaped: boolean;
}

function delimitersOf({ outputs, skipped, tags }: TemplateSyntax): Delimiter[] {
  return [
    ...skipped.map((each) => ({ ...each, role: 'skipped' as const, escaped: true })),
    ...tags.map((each) => ({ ...each, role: 'tag' as const, escaped: true })),
    ...outputs.map((each) => ({ ...each, role: 'output' as const })),
  ].sort((a, b) => b.open.length - a.open.length);
}

function readTag(reading: Reading, inner: string): void {
  const { syntax } = reading;
  if (syntax.escapingOff?.test(inner)) reading.isEscaping = false;
  if (syntax.escapingOn?.test(inner)) reading.isEscaping = true;
  for (const pattern of syntax.aliases) noteAlias(reading, pattern.exec(inner)?.groups);
  const included = syntax.includes?.exec(inner)?.groups?.name;
  if (included !== undefined) reading.includes.push(included);
}

function noteAlias(reading: Reading, groups: Readonly<Record<string, string | undefined>> | undefined): void {
  if (groups?.path === undefined) return;
  const path = resolved(reading, groups.path.split(/[./]/).filter(Boolean));
  const element = groups.whole === undefined ? [...path, '*'] : path;
  if (groups.name !== undefined) reading.aliases.set(groups.name, element);
  else reading.scopes.push(element, path);
}

function readOutput(
  reading: Reading,
  range: { readonly start: number; readonly end: number },
  expression: string,
  escapedByItself: boolean,
): void {
  const { syntax, place } = reading;
  const escaped =
    syntax.encoded?.test(expression) === true ||
    (escapedByItself && reading.isEscaping && syntax.raw?.test(expression) !== true);
  const kind = place.kind();
  const fits = kind === 'script' && syntax.forScripts?.test(expression) === true;
  const dangerous = !escaped || (NOT_HELPED.has(kind) && !fits);
  reading.outputs.push({ ...range, paths: pathsIn(reading, expression), dangerous });
  place.print();
  const included = syntax.includes?.exec(expression)?.groups?.name;
  if (included !== undefined && /\binclude\b/.test(expression)) reading.includes.push(included);
}

/** Attributes of the language's own, such as `th:utext`. */
function readAttributes(reading: Reading): void {
  const { attributes, aliases } = reading.syntax;
  if (attributes === undefined) return;
  for (const pattern of aliases) {
    for (const { groups } of reading.code.matchAll(pattern)) noteAlias(reading, groups);
  }
  for (const match of reading.code.matchAll(attributes.pattern)) {
    const { name = '', expression, single = '' } = match.groups ?? {};
    const text = expression ?? single;
    const range = { start: match.index, end: match.index + match[0].length };
    if (reading.syntax.encoded?.test(text)) continue;
    reading.outputs.push({ ...range, paths: pathsIn(reading, text), dangerous: attributes.raw.has(name) });
  }
}

const NAMES = /["'](?:[^"'\\]|\\.){0,200}["']|[A-Za-z_@][\w$]*(?:[.[/]["']?[\w$]+["']?\]?)*/g;

/** Every name in an expression; those of filters and functions name no variable and do no harm. */
function pathsIn(reading: Reading, expression: string): (readonly string[])[] {
  const names = (expression.match(NAMES) ?? []).filter((name) => !/^["']/.test(name));
  return names.flatMap((name) => {
    const keys = name.split(/[.[\]"'\s/]+/).filter(Boolean);
    const own = resolved(reading, keys);
    return [own, ...reading.scopes.map((scope) => [...scope, ...own])];
  });
}

function resolved({ aliases, syntax }: Reading, keys: readonly string[]): readonly string[] {
  const [first = '', ...rest] = keys;
  if (syntax.roots?.has(first) && rest.length > 0) return rest;
  const alias = aliases.get(first);
  return alias === undefined ? keys : [...alias, ...rest];
}
