// How the code around a place is written: indentation, line ends, quotes, semicolons, and the statement around a node.
import { kindSet } from '../parsing/kind-sets.ts';
import {
  endOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
} from '../parsing/syntax-tree.ts';
import type { TextEdit } from './fix.ts';

/** Line end of the file. */
export const lineEndOf = (source: string): string => (source.includes('\r\n') ? '\r\n' : '\n');

/** White space in front of the first character of the line of `offset`. */
export function indentationAt(source: string, offset: number): string {
  const line = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(line, offset))?.[0] ?? '';
}

/** One level of indentation as the file has it. */
export function indentationUnit(source: string): string {
  const steps = new Map<string, number>();
  let before = 0;
  for (const [, blank] of source.slice(0, 40_000).matchAll(/^([ \t]*)(?![\s*])/gm)) {
    if (/^\t/.test(blank)) return '\t';
    const step = blank.length - before;
    if (step > 1 && step <= 8) steps.set(' '.repeat(step), (steps.get(' '.repeat(step)) ?? 0) + 1);
    before = blank.length;
  }
  // Lines that go on stand deeper: the smallest step that is no accident.
  const all = [...steps.values()].reduce((sum, count) => sum + count, 0);
  const usual = [...steps].filter(([, count]) => count * 5 >= all);
  return usual.sort((a, b) => a[0].length - b[0].length)[0]?.[0] ?? '    ';
}

