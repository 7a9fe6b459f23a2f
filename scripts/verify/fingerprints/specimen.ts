// A file under trial with what the engine knows of it, and the ways in which edits find their places in its syntax tree.
import type { Engine, Finding } from '../../../src/analysis-engine/index.ts';
import type { FunctionDefinition, Program } from '../../../src/analysis-engine/ir.ts';
import {
  childByField,
  endOf,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
} from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { CodeSample } from '../code-samples.ts';

export interface Specimen extends CodeSample {
  readonly program: Program;
  readonly findings: readonly Finding[];
}

/** What an edit makes of a specimen; `defect` says where in the new code the new defect is, where that can be told. */
export interface Edited {
  readonly code: string;
  readonly path: string;
  readonly defect?: (offset: number) => boolean;
  /** the new defect stands beside the known one */
  readonly isMore?: boolean;
  /** the code before the edit, when something had to be put in so that it can be taken out */
  readonly before?: string;
}

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The specimen of a sample, or null when the sample cannot be read without errors. */
export function createSpecimen(engine: Engine, sample: CodeSample): Specimen | null {
  const program = engine.lower(sample.code, sample.language, sample.path);
  if (program.tree.errorCount > 0) return null;
  return { ...sample, program, findings: findingsOf(engine, sample) };
}

export function findingsOf(engine: Engine, { code, language, path }: CodeSample): Finding[] {
  return engine
    .analyze({ code, language, path, files: [] })
    .findings.filter((finding) => finding.range.path === path && finding.suppressedBy === null);
}

/** Applies edits that do not overlap. */
export function applyEdits(code: string, edits: readonly TextEdit[]): string {
  let result = code;
  for (const { start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}

/** The smallest node that covers a range. */
export function nodeAt(tree: SyntaxTree, start: number, end: number): NodeIndex {
  let best = 0;
  for (let node = 0; node < tree.count; ) {
    if (startOf(tree, node) <= start && endOf(tree, node) >= end) best = node++;
    else node = nextOf(tree, node);
  }
  return best;
}

const CONTAINER = /(^block$|_body$|^program$|^module$|^statement_block$|^source_file$|_block$|^statement_list$)/;

/** The node around that is a direct child of a block, a body or the file. */
export function unitAround(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let unit = node;
  for (let parent = parentOf(tree, unit); parent >= 0 && !CONTAINER.test(kindOf(tree, parent)); ) {
    unit = parent;
    parent = parentOf(tree, unit);
  }
  return unit;
}

/** The body of a function as a block, or -1. */
export function bodyOf(tree: SyntaxTree, definition: FunctionDefinition): NodeIndex {
  const body = childByField(tree, definition.node, 'body');
  return body >= 0 && CONTAINER.test(kindOf(tree, body)) ? body : -1;
}

/** White space before the first token of the line. */
export function indentationAt(code: string, offset: number): string {
  const lineStart = code.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(code.slice(lineStart))?.[0] ?? '';
}

/** Indents every line of a range by more, but for those that begin inside of a text. The first line is left alone. */
export function indented(tree: SyntaxTree, start: number, end: number, by: string): string {
  const inText = new Set<number>();
  for (let node = 0; node < tree.count; node++) {
    if (!/string|template|comment/.test(kindOf(tree, node)) || endOf(tree, node) <= start) continue;
    for (let at = tree.source.indexOf('\n', startOf(tree, node)); at >= 0 && at < endOf(tree, node); ) {
      inText.add(at);
      at = tree.source.indexOf('\n', at + 1);
    }
  }
  let text = '';
  for (let at = start; at < end; at++) {
    text += tree.source[at];
    if (tree.source[at] === '\n' && !inText.has(at) && tree.source[at + 1] !== '\n') text += by;
  }
  return text;
}

/** The name of a declaration: of a function, or of the variable that holds one. */
export function nameNode(tree: SyntaxTree, unit: NodeIndex): NodeIndex {
  for (let node = unit; node < nextOf(tree, unit); node++) {
    if (!/(function|method|function_declaration|method_declaration|definition|declarator)/.test(kindOf(tree, node)))
      continue;
    const name = childByField(tree, node, 'name');
    if (name >= 0 && /identifier$/.test(kindOf(tree, name))) return name;
  }
  return -1;
}
