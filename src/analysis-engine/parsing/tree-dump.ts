// Prints a syntax tree for people: tests, --debug, and whoever writes a lowering.
import { lineIndexOf } from './line-index.ts';
import {
  endOf,
  fieldOf,
  isNamed,
  kindOf,
  NODE_STRIDE,
  nextOf,
  PARENT,
  type SyntaxTree,
  startOf,
  textOf,
} from './syntax-tree.ts';

const LONGEST_TEXT = 60;

export interface DumpOptions {
  /** leave out tokens such as `(` and keywords, unless they sit in a field */
  readonly namedOnly?: boolean;
}

/** One line a node, indented by depth: `field: kind [1:1-1:9] "text of a leaf"`; anonymous tokens are quoted. */
export function dumpTree(tree: SyntaxTree, options: DumpOptions = {}): string {
  const lines = lineIndexOf(tree.source);
  const place = (offset: number): string => {
    const { line, column } = lines.positionAt(offset);
    return `${line}:${column}`;
  };
  const depths = new Int32Array(tree.count);
  const output: string[] = [];
  for (let node = 0; node < tree.count; node++) {
    const parent = tree.nodes[node * NODE_STRIDE + PARENT];
    depths[node] = parent < 0 ? 0 : depths[parent] + 1;
    const field = fieldOf(tree, node);
    if (options.namedOnly && field === '' && !isNamed(tree, node)) continue;
    const range = `[${place(startOf(tree, node))}-${place(endOf(tree, node))}]`;
    const label = `${field === '' ? '' : `${field}: `}${kindLabel(tree, node)}`;
    output.push(`${'  '.repeat(depths[node])}${label} ${range}${leafText(tree, node)}`);
  }
  return `${output.join('\n')}\n`;
}

function kindLabel(tree: SyntaxTree, node: number): string {
  return isNamed(tree, node) ? kindOf(tree, node) : JSON.stringify(kindOf(tree, node));
}

function leafText(tree: SyntaxTree, node: number): string {
  if (nextOf(tree, node) !== node + 1 || !isNamed(tree, node)) return '';
  const text = textOf(tree, node);
  if (text === '') return ' (empty)';
  return ` ${JSON.stringify(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)}`;
}
