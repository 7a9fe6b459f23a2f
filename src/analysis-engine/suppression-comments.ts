// Reads suppression comments: our own `assay-ignore rule: reason [until date]`, and the ones people wrote for other tools.
import {
  endOf,
  kindIdOf,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from './parsing/syntax-tree.ts';

/** What one comment says. Offsets are UTF-16; a finding that starts in `start..end` is meant. */
export interface Suppression {
  readonly comment: NodeIndex;
  readonly start: number;
  readonly end: number;
  /** rule ids; null: any security finding (`securityOnly`) or any finding at all */
  readonly rules: readonly string[] | null;
  readonly securityOnly: boolean;
  readonly reason: string;
  /** last day on which it counts, YYYY-MM-DD */
  readonly until: string | null;
  readonly isOurs: boolean;
}

export interface MalformedSuppression {
  readonly comment: NodeIndex;
}

export interface SuppressionComments {
  readonly suppressions: readonly Suppression[];
  readonly malformed: readonly MalformedSuppression[];
}

const MARKERS = /assay-ignore|nosemgrep|NOSONAR|eslint-disable-|noqa|nosec/i;

/** All suppression comments of a file, in source order. Files without any cost one search of the text. */
export function readSuppressions(tree: SyntaxTree): SuppressionComments {
  const suppressions: Suppression[] = [];
  const malformed: MalformedSuppression[] = [];
  if (!MARKERS.test(tree.source)) return { suppressions, malformed };
  const isComment = Uint8Array.from(tree.grammar.kinds, (kind) => (/comment$/.test(kind) ? 1 : 0));
  for (let node = 0; node < tree.count; node++) {
    if (isComment[kindIdOf(tree, node)] === 0) continue;
    const text = textOf(tree, node);
    if (!MARKERS.test(text)) continue;
    const own = readOwn(tree, node, text);
    if (own === 'malformed') malformed.push({ comment: node });
    else if (own !== null) suppressions.push(own);
    else suppressions.push(...readForeign(tree, node, text));
  }
  return { suppressions, malformed };
}

const OWN = /assay-ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*:\s*(\S.*?)\s*(?:\*\/|-->)?\s*$/s;
const UNTIL = /\s+until\s+(\d{4}-\d{2}-\d{2})$/;

function readOwn(tree: SyntaxTree, comment: NodeIndex, text: string): Suppression | 'malformed' | null {
  if (!/assay-ignore/.test(text)) return null;
  const match = OWN.exec(text);
  if (match === null) return 'malformed';
  const until = UNTIL.exec(match[2])?.[1] ?? null;
  const reason = match[2].replace(UNTIL, '');
  const rules = match[1].split(/\s*,\s*/);
  return { comment, ...boundRange(tree, comment), rules, securityOnly: false, reason, until, isOurs: true };
}

/** The statement that the comment stands behind or before, without the block that it may open. */
function boundRange(tree: SyntaxTree, comment: NodeIndex): { readonly start: number; readonly end: number } {
  const anchor = isTrailing(tree, comment) ? statementBefore(tree, comment) : nodeAfter(tree, comment);
  if (anchor < 0) return { start: 0, end: 0 };
  return { start: startOf(tree, anchor), end: headEnd(tree, anchor) };
}

function isTrailing(tree: SyntaxTree, comment: NodeIndex): boolean {
  const start = startOf(tree, comment);
  const lineStart = tree.source.lastIndexOf('\n', start - 1) + 1;
  return tree.source.slice(lineStart, start).trim() !== '';
}

const BLOCK = /(^block$|_body$|^statement_block$|_block$|^suite$)/;
const CONTAINER = /(^block$|_body$|^program$|^module$|^statement_block$|^suite$|_block$|_group$)/;

/** The outermost node on the comment's line that is a child of a block, a body or the file. */
function statementBefore(tree: SyntaxTree, comment: NodeIndex): NodeIndex {
  const start = startOf(tree, comment);
  const lineStart = tree.source.lastIndexOf('\n', start - 1) + 1;
  let last = -1;
  for (let node = comment - 1; node > 0; node--) {
    if (nextOf(tree, node) !== node + 1 || endOf(tree, node) > start) continue;
    if (startOf(tree, node) < lineStart) break;
    last = node;
    if (!/^[;,{}()]$/.test(kindOf(tree, node))) break;
  }
  for (let node = last; node > 0; node = parentOf(tree, node)) {
    if (CONTAINER.test(kindOf(tree, parentOf(tree, node)))) return node;
  }
  return last;
}

/** The next sibling that is no comment; at the end of a block that of the block's statement. */
function nodeAfter(tree: SyntaxTree, comment: NodeIndex): NodeIndex {
  const parent = parentOf(tree, comment);
  for (let node = nextOf(tree, comment); node < nextOf(tree, parent); node = nextOf(tree, node)) {
    if (!/comment$/.test(kindOf(tree, node))) return node;
  }
  // The grammar may hang a comment before the first statement of a block onto the node around the block.
  return nextOf(tree, parent) < tree.count ? nextOf(tree, parent) : -1;
}

/** Where the node's own code ends: an `if` or a function is meant up to its block, not with all that is in it. */
function headEnd(tree: SyntaxTree, node: NodeIndex): number {
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (BLOCK.test(kindOf(tree, child))) return startOf(tree, child);
  }
  return endOf(tree, node);
}

/** Comments for other tools count on their line; with rules of theirs only for security findings. */
function readForeign(tree: SyntaxTree, comment: NodeIndex, text: string): Suppression[] {
  const line = lineAround(tree.source, startOf(tree, comment));
  const next = lineAround(tree.source, Math.min(line.end + 1, tree.source.length));
  const make = (reason: string, range: typeof line, securityOnly: boolean): Suppression[] => [
    { comment, ...range, rules: null, securityOnly, reason, until: null, isOurs: false },
  ];
  const semgrep = /\bnosemgrep\b(\s*:\s*\S)?/.exec(text);
  if (semgrep) return make('nosemgrep', isTrailing(tree, comment) ? line : next, semgrep[1] !== undefined);
  if (/\bNOSONAR\b/.test(text)) return make('NOSONAR', line, false);
  const eslint = /\beslint-disable-(next-)?line\b(?:\s+([^*\n]+))?/.exec(text);
  if (eslint) {
    const names = eslint[2]?.split('--')[0].trim() ?? '';
    if (names !== '' && !/security|eval|innerhtml|secret|sql|xss/i.test(names)) return [];
    return make('eslint-disable', eslint[1] ? next : line, names !== '');
  }
  const noqa = /#\s*noqa\b(?:\s*:\s*([A-Z0-9, ]+))?/i.exec(text);
  if (noqa)
    return noqa[1] === undefined || /\bS\d{3}\b/i.test(noqa[1]) ? make('noqa', line, noqa[1] !== undefined) : [];
  return /#\s*nosec\b/i.test(text) ? make('nosec', line, true) : [];
}

function lineAround(source: string, offset: number): { readonly start: number; readonly end: number } {
  const end = source.indexOf('\n', offset);
  return { start: source.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? source.length : end };
}