/** The quote that the file has more of. */
export function quoteOf(source: string): "'" | '"' {
  let single = 0;
  let double = 0;
  for (const match of source.slice(0, 20_000).matchAll(/(['"])(?:(?!\1)[^\\\n]|\\.)*\1/g))
    if (match[1] === "'") single++;
    else double++;
  return single > double ? "'" : '"';
}

/** Whether statements of a JavaScript file end in semicolons, more often than not. */
export function hasSemicolons(source: string): boolean {
  const ended = source.match(/;[ \t]*(?:\/\/.*)?$/gm)?.length ?? 0;
  const open = source.match(/^[ \t]*(?:var|let|const|import|return)\b.*[\w)'"`\]][ \t]*$/gm)?.length ?? 0;
  return ended >= open;
}

const isStatement = kindSet(
  'expression_statement',
  'local_variable_declaration',
  'lexical_declaration',
  'variable_declaration',
  'return_statement',
  'short_var_declaration',
  'var_declaration',
  'assignment_statement',
  'if_statement',
  'for_statement',
  'for_in_statement',
  'enhanced_for_statement',
  'while_statement',
  'with_statement',
  'throw_statement',
  'raise_statement',
  'try_statement',
  'try_with_resources_statement',
  'switch_statement',
  'switch_expression',
  'assert_statement',
  'go_statement',
  'defer_statement',
  'function_definition',
  'class_definition',
  'decorated_definition',
  'delete_statement',
  'debugger_statement',
  'export_statement',
);

const isBlock = kindSet(
  'block',
  'statement_block',
  'module',
  'program',
  'source_file',
  'constructor_body',
  'statement_list',
  'class_body',
);

/** The nearest statement around a node that stands in a block of statements, or -1. */
export function statementAround(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  for (let at = node; at >= 0; at = parentOf(tree, at)) {
    const parent = parentOf(tree, at);
    if (isStatement(tree, at) && parent >= 0 && isBlock(tree, parent)) return at;
    if (/^(?:lambda|lambda_expression|arrow_function)$/.test(kindOf(tree, at)) && !hasBlock(tree, at)) return -1;
  }
  return -1;
}

function hasBlock(tree: SyntaxTree, node: NodeIndex): boolean {
  let has = false;
  for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) has ||= isBlock(tree, child);
  return has;
}

/** A statement is only put before or after another one where that one begins its line. */
export function standsAlone(source: string, start: number): boolean {
  const line = source.lastIndexOf('\n', start - 1) + 1;
  return source.slice(line, start).trim() === '';
}

/** Lines put before the statement around a node, indented as it is. */
export function linesBefore(tree: SyntaxTree, node: NodeIndex, lines: readonly string[]): TextEdit | null {
  const { source } = tree;
  const statement = statementAround(tree, node);
  if (statement < 0 || !standsAlone(source, startOf(tree, statement))) return null;
  const start = startOf(tree, statement);
  const indentation = indentationAt(source, start);
  const text = lines.map((line) => `${line}${lineEndOf(source)}${indentation}`).join('');
  return { start, end: start, text };
}

/** Lines put after the statement around a node, indented as it is. */
export function linesAfter(tree: SyntaxTree, node: NodeIndex, lines: readonly string[]): TextEdit | null {
  const { source } = tree;
  const statement = statementAround(tree, node);
  if (statement < 0 || !standsAlone(source, startOf(tree, statement))) return null;
  const indentation = indentationAt(source, startOf(tree, statement));
  let end = endOf(tree, statement);
  if (source[end] === ';') end++;
  const text = lines.map((line) => `${lineEndOf(source)}${indentation}${line}`).join('');
  return { start: end, end, text };
}

/** The whole lines of a statement that stands on lines of its own, or the statement alone; Python's blocks are never left empty. */
export function removalOf(tree: SyntaxTree, statement: NodeIndex): TextEdit | null {
  const { source } = tree;
  const start = startOf(tree, statement);
  let end = endOf(tree, statement);
  if (source[end] === ';') end++;
  if (isOnlyChild(tree, statement) && tree.grammar.name === 'python') return { start, end, text: 'pass' };
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:(?:#|\/\/)[^\n]*)?(?:\n|$)/.exec(source.slice(end, end + 400));
  if (source.slice(line, start).trim() === '' && rest !== null)
    return { start: line, end: withBlankLines(source, line, end + rest[0].length), text: '' };
  return { start, end, text: '' };
}

/** The end of lines that go from `start` to `end`, with the blank lines after them that would meet those before. */
export function withBlankLines(source: string, start: number, end: number): number {
  const lines = /^(?:[ \t]*\r?\n)*/;
  const after = lines.exec(source.slice(end, end + 400))?.[0].split('\n') ?? [];
  const before = source
    .slice(Math.max(0, start - 400), start)
    .split('\n')
    .slice(0, -1)
    .reverse();
  const blanks = before.findIndex((line) => line.trim() !== '');
  const opens = blanks === 0 && /[{:([][ \t]*\r?$/.test(before[0]);
  // Python keeps its blank lines between definitions.
  const most = opens ? after.length - 1 : Math.min(blanks < 0 ? before.length : blanks, after.length - 1);
  return end + after.slice(0, most).reduce((length, line) => length + line.length + 1, 0);
}

/** Where the block around a statement ends, without its closing brace. */
export function blockEndOf(tree: SyntaxTree, statement: NodeIndex): number {
  let last = statement;
  for (let next = nextOf(tree, statement); next < nextOf(tree, parentOf(tree, statement)); next = nextOf(tree, next)) {
    if (!/^[})]$|comment/.test(kindOf(tree, next))) last = next;
  }
  return endOf(tree, last);
}

function isOnlyChild(tree: SyntaxTree, statement: NodeIndex): boolean {
  const parent = parentOf(tree, statement);
  if (parent < 0) return false;
  let others = 0;
  for (let child = parent + 1; child < nextOf(tree, parent); child = nextOf(tree, child))
    if (child !== statement && kindOf(tree, child) !== 'comment') others++;
  return others === 0;
}

/** A branch with nothing in it is no way to leave code. */
export function isAloneInBranch(tree: SyntaxTree, statement: NodeIndex): boolean {
  const block = parentOf(tree, statement);
  const around = block < 0 ? -1 : parentOf(tree, block);
  if (around < 0 || !/^(?:if|else|elif|for|while|else_if)/.test(kindOf(tree, around))) return false;
  return namedChildrenOf(tree, block).filter((child) => !/comment/.test(kindOf(tree, child))).length === 1;
}

/** The outermost node of exactly this range, else the innermost around it. */
export function nodeAt(tree: SyntaxTree, start: number, end: number): NodeIndex {
  let best = 0;
  let node = 0;
  for (;;) {
    if (startOf(tree, node) === start && endOf(tree, node) === end) return node;
    best = node;
    let inner = -1;
    for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
      if (startOf(tree, child) <= start && endOf(tree, child) >= end) {
        inner = child;
        break;
      }
      if (startOf(tree, child) > start) break;
    }
    if (inner < 0) return best;
    node = inner;
  }
}
