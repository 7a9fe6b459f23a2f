// What the functions that a value came through say of it: a test by a function of the program's own, which the pass cannot judge,
// an address that is the visitor's own, or code of a browser, where a request reaches nothing that the visitor does not.
import type { Candidate } from './flow/report.ts';
import type { Trace } from './flow/trace.ts';
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { endOf, startOf, textOf } from './parsing/syntax-tree.ts';

/** A call of something that says in its name that it tests or mends what it is given. */
const TESTS =
  /\b(?!un)\w*(?:valid(?!ationerror)|saniti[sz]|safe|secure_?(?:path|join|filename)|traversal|(?:is|in|within|inside|under|outside|sub)_?(?:allowed|permitted|local|root|base|dir(?:ectory)?|folder|path|jail|home)|allowed_?\w*(?:path|host|url|file|origin)s?|(?:check|verify|ensure|assert|guard)_?\w*(?:path|file_?names?|dir|folder|host|url|uri|redirect|name|id)|white_?list|contained|escapes_?(?:root|dir)|open_?root|clean_?(?:path|name|file_?name)|normali[sz]e_?(?:path|name))\w*\s*\(/i;
/** Such a name that says the opposite. */
const UNTESTED = /\b\w*(?:un|non_?|not_?|in)(?:safe|valid|saniti[sz]ed)\w*\s*\(/gi;
/** The address of the page that is asked for, or that the visitor came from: a link to it leads to where it already is. */
const OWN_ADDRESS =
  /original_?url|refer(?:r?er)|\bfull_?path\b|get_?full_?path|request_?uri\b|getRequestUR[IL]|\breq(?:uest)?\.(?:url|path|uri)\b|\.URL\.Path\b/i;
const IN_BROWSER =
  /\b(?:window\s*[.[]|document\s*\.\s*\w|XMLHttpRequest\b|navigator\s*\.\s*\w|localStorage\b|self\s*\.\s*(?:location|addEventListener|postMessage))/;

/** Whether a finding of a flow is weaker than its rule says, for what stands on its way. */
export function isWeakenedOnTheWay({ sinkKind, trace, program, node }: Candidate): boolean {
  if (trace === null) return false;
  switch (sinkKind) {
    case 'path':
      return isTested(trace, program, startOf(program.tree, node));
    case 'redirect':
      return isTested(trace, program, startOf(program.tree, node)) || isOwnAddress(trace);
    case 'url':
      return IN_BROWSER.test(program.tree.source) || isTested(trace, program, startOf(program.tree, node));
    default:
      return false;
  }
}

/** Each function is read once, however often the value comes through it. */
function isTested(trace: Trace, program: Program, offset: number): boolean {
  const seen = new Set<number>();
  const texts = [textAround(program, offset, seen)];
  for (let at: Trace | null = trace; at !== null; at = at.previous) {
    if (at.program === program) texts.push(textAround(program, startOf(program.tree, at.node), seen));
    if (at.event === 'passed' || at.event === 'returned') texts.push(`${at.label} (`);
  }
  return texts.some((text) => TESTS.test(text.replace(UNTESTED, '')));
}

/** The function around the place as far as it stands near, unless it was seen before. */
function textAround(program: Program, offset: number, seen: Set<number>): string {
  const { tree } = program;
  const around = functionAround(program, offset);
  if (around === program.main || seen.has(around.node)) return '';
  seen.add(around.node);
  const from = Math.max(startOf(tree, around.node), offset - LIMITS.namesAround);
  return tree.source.slice(from, Math.min(endOf(tree, around.node), offset + LIMITS.namesAround));
}

function isOwnAddress(trace: Trace): boolean {
  let source = trace;
  while (source.previous !== null) source = source.previous;
  return OWN_ADDRESS.test(textOf(source.program.tree, source.node).slice(0, LIMITS.namesAround));
}
