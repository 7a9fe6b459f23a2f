// What the handlers of one file share while it is lowered, and how a node finds its handler: through the tables that
// `handlers.ts` puts together, so that this file imports none of them.
import type { Export, Expression, Step } from '../../ir.ts';
import {
  childByField,
  type Grammar,
  isNamed,
  kindIdOf,
  type NodeIndex,
  nextOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/index.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { namesBelow, type ProgramBuilder } from '../program-builder.ts';
import type { ScopeStack } from '../scope.ts';
import type { Prototype } from './prototypes.ts';

export type LowerExpression = (file: FileLowering, node: NodeIndex) => Expression;

/** Adds the steps of one statement to `steps`. */
export type LowerStatement = (file: FileLowering, node: NodeIndex, steps: Step[]) => void;

/** Handlers by kind id of the file's grammar. */
export interface Handlers {
  /** leaves of the tree, which cannot nest */
  readonly leaves: readonly (LowerExpression | undefined)[];
  readonly expressions: readonly (LowerExpression | undefined)[];
  readonly statements: readonly (LowerStatement | undefined)[];
  /** kinds that only wrap one expression: parentheses, `x!` */
  readonly wrappers: Uint8Array;
}

/** What a whole-file look at the tree tells before anything is lowered. */
export interface Survey {
  /** names that something assigns to after their declaration, whatever the scope */
  readonly reassigned: ReadonlySet<string>;
  /** functions that read `arguments` */
  readonly readsArguments: ReadonlySet<NodeIndex>;
  /** names of type aliases and interfaces → their declarations */
  readonly types: ReadonlyMap<string, NodeIndex>;
}

/** What `exports.x = …` and `module.exports = …` made known. */
export interface CommonJsExports {
  readonly names: Set<string>;
  isReplaced: boolean;
}

export interface FileLowering {
  readonly tree: SyntaxTree;
  readonly scopes: ScopeStack;
  readonly program: ProgramBuilder;
  readonly handlers: Handlers;
  readonly survey: Survey;
  readonly commonJs: CommonJsExports;
  /** declarators that give a name to an import and so have no steps */
  readonly importDeclarators: Set<NodeIndex>;
  /** function nodes → what is assigned to their prototypes beside them */
  readonly prototypes: Map<NodeIndex, Prototype>;
  /** statements that were lowered as part of something else */
  readonly absorbed: Set<NodeIndex>;
  /** where `export` puts what it exports: the file's exports, inside a namespace those of the namespace */
  exports: Export[];
}

const isComment = kindSet('comment', 'html_comment');
const isName = kindSet('identifier', 'shorthand_property_identifier', 'this');

/** Named children without comments, in source order. */
export function partsOf(tree: SyntaxTree, node: NodeIndex): NodeIndex[] {
  const parts: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (isNamed(tree, child) && !isComment(tree, child)) parts.push(child);
  }
  return parts;
}

/** The first named child that is no comment, or -1. */
export function firstPartOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (isNamed(tree, child) && !isComment(tree, child)) return child;
  }
  return -1;
}

/** The kind's name, which is a token's text. */
export function tokenOf(tree: SyntaxTree, node: NodeIndex): string {
  return tree.grammar.kinds[kindIdOf(tree, node)];
}

/** A byte per kind id: 1 for the named kinds and tokens listed. */
export function kindMask(grammar: Grammar, ...kinds: readonly string[]): Uint8Array {
  return Uint8Array.from(grammar.kinds, (kind) => (kinds.includes(kind) ? 1 : 0));
}

/** Looks through parentheses and the like. */
export function unwrap(file: FileLowering, node: NodeIndex): NodeIndex {
  let inner = node;
  while (file.handlers.wrappers[kindIdOf(file.tree, inner)] === 1) {
    const part = firstPartOf(file.tree, inner);
    if (part < 0) return inner;
    inner = part;
  }
  return inner;
}

/** Lowers any node that stands for a value; never throws. */
export function lowerExpression(file: FileLowering, node: NodeIndex): Expression {
  const inner = unwrap(file, node);
  const kind = kindIdOf(file.tree, inner);
  const leaf = file.handlers.leaves[kind];
  if (leaf) return leaf(file, inner);
  const handler = file.handlers.expressions[kind] ?? lowerUnknown;
  return file.program.descend(
    () => handler(file, inner),
    () => namesOfDeepSubtree(file, inner),
  );
}

/** The expression in a field; a constant null where a syntax error left none. */
export function lowerField(file: FileLowering, node: NodeIndex, field: string): Expression {
  const child = childByField(file.tree, node, field);
  return child < 0 ? { kind: 'constant', node, value: null } : lowerExpression(file, child);
}

/** Lowers one statement into `steps`; expressions that stand where statements do (after syntax errors) as well. */
export function lowerStatement(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const handler = file.handlers.statements[kindIdOf(file.tree, node)];
  if (!handler) {
    if (!isComment(file.tree, node)) evaluate(lowerExpression(file, node), steps);
    return;
  }
  file.program.descend(
    () => handler(file, node, steps),
    () => evaluate(namesOfDeepSubtree(file, node), steps),
  );
}

/** A step that only evaluates; constants and other things without any effect are left out. */
export function evaluate(expression: Expression, steps: Step[]): void {
  if (expression.kind === 'constant') return;
  steps.push({ kind: 'evaluate', node: expression.node, expression });
}

/** A node the IR has no word for: its parts, lowered. */
export function lowerUnknown(file: FileLowering, node: NodeIndex): Expression {
  return file.program.unknown(
    node,
    partsOf(file.tree, node).map((part) => lowerExpression(file, part)),
  );
}

/** What stands for a subtree that is nested too deep: the names in it. Counted as unknown. */
export function namesOfDeepSubtree(file: FileLowering, node: NodeIndex): Expression {
  const names = namesBelow(file.tree, node, isName);
  return file.program.unknown(
    node,
    names.map((name) => file.scopes.read(textOf(file.tree, name), name)),
  );
}
