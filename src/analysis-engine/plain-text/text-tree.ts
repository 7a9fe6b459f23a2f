// A syntax tree for text that no grammar reads: lines, and in them words, signs and what is written to reviewers' tools.
// Suppressions, fingerprints and findings work on it as on any other.
import { type Grammar, NODE_STRIDE, type SyntaxTree } from '../parsing/syntax-tree.ts';

const KINDS = ['program', 'line_statement', 'word', 'sign', 'comment'] as const;
type Kind = (typeof KINDS)[number];
const idOf = (kind: Kind): number => KINDS.indexOf(kind);

/** A line is a statement, so that what speaks of one speaks of its line. */
const GRAMMAR: Grammar = {
  name: 'text',
  kinds: KINDS,
  named: new Uint8Array(KINDS.length).fill(1),
  fields: [''],
  kindIds: new Map(KINDS.map((kind, id) => [kind, [id]])),
  fieldIds: new Map(),
  errorKind: -1,
};

const UNIT = /\w+|\S/g;
/** What opens a comment in one language or another. It is taken for one only where it says something to a tool. */
const TOOL_COMMENT = /(?:#|\/\/|\/\*|<!--|--|;|%|\(\*|\{#)(?=.*(?:assay-ignore|nosem|NOSONAR|nosec|noqa))/;

interface Rows {
  readonly nodes: number[];
  count: number;
}

/** The tree of a text; its nodes are as many as its words, signs and lines. */
export function textTree(source: string): SyntaxTree {
  const rows: Rows = { nodes: [], count: 0 };
  add(rows, 'program', 0, source.length, -1);
  for (let start = 0; start < source.length; ) {
    const feed = source.indexOf('\n', start);
    const end = feed < 0 ? source.length : feed;
    addLine(rows, source.slice(start, end), start);
    start = end + 1;
  }
  setNext(rows, 0);
  return { source, grammar: GRAMMAR, nodes: Int32Array.from(rows.nodes), count: rows.count, errorCount: 0 };
}

function addLine(rows: Rows, line: string, start: number): void {
  const comment = TOOL_COMMENT.exec(line)?.index ?? line.length;
  const code = line.slice(0, comment);
  const first = code.search(/\S/);
  const end = start + line.trimEnd().length;
  if (first < 0) {
    if (comment < line.length) add(rows, 'comment', start + comment, end, 0);
    return;
  }
  const statement = add(rows, 'line_statement', start + first, end, 0);
  for (const { 0: unit, index } of code.matchAll(UNIT)) {
    add(rows, /\w/.test(unit) ? 'word' : 'sign', start + index, start + index + unit.length, statement);
  }
  if (comment < line.length) add(rows, 'comment', start + comment, end, statement);
  setNext(rows, statement);
}

function add(rows: Rows, kind: Kind, start: number, end: number, parent: number): number {
  rows.nodes.push(idOf(kind), start, end, parent, 0, rows.count + 1);
  return rows.count++;
}

/** A node ends where the latest one does. */
function setNext(rows: Rows, node: number): void {
  rows.nodes[node * NODE_STRIDE + NODE_STRIDE - 1] = rows.count;
}
