// What the parts of the Python lowering share while one file is lowered. The parts call each other through here, so
// that their files need not import each other in circles.
import type { Expression, FunctionDefinition, ImportSite, Step } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { fieldOf, isNamed, type NodeIndex, nextOf, type SyntaxTree, textOf } from '../../parsing/syntax-tree.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { ScopeStack } from '../scope.ts';

export interface PythonContext {
  readonly tree: SyntaxTree;
  readonly builder: ProgramBuilder;
  readonly scopes: ScopeStack;
  /** modules of `from m import *` */
  readonly wildcards: string[];
  /** every import of the file */
  readonly imports: ImportSite[];
  /** names of the classes around the current point, outermost first: `Outer.Inner` */
  readonly classPath: string[];
  /** classes of the file by simple name, for type annotations: their qualified names */
  readonly classNames: ReadonlySet<string>;
  /** function definitions that stand directly in a class body */
  readonly methods: Set<NodeIndex>;
  readonly expression: (node: NodeIndex) => Expression;
  /** the steps of a block, or of any one statement */
  readonly steps: (node: NodeIndex) => Step[];
  readonly functionOf: (node: NodeIndex, decorators: readonly NodeIndex[]) => FunctionDefinition;
}

/** Comments and line continuations, which may stand anywhere. */
export const isTrivia = kindSet('comment', 'line_continuation');

/** Named children without comments and line continuations. */
export function partsOf({ tree }: PythonContext, node: NodeIndex): NodeIndex[] {
  const parts: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (isNamed(tree, child) && !isTrivia(tree, child)) parts.push(child);
  }
  return parts;
}

/** The first named child that sits in no field: the value of `await x`, `*x`, `return x`. -1 without one. */
export function onlyPart(context: PythonContext, node: NodeIndex): NodeIndex {
  const { tree } = context;
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (isNamed(tree, child) && !isTrivia(tree, child) && fieldOf(tree, child) === '') return child;
  }
  return -1;
}

/** `a.b.c` of a dotted name, without spaces that may stand around the dots. */
export function dottedText(tree: SyntaxTree, node: NodeIndex): string {
  return textOf(tree, node).replace(/\s+/g, '');
}
