// What the functions that a value came through say of it: a test by a function of the program's own, which the pass cannot judge,
// an address that is the visitor's own, or code of a browser, where a request reaches nothing that the visitor does not.

import { isHostCompared, isHostFixed } from './addresses-on-the-way.ts';
import { nearText } from './code-nearby.ts';
import { fileHolds, wordsInFile } from './file-questions.ts';
import type { Candidate } from './flow/report.ts';
import type { Trace } from './flow/trace.ts';
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { firstNodeAt, statementAround } from './normalised-code.ts';
import { endOf, startOf, textOf } from './parsing/syntax-tree.ts';
import { isCleanedAddress, isOfOwnType, isRoutePart } from './paths-on-the-way.ts';
import {
  goesOut,
  isBehindPath,
  isErrorOfBody,
  isOfPages,
  isOneSegment,
  isOnlyCompiled,
  isPlainInGo,
  isPutIntoQuery,
  isUndecoded,
  namesHost,
  speaksSql,
  tellsOfNew,
} from './requests-on-the-way.ts';

/** A call of something that says in its name that it tests or mends what it is given. */
const TESTS =
  /\b(?!un)\w*(?:allow_?(?:redirect|url|uri|path|host|file|origin|next)|valid(?!ationerror)|saniti[sz]|safe|secure_?(?:path|join|filename)|traversal|(?:is|in|within|inside|under|outside|sub)_?(?:allowed|permitted|local|root|base|(?:cur(?:rent)?_?|work(?:ing)?_?)?dir(?:ectory)?|folder|path|jail|home)|allowed_?\w*(?:path|host|url|file|origin)s?|(?:check|verify|ensure|assert|guard)_?\w*(?:path|file_?names?|upload|dir|folder|host|url|uri|redirect|name|id)|white_?list|contained|escapes_?(?:root|dir)|open_?root|clean_?(?:path|name|file_?name)|normali[sz]e_?(?:path|name))\w*\s*\(/i;
/** What such a test came to. */
const TESTED =
  /\bis_?(?:valid|safe|allowed|permitted|local|relative)\w*\b|\b(?:allowed|trusted|permitted)_?\w*(?:host|url|uri|domain|origin|path|dir|redirect|scheme)\w*|normalize\(\)\s*\.\s*startsWith|\brelative\(\s*(?:path\.)?(?:join|resolve)\(\s*['"]\/|getCanonicalPath|canonical\w*\.startsWith|(?:startsWith|HasPrefix|startswith)\s*\([^()]*\b\w*(?:dir|root|base|folder|dest)\w*|zip.?slip|\.host(?:name)?\s*=[^=]/i;
/** Such a name that says the opposite. */
const UNTESTED = /\b\w*(?:un|non_?|not_?|in)(?:safe|valid|saniti[sz]ed)\w*\s*\(/gi;
/** The address of the page that is asked for, or that the visitor came from: a link to it leads to where it already is. */
const OWN_ADDRESS =
  /original_?url|getServletPath|\bctx\.(?:path|url)\b|refer(?:r?er)|\bfull_?path\b|get_?full_?path|request_?uri\b|getRequestUR[IL]|\breq(?:uest)?\.(?:url|path|uri)\b|\.URL\.Path\b/i;
const IN_BROWSER =
  /\b(?:window\s*[.[]|document\s*\.\s*\w|XMLHttpRequest\b|navigator\s*\.\s*\w|localStorage\b|self\s*\.\s*(?:location|addEventListener|postMessage))/;

/** The page's own address, to which something is added or of which a part is taken: it stays on the site. */
const OWN_PLACE = /^(?:(?:window|document|self)\s*\.\s*)?location\s*\.\s*(?:href|pathname|origin)\b/;
const CHOSEN_BY_LINK = /search|hash|href|param|query/i;
const ASKED_OF_PLACE = /search|hash|[?&#]|param|query/i;
/** What a page knows of itself: it reaches no file and no database of a server. */
const OF_A_PAGE = /^(?:(?:window|document|self)\s*\.\s*location|location|useLocation|useSearchParams)\b/;
/** What says who started it, of a program that only its own page or program can speak to. */
const OF_A_WORKER =
  /\bself\s*\.\s*(?:onmessage|addEventListener)|\bparentPort\b|\bimportScripts\s*\(|WorkerGlobalScope/;
const OF_A_WINDOW = /\bwindow\s*\./;
const WORKER_FILE = /worker[\w.-]*\.[cm]?[jt]sx?$/i;
/** The only header that whoever makes a link can write something of their own into. */
const FILLED_BY_LINKS = /refer/i;
/** What such a call is given to find a page of the program's own, or refuses where `..` stands in it. */
const OWN_PAGE = /getRequestDispatcher\s*\(/;
const REFUSES_PARENTS = /\.sendFile\s*\(/;
const NAME_OF_HEADER = 80;
/** Lodash leaves out the names that would reach the prototype. */
const MERGES_GUARDED = /^(?:_|lodash)\s*\.\s*\w+|^(?:merge|mergeWith|defaultsDeep)\b/;
/** A name that is written in the code is set: whoever chooses where sets nothing of their own choice. */
const WRITES_NAMED = /\]\s*\.\s*\w+\s*=(?!=)/;
/** The path that chose the servlet: it begins with a slash, and names a page of the program's own. */
const FORWARDED = /\bget(?:ServletPath|PathInfo)\s*\(/;
const NORMALISES = /\b(?:join|resolve|normalize)\s*\(/;
/** A part of a path and a header are texts, never objects with operators in them, and a schema says what arguments are. */
const PLAIN_TEXT = /argument of the query|part of the request's path|header of the request|address of the page/;
/** Without any of these in its file, a call that is named like one of a document database may be one of any database. */
const KEEPS_DOCUMENTS =
  /mongo|model|schema|collection|document|couch|dynamo|firestore|rethink|\b[A-Z]\w*\s*\.\s*(?:find|update|delete|count|aggregate)/;
/** `_, err := template.New(…).Parse(text)`: only whether it is one is asked. */
const ONLY_TRIED = /^\s*(?:if\s+)?_\s*,\s*\w+\s*:?=/;
/** `action.execute(*given)`: what is executed is no statement of SQL, which would stand there by itself. */
const SPREADS = /^[\w.]+\(\s*(?:\*|\.\.\.)\w/;
/** `client.Query(ctx, &search.Query{…})`: what is asked for has a shape of its own, and is no text. */
const ASKS_WITH_SHAPE = /^[\w.()]*[qQ]uery\w*\(\s*(?:[\w.]+(?:\([^()]*\))?\s*,\s*)?&?\w+(?:\.\w+)*\s*\{/;
/** Scripts that build or release a program unpack what whoever runs them has chosen. */
const OF_BUILD = /(?:^|\/)(?:scripts?|tools?|build|ci|release|docker|hack|packaging|toolchains?)\//;
const OF_ARCHIVE = /made the archive|archive's entry/;
/** A switch, or names of what was left out, in the place of what is secret. */
const NAMES_ONLY =
  /(?:^|\.)(?:(?:set|use|has|is|store|clear|show|hide|save|keep|allow|require|enable|disable|need|skip|with|no)(?=[A-Z])[A-Z]|(?:use|has|is|ignored|missing|required|unused|unknown|supported|allowed|invalid|needs?|no|with|without|num|n)_)\w*$|^(?:ignored|missing|required|unused|unknown|supported|invalid)[A-Z]\w*$/;
const RUNS_TEXT = /\$where|\$function|\$expr|\$accumulator|mapReduce|eval/;
const TAKES_COMMANDS = /debugger|(?:^|[/_-])(?:i?pdb|repl|shell|console|interactive\w*|interpreter|terminal)\b/i;
/** What is remembered of a visit and says nothing of who somebody is. */
const REMEMBERED =
  /["'._](?:next|url|redirect|return|refer\w*|back|lang\w*|locale|theme|colou?r|flash|message|sort|order|page|filters?|search|query|time_?zone|tz|view|tab|layout|currency|country)(?:_?(?:url|uri|to|path|page|by))?["'\s\])=,]|\b(?:locale|lang\w*|theme|time_?zone)_(?:attr\w*|key|param\w*|name)\b/i;
/** Behind a question mark there is no path any more. */
const QUERY_BEFORE = /\?[\w-]+=|\?["'`]|\?\$\{/;

/** What the judgement looks at: the place, the source and what stands between them. */
interface Way {
  readonly program: Program;
  readonly offset: number;
  readonly sink: string;
  readonly trace: Trace;
  readonly source: Trace;
  readonly sourceText: string;
  /** the functions that the value came through, read when first asked for */
  readonly texts: () => readonly string[];
}

/** By the kind of the sink: what says that a flow to it is a hint. */
const WEAKENED: Partial<Record<string, (way: Way) => boolean>> = {
  path: ({ program, sink, trace, source, sourceText, texts }) =>
    (OF_ARCHIVE.test(source.label) && OF_BUILD.test(program.path)) ||
    OF_A_PAGE.test(sourceText) ||
    isPartOfQuery(trace) ||
    (OWN_PAGE.test(sink) && OWN_ADDRESS.test(sourceText)) ||
    isRefused(sink, trace, texts) ||
    isBehindPath(sourceText) ||
    isRoutePart(source) ||
    isCleanedAddress(program, trace, source, sourceText) ||
    isOfOwnType(sourceText) ||
    isOneSegment(program, source.label, sourceText) ||
    isNoPartOfAddress(source, sourceText) ||
    isLookedUp(trace, texts) ||
    isTested(texts),
  redirect: ({ program, offset, trace, source, sourceText, texts }) =>
    OWN_ADDRESS.test(sourceText) ||
    tellsOfNew(statementTextAt(program, offset)) ||
    (OF_A_PAGE.test(sourceText) && !CHOSEN_BY_LINK.test(sourceText)) ||
    isPartOfQuery(trace) ||
    isPutIntoQuery(texts()) ||
    (isBehindPath(sourceText) && isJoined(trace)) ||
    (OWN_PLACE.test(sourceText) && !ASKED_OF_PLACE.test(statementTextAt(program, offset))) ||
    isSetByProgramsOnly(source) ||
    isRoutePart(source) ||
    /cookie|\bHost\b/.test(source.label) ||
    isHostCompared(texts()) ||
    isLookedUp(trace, texts) ||
    isTested(texts),
  url: ({ program, sink, trace, source, sourceText, texts }) =>
    fileHolds(program.tree, IN_BROWSER) ||
    /event of the function/.test(source.label) ||
    (/^new\s+Request\b/.test(sink) && OWN_ADDRESS.test(sourceText)) ||
    isPartOfQuery(trace) ||
    isPutIntoQuery(texts()) ||
    goesOut(program, sourceText, texts()) ||
    isHostFixed(texts()) ||
    isHostCompared(texts()) ||
    isLookedUp(trace, texts) ||
    isTested(texts),
  html: ({ program, offset, sink, source, sourceText, texts }) =>
    isSetByProgramsOnly(source) ||
    isUndecoded(sourceText, texts) ||
    namesHost(sourceText) ||
    isPlainInGo(program, sink, texts()) ||
    isErrorOfBody(program, sourceText, statementTextAt(program, offset)) ||
    /style\w*\s*\.\s*innerHTML/i.test(sink),
  template: ({ program, offset, sink, sourceText }) =>
    ONLY_TRIED.test(statementTextAt(program, offset)) || (FORWARDED.test(sourceText) && /\bModelAndView\b/.test(sink)),
  nosql: ({ program, sink, trace, source, sourceText }) =>
    !fileHolds(program.tree, KEEPS_DOCUMENTS) ||
    OF_A_PAGE.test(sourceText) ||
    (PLAIN_TEXT.test(source.label) && !isJoined(trace) && !RUNS_TEXT.test(sink)),
  sql: ({ program, sink }) =>
    SPREADS.test(sink) ||
    (program.language === 'go' && ASKS_WITH_SHAPE.test(sink)) ||
    (/\.query\(/.test(sink) && program.language.endsWith('script') && !speaksSql(program)),
  // What is sensitive in one function is a part of something else in the next.
  log: ({ trace, sourceText }) => wasPassedOn(trace) || NAMES_ONLY.test(sourceText),
  reflection: ({ trace, texts }) => isLookedUp(trace, texts),
  'trust-boundary': ({ program, offset, trace, texts }) =>
    REMEMBERED.test(statementTextAt(program, offset)) || isLookedUp(trace, texts),
  prototype: ({ program, offset, sink }) =>
    MERGES_GUARDED.test(sink) || WRITES_NAMED.test(statementTextAt(program, offset)),
  regex: ({ program, offset, sink, source, sourceText }) =>
    isOfPages(program) ||
    OF_A_PAGE.test(sourceText) ||
    isSaidToWorker(source, program) ||
    isOnlyCompiled(sink, statementTextAt(program, offset)),
  code: ({ program, source, texts }) =>
    isSaidToWorker(source, program) ||
    (source.isTyped && isForTyping(program)) ||
    texts().some((text) => text.includes('JSON.stringify(')),
  command: ({ program, source }) => source.isTyped && isForTyping(program),
};

/** Whether a finding of a flow is weaker than its rule says, for what stands on its way. */
export function isWeakenedOnTheWay({ sinkKind, trace, program, node }: Candidate): boolean {
  const judge = sinkKind === null ? undefined : WEAKENED[sinkKind];
  if (trace === null || judge === undefined) return false;
  const offset = startOf(program.tree, node);
  const sink = textOf(program.tree, node).slice(0, LIMITS.namesAround);
  const source = sourceOf(trace);
  const sourceText = textOf(source.program.tree, source.node).slice(0, LIMITS.namesAround);
  let known: string[] | undefined;
  const texts = (): string[] => {
    known ??= textsOnTheWay(trace, program, offset);
    return known;
  };
  return judge({ program, offset, sink, trace, source, sourceText, texts });
}

/** What is typed into a shell or a debugger is meant to run. */
const isForTyping = ({ path }: Program): boolean => TAKES_COMMANDS.test(path);

function isSaidToWorker({ label }: Trace, program: Program): boolean {
  return /message of another page/.test(label) && isWorker(program);
}

/** No link can make the browser of somebody else send a header of one's own, so that only programs set it. */
function isSetByProgramsOnly({ label, program, node }: Trace): boolean {
  if (!/header/.test(label)) return false;
  // Which header it is stands behind what all of them are read from.
  const { tree } = program;
  const end = endOf(tree, node);
  const key =
    /^\s*(?:\??\.)?(?:\[[^\]]{0,60}\]|\w{1,60})/.exec(tree.source.slice(end, end + NAME_OF_HEADER))?.[0] ?? '';
  const named = textOf(tree, node).slice(0, LIMITS.namesAround) + key;
  return /["'`]|\bheaders?\s*\??\.\s*\w/.test(named) && !FILLED_BY_LINKS.test(`${label} ${named}`);
}

/** Express sends no file whose path still has `..` in it: a path that is joined as text, and not worked out before. */
function isRefused(sink: string, trace: Trace, way: () => readonly string[]): boolean {
  if (!REFUSES_PARENTS.test(sink) || !isJoined(trace)) return false;
  return !way().some((text) => NORMALISES.test(text));
}

const DEFAULTS = /\bdefaults\s*=\s*\{([^}]*)/g;
const PARTS_OF_ROUTES = /<(?:[^<>]*:)?(\w+)>/g;

/** The address does not hold the part at all: what serves it says in the code what it is. */
function isNoPartOfAddress({ label, program }: Trace, name: string): boolean {
  if (!/part of the address/.test(label) || !/^\w+$/.test(name)) return false;
  return wordsInFile(program.tree, DEFAULTS).has(name) && !wordsInFile(program.tree, PARTS_OF_ROUTES).has(name);
}

function isWorker({ path, tree }: Program): boolean {
  return (WORKER_FILE.test(path) || fileHolds(tree, OF_A_WORKER)) && !fileHolds(tree, OF_A_WINDOW);
}

function isJoined(trace: Trace): boolean {
  for (let at: Trace | null = trace; at !== null; at = at.previous) if (at.event === 'joined') return true;
  return false;
}

function wasPassedOn(trace: Trace): boolean {
  for (let at: Trace | null = trace; at !== null; at = at.previous) if (at.event === 'passed') return true;
  return false;
}

/** It became part of a text in which a question mark stands before it. */
function isPartOfQuery(trace: Trace): boolean {
  for (let at: Trace = trace; at.previous !== null; at = at.previous) {
    if (at.event !== 'joined' || at.program !== at.previous.program) continue;
    const start = startOf(at.program.tree, at.node);
    const before = at.program.tree.source.slice(start, startOf(at.program.tree, at.previous.node));
    if (QUERY_BEFORE.test(before.slice(-LIMITS.namesAround))) return true;
  }
  return false;
}

/** The value is looked for in a list, or among the keys of something, in a function that it came through. */
function isLookedUp(trace: Trace, way: () => readonly string[]): boolean {
  const names = new Set<string>();
  for (let at: Trace | null = trace; at !== null; at = at.previous) {
    if (at.event === 'assigned') names.add(at.label);
    if (at.event === 'source') names.add(textOf(at.program.tree, at.node).split(/[:=\s]/, 1)[0]);
  }
  const written = [...names].filter((name) => /^[\w$.]{2,60}$/.test(name)).map((name) => name.replace(/[.$]/g, '\\$&'));
  if (written.length === 0) return false;
  const name = `(?<![\\w.])(?:${written.join('|')})\\b`;
  const asked = new RegExp(
    `(?:\\b(?:includes|has|hasOwn|hasOwnProperty|contains|containsKey|indexOf|in_array)|\\bContains)\\s*\\((?:[^()]*,)?\\s*${name}|(?<!\\b(?:for|const|let|var)\\s+)${name}\\s+(?:not\\s+)?in\\s|\\bok\\s*:?=\\s*[\\w.]+\\[${name}\\]`,
  );
  return way().some((text) => asked.test(text));
}

function statementTextAt({ tree }: Program, offset: number): string {
  const { start, end } = statementAround(tree, firstNodeAt(tree, offset));
  return tree.source.slice(start, Math.min(end, start + LIMITS.namesAround));
}

function isTested(way: () => readonly string[]): boolean {
  return way().some((text) => TESTS.test(text.replace(UNTESTED, '')) || TESTED.test(text));
}

/** The functions that the value came through, each once, as far as they stand near its way, and the names of those called. */
function textsOnTheWay(trace: Trace, program: Program, offset: number): string[] {
  const seen = new Set<string>();
  const texts = [textAround(program, offset, seen)];
  for (let at: Trace | null = trace; at !== null; at = at.previous) {
    if (at.program === program) texts.push(textAround(program, startOf(program.tree, at.node), seen));
    if (at.event === 'passed' || at.event === 'returned') texts.push(`${at.label} (`);
  }
  return texts;
}

/** The function around the place as far as it stands near, unless that part of it was seen before. */
function textAround(program: Program, offset: number, seen: Set<string>): string {
  const around = functionAround(program, offset);
  const window = `${around.node} ${Math.floor(offset / LIMITS.namesAround)}`;
  if (around === program.main || seen.has(window)) return '';
  seen.add(window);
  return nearText(program, offset);
}

function sourceOf(trace: Trace): Trace {
  let source = trace;
  while (source.previous !== null) source = source.previous;
  return source;
}
