// Makes the code tree of a syntax tree and finds its nodes by kind.
import { isNamed, kindOf, type SyntaxTree } from '../../parsing/syntax-tree.ts';
import type { CodeNode } from './code-node.ts';
import { GO_SHAPES } from './go-shapes.ts';
import { JAVA_SHAPES } from './java-shapes.ts';
import { JAVASCRIPT_SHAPES } from './javascript-shapes.ts';
import { PYTHON_SHAPES } from './python-shapes.ts';
import { Reader, type Shapes } from './reader.ts';

const SHAPES: Readonly<Record<string, Shapes>> = {
  python: PYTHON_SHAPES,
  java: JAVA_SHAPES,
  javascript: JAVASCRIPT_SHAPES,
  typescript: JAVASCRIPT_SHAPES,
  tsx: JAVASCRIPT_SHAPES,
  go: GO_SHAPES,
};

/** The code tree of a file, or of a pattern. */
export function codeTreeOf(tree: SyntaxTree, isPattern: boolean): CodeNode {
  const shapes = SHAPES[tree.grammar.name] ?? {};
  const reader = new Reader(tree, isPattern);
  for (let node = tree.count - 1; node >= 0; node--) {
    if (!isNamed(tree, node) || reader.isComment(node)) continue;
    const shape = shapes[kindOf(tree, node)];
    reader.set(node, shape ? shape(reader, node) : reader.asIs(node));
  }
  return reader.at(0);
}

/** Every node of a tree, each before its parts. */
export function nodesOf(root: CodeNode): CodeNode[] {
  const found: CodeNode[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    for (let index = node.parts.length - 1; index >= 0; index--) open.push(node.parts[index]);
  }
  return found;
}
