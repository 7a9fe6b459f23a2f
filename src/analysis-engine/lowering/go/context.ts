// What the parts of the Go lowering share while one file is lowered. The parts call each other through here, so that
// their files need not import each other in circles.
import type { Expression, Step, Variable } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { isNamed, type NodeIndex, nextOf, type SyntaxTree } from '../../parsing/syntax-tree.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { ScopeStack } from '../scope.ts';
import type { Outline } from './outline.ts';

/** What is open around a statement of a function. */
export interface FunctionState {
  /** variables of named results, in order: what a bare `return` gives */
  readonly results: readonly Variable[];
  /** where a plain `break` goes: a label that the lowering made up, or null for the construct itself */
  readonly breaks: (MadeLabel | null)[];
  /** slot of `ok` in `v, ok := m[k]` → the test that it stands for */
  readonly tests: Map<number, Expression>;
}

export interface MadeLabel {
  readonly name: string;
  used: boolean;
}

export interface GoContext {
  readonly tree: SyntaxTree;
  readonly builder: ProgramBuilder;
  readonly scopes: ScopeStack;
  readonly outline: Outline;
  /** the open functions, innermost last; the file's own first */
  readonly functions: FunctionState[];
  /** names of type parameters of the open declarations */
  readonly typeParameters: Set<string>[];
  readonly expression: (node: NodeIndex) => Expression;
  /** the steps of a block, or of any one statement */
  readonly steps: (node: NodeIndex, label?: string | null) => Step[];
}

export const isComment = kindSet('comment');

/** Named children without comments. */
export function partsOf({ tree }: Pick<GoContext, 'tree'>, node: NodeIndex): NodeIndex[] {
  const parts: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (isNamed(tree, child) && !isComment(tree, child)) parts.push(child);
  }
  return parts;
}

/** The function whose statements are being lowered. */
export function currentFunction(context: GoContext): FunctionState {
  return context.functions[context.functions.length - 1];
}

export const newFunctionState = (results: readonly Variable[] = []): FunctionState => ({
  results,
  breaks: [],
  tests: new Map(),
});

export const unknown = (node: NodeIndex, parts: readonly Expression[] = []): Expression => ({
  kind: 'unknown',
  node,
  parts,
});

export const evaluateStep = (node: NodeIndex, expression: Expression): Step => ({ kind: 'evaluate', node, expression });
