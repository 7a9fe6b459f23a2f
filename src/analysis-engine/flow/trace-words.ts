// Traces, sources and sinks in the words a reviewer would use.
import type { TraceEntry } from '../finding.ts';
import type { Program } from '../ir.ts';
import { endOf, type NodeIndex, parentOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import type { Candidate } from './report.ts';
import { PARAMETER, sourceKindsOf } from './taint.ts';
import type { Trace } from './trace.ts';
import { SINK_WORDS, SOURCE_WORDS } from './words.ts';

const LONGEST_CODE = 60;

/** The trace of a candidate, source first, sink last. */
export function traceEntries(candidate: Candidate): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (let at = candidate.trace; at !== null; at = at.previous) entries.push(entryOf(at));
  entries.reverse();
  const { program, node, sinkKind } = candidate;
  const sink = sinkText(candidate);
  const words = sinkKind === null ? `${sink} is used here` : `reaches ${sink}: ${SINK_WORDS[sinkKind]}`;
  entries.push(entry(program, node, words));
  return entries;
}

function entry(program: Program, node: NodeIndex, message: string): TraceEntry {
  return { range: { path: program.path, start: startOf(program.tree, node), end: endOf(program.tree, node) }, message };
}

function entryOf(trace: Trace): TraceEntry {
  const node = trace.event === 'source' ? wholeAccess(trace.program, trace.node) : trace.node;
  return entry(trace.program, node, words(trace, node));
}

function words(trace: Trace, node: NodeIndex): string {
  const { label } = trace;
  const code = callText(trace.program, node);
  switch (trace.event) {
    case 'source':
      return trace.sources === PARAMETER && isName(label)
        ? `\`${label}\` is ${SOURCE_WORDS.parameter}`
        : `${code} is ${sourceWords(trace)}`;
    case 'assigned':
      return `assigned to \`${label}\``;
    case 'stored':
      return label === '' ? `stored by ${code}` : `stored in \`${label}\``;
    case 'passed':
      return `passed to \`${label}\``;
    case 'returned':
      return label === '' ? 'returned by the function' : `returned by \`${label}(…)\``;
    case 'printed':
      return `printed as it is by ${code} in the template`;
    case 'joined':
      return 'becomes part of a text';
    case 'read':
      return 'each element is taken in turn';
    default:
      return `comes out of ${code}`;
  }
}

/** Facts may say of a member that it is as uncertain as a parameter; their words are no name. */
const isName = (label: string): boolean => !label.includes(' ');

function sourceWords(trace: Trace): string {
  const [kind] = sourceKindsOf(trace.sources);
  const general = kind === undefined ? 'untrusted' : SOURCE_WORDS[kind];
  return trace.label === '' || trace.label === general ? general : `${general} (${trace.label})`;
}

/** `{source}` of a message: what it is and how the code names it. */
export function sourceText(candidate: Candidate): string {
  let first = candidate.trace;
  while (first?.previous) first = first.previous;
  if (first === null) return 'a value';
  if (first.sources === PARAMETER && isName(first.label)) return `parameter \`${first.label}\``;
  const code = callText(first.program, wholeAccess(first.program, first.node));
  const [kind] = sourceKindsOf(first.sources);
  return `${kind === undefined ? 'a value' : SOURCE_WORDS[kind]} from ${code}`;
}

/** `{sink}` of a message: the call as the code writes it, without its arguments. */
export function sinkText(candidate: Candidate): string {
  return callText(candidate.program, candidate.node);
}

/** `request.args` is read as `request.args['id']`: the whole access says more. */
function wholeAccess(program: Program, node: NodeIndex): NodeIndex {
  const { tree } = program;
  let whole = node;
  for (let hops = 0; hops < 2; hops++) {
    const parent = parentOf(tree, whole);
    if (parent < 0 || startOf(tree, parent) !== startOf(tree, node)) break;
    const text = textOf(tree, parent);
    if (text.length > LONGEST_CODE || !/^[\w$.]+(\[[^\]]*\]|(\.\w+)?\([^()]*\)|\.\w+)$/.test(text)) break;
    whole = parent;
  }
  return whole;
}

/** Code on one line; of a call the callee and `(…)`; long ones lose their beginning. */
function callText(program: Program, node: NodeIndex): string {
  const text = textOf(program.tree, node).replace(/\s+/g, ' ').trim();
  const short = text.length <= LONGEST_CODE / 2 && !/["'`]/.test(text) ? text : withoutArguments(text);
  return `\`${short.length <= LONGEST_CODE ? short : `…${short.slice(short.length - LONGEST_CODE)}`}\``;
}

function withoutArguments(text: string): string {
  if (!text.endsWith(')')) return text.length <= LONGEST_CODE ? text : `${text.slice(0, LONGEST_CODE)}…`;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++;
    else if (text[at] === '(' && --depth === 0) return at === text.length - 2 ? text : `${text.slice(0, at)}(…)`;
  }
  return text;
}
