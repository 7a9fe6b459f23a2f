// The flat syntax tree that everything above the parser works on: one Int32Array, pre-order, no objects per node.

/** Integers a node takes in `SyntaxTree.nodes`. */
export const NODE_STRIDE = 6;
export const KIND = 0;
export const START = 1;
export const END = 2;
export const PARENT = 3;
export const FIELD = 4;
export const NEXT = 5;

/** Names of a grammar's node kinds and fields; shared by all trees of that grammar. */
export interface Grammar {
  /** e.g. `python`, `tsx` */
  readonly name: string;
  /** kind id → name; anonymous tokens carry their text, e.g. `+` */
  readonly kinds: readonly string[];
  /** kind id → 1 when the kind is named in the grammar */
  readonly named: Uint8Array;
  /** field id → name; field 0 means none */
  readonly fields: readonly string[];
  /** name of a *named* kind → kind ids (aliases can give several) */
  readonly kindIds: ReadonlyMap<string, readonly number[]>;
  readonly fieldIds: ReadonlyMap<string, number>;
  readonly errorKind: number;
}

/**
 * A parsed file. Node `i` occupies `nodes[i * NODE_STRIDE + …]`: kind id, start and end (UTF-16 offsets into
 * `source`, half-open), parent (-1 for the root), field id in the parent (0 for none), and the index of the first
 * node after its subtree. Children of `i` start at `i + 1`; the next sibling of `c` is `next(c)`.
 * The root is node 0 and spans the whole file. Kinds are those *shown* (aliases applied), as the cursor shows them.
 */
export interface SyntaxTree {
  readonly source: string;
  readonly grammar: Grammar;
  readonly nodes: Int32Array;
  readonly count: number;
  /** how many ERROR and MISSING nodes it holds */
  readonly errorCount: number;
}

export type NodeIndex = number;

export const kindIdOf = (tree: SyntaxTree, node: NodeIndex): number => tree.nodes[node * NODE_STRIDE + KIND];
export const kindOf = (tree: SyntaxTree, node: NodeIndex): string => tree.grammar.kinds[kindIdOf(tree, node)];
export const startOf = (tree: SyntaxTree, node: NodeIndex): number => tree.nodes[node * NODE_STRIDE + START];
export const endOf = (tree: SyntaxTree, node: NodeIndex): number => tree.nodes[node * NODE_STRIDE + END];
export const parentOf = (tree: SyntaxTree, node: NodeIndex): NodeIndex => tree.nodes[node * NODE_STRIDE + PARENT];
export const nextOf = (tree: SyntaxTree, node: NodeIndex): NodeIndex => tree.nodes[node * NODE_STRIDE + NEXT];
export const isNamed = (tree: SyntaxTree, node: NodeIndex): boolean => tree.grammar.named[kindIdOf(tree, node)] === 1;
export const textOf = (tree: SyntaxTree, node: NodeIndex): string =>
  tree.source.slice(startOf(tree, node), endOf(tree, node));
/** Where a node stands, as a finding wants it. */
export const rangeOf = (tree: SyntaxTree, node: NodeIndex): { readonly start: number; readonly end: number } => ({
  start: startOf(tree, node),
  end: endOf(tree, node),
});
export const fieldOf = (tree: SyntaxTree, node: NodeIndex): string =>
  tree.grammar.fields[tree.nodes[node * NODE_STRIDE + FIELD]] ?? '';

/** The node itself or the nearest around it that is of such a kind, or -1. */
export function nearestOfKind(tree: SyntaxTree, node: NodeIndex, kind: RegExp): NodeIndex {
  let at = node;
  while (at >= 0 && !kind.test(kindOf(tree, at))) at = parentOf(tree, at);
  return at;
}

/** All children, anonymous tokens included, in source order. */
export function childrenOf(tree: SyntaxTree, node: NodeIndex): NodeIndex[] {
  const children: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) children.push(child);
  return children;
}

/** Named children only, in source order. Comments are named: callers skip them where they matter. */
export function namedChildrenOf(tree: SyntaxTree, node: NodeIndex): NodeIndex[] {
  const children: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) if (isNamed(tree, child)) children.push(child);
  return children;
}

/** Whether a token such as `async`, `static` or `:=` stands among the direct children. */
export function hasToken(tree: SyntaxTree, node: NodeIndex, token: string): boolean {
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (!isNamed(tree, child) && kindOf(tree, child) === token) return true;
  }
  return false;
}

/** The first child in the given field, or -1. */
export function childByField(tree: SyntaxTree, node: NodeIndex, field: string): NodeIndex {
  const id = tree.grammar.fieldIds.get(field);
  if (id === undefined) return -1;
  const end = nextOf(tree, node);
  for (let child = node + 1; child < end; child = nextOf(tree, child)) {
    if (tree.nodes[child * NODE_STRIDE + FIELD] === id) return child;
  }
  return -1;
}

/** Every child in the given field, in source order. */
export function childrenByField(tree: SyntaxTree, node: NodeIndex, field: string): NodeIndex[] {
  const id = tree.grammar.fieldIds.get(field);
  if (id === undefined) return [];
  return childrenOf(tree, node).filter((child) => tree.nodes[child * NODE_STRIDE + FIELD] === id);
}
