// What the shapes of a language build code nodes with. Nodes are made from the last to the first, so that the children
// of a node exist before it: no recursion, however deep the code nests.
import {
  endOf,
  FIELD,
  isNamed,
  KIND,
  kindOf,
  NODE_STRIDE,
  type NodeIndex,
  nextOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { CodeNode, LIST_KINDS, NONE } from './code-node.ts';
import { patternName } from './placeholders.ts';

/** How one kind of syntax node becomes a code node. */
export type Shape = (reader: Reader, node: NodeIndex) => CodeNode;

/** The shapes of a language by the grammar's kinds; kinds without one become themselves. */
export type Shapes = Readonly<Record<string, Shape>>;

const COMMENT = /comment$/;

/** A syntax tree on its way to a code tree. */
export class Reader {
  readonly tree: SyntaxTree;
  /** whether the tree is a pattern's, where placeholders stand for what a pattern has and code has not */
  readonly isPattern: boolean;
  readonly #made: (CodeNode | undefined)[];

  constructor(tree: SyntaxTree, isPattern: boolean) {
    this.tree = tree;
    this.isPattern = isPattern;
    this.#made = new Array(tree.count);
  }

  set(node: NodeIndex, made: CodeNode): void {
    this.#made[node] = made;
  }

  /** What was made of a syntax node; comments and punctuation are none. */
  at(node: NodeIndex): CodeNode {
    return (node >= 0 ? this.#made[node] : undefined) ?? NONE;
  }

  kind(node: NodeIndex): string {
    return kindOf(this.tree, node);
  }

  text(node: NodeIndex): string {
    return textOf(this.tree, node);
  }

  /** The first child in a field that is no comment, or -1. */
  child(node: NodeIndex, field: string): NodeIndex {
    const id = this.tree.grammar.fieldIds.get(field);
    if (id === undefined) return -1;
    const { nodes } = this.tree;
    const end = nextOf(this.tree, node);
    for (let child = node + 1; child < end; child = nextOf(this.tree, child)) {
      if (nodes[child * NODE_STRIDE + FIELD] === id && !this.isComment(child)) return child;
    }
    return -1;
  }

  field(node: NodeIndex, field: string): CodeNode {
    return this.at(this.child(node, field));
  }

  fieldText(node: NodeIndex, field: string): string {
    const child = this.child(node, field);
    return child < 0 ? '' : this.text(child);
  }

  fields(node: NodeIndex, field: string): CodeNode[] {
    const id = this.tree.grammar.fieldIds.get(field);
    return this.#collect(node, (child) => this.tree.nodes[child * NODE_STRIDE + FIELD] === id);
  }

  /** All named children but comments, several for one that stands for several. */
  children(node: NodeIndex): CodeNode[] {
    return this.#collect(node, () => true);
  }

  /** Named children outside any field. */
  loose(node: NodeIndex): CodeNode[] {
    return this.#collect(node, (child) => this.tree.nodes[child * NODE_STRIDE + FIELD] === 0);
  }

  /** Named children of one of these kinds. */
  ofKind(node: NodeIndex, ...kinds: readonly string[]): CodeNode[] {
    return this.#collect(node, (child) => kinds.includes(this.kind(child)));
  }

  /** The named syntax children, comments left out. */
  named(node: NodeIndex): NodeIndex[] {
    const found: NodeIndex[] = [];
    const end = nextOf(this.tree, node);
    for (let child = node + 1; child < end; child = nextOf(this.tree, child)) {
      if (isNamed(this.tree, child) && !this.isComment(child)) found.push(child);
    }
    return found;
  }

  /** The first named child of a kind, or -1. */
  first(node: NodeIndex, kind: string): NodeIndex {
    return this.named(node).find((child) => this.kind(child) === kind) ?? -1;
  }

  /** Texts of the anonymous tokens of a node that are words or operators of interest. */
  tokens(node: NodeIndex): string[] {
    const found: string[] = [];
    const end = nextOf(this.tree, node);
    for (let child = node + 1; child < end; child = nextOf(this.tree, child)) {
      if (!isNamed(this.tree, child)) found.push(this.kind(child));
    }
    return found;
  }

  has(node: NodeIndex, token: string): boolean {
    const end = nextOf(this.tree, node);
    for (let child = node + 1; child < end; child = nextOf(this.tree, child)) {
      if (!isNamed(this.tree, child) && this.kind(child) === token) return true;
    }
    return false;
  }

  isComment(node: NodeIndex): boolean {
    return COMMENT.test(this.kind(node));
  }

  make(node: NodeIndex, kind: string, value: string, parts: readonly CodeNode[]): CodeNode {
    return new CodeNode(kind, value, parts, startOf(this.tree, node), endOf(this.tree, node), node);
  }

  /** A node over a range that no syntax node has, e.g. `a.b` of a Java call `a.b()`. */
  span(node: NodeIndex, first: CodeNode, last: CodeNode, kind: string, parts: readonly CodeNode[]): CodeNode {
    return new CodeNode(kind, '', parts, first.start, last.end, node);
  }

  list(node: NodeIndex, parts: readonly CodeNode[], kind: string = LIST_KINDS.ordered): CodeNode {
    if (parts.length === 0)
      return new CodeNode(kind, '', parts, startOf(this.tree, node), startOf(this.tree, node), -1);
    return new CodeNode(kind, '', parts, parts[0].start, parts[parts.length - 1].end, -1);
  }

  /** A list that ends where the syntax node ends: blocks, argument lists. */
  listOf(node: NodeIndex, kind: string, parts: readonly CodeNode[]): CodeNode {
    return new CodeNode(kind, '', parts, startOf(this.tree, node), endOf(this.tree, node), node);
  }

  subset(node: NodeIndex, parts: readonly CodeNode[]): CodeNode {
    return this.list(node, parts, LIST_KINDS.subset);
  }

  /** Words such as `static` or `async` as a subset. */
  words(node: NodeIndex, words: readonly string[]): CodeNode {
    return this.subset(
      node,
      words.map((word) => this.make(node, 'word', word, [])),
    );
  }

  /** An identifier; in a pattern perhaps a metavariable or an ellipsis. */
  name(node: NodeIndex, text = this.text(node)): CodeNode {
    if (this.isPattern) {
      const special = patternName(text);
      if (special) return this.make(node, special.kind, special.value, []);
    }
    return this.make(node, 'name', text, []);
  }

  /** One statement, or a block of them, as a block. */
  block(node: NodeIndex): CodeNode {
    const made = this.at(node);
    if (node < 0 || made === NONE || made.kind === LIST_KINDS.block) return made;
    return this.listOf(node, LIST_KINDS.block, made.kind === LIST_KINDS.splice ? made.parts : [made]);
  }

  /** The only child, or what stands for several. */
  single(node: NodeIndex): CodeNode {
    const parts = this.children(node);
    return parts.length === 1 ? parts[0] : this.make(node, this.kind(node), '', parts);
  }

  /** The default: the kind of the grammar, the operators it has, its children in order. */
  asIs(node: NodeIndex): CodeNode {
    const parts = this.children(node);
    const kind = this.kind(node);
    if (parts.length === 0) return this.make(node, kind, this.text(node), []);
    return this.make(node, kind, this.fieldText(node, 'operator'), parts);
  }

  #collect(node: NodeIndex, wanted: (child: NodeIndex) => boolean): CodeNode[] {
    const found: CodeNode[] = [];
    const { nodes, grammar } = this.tree;
    const end = nextOf(this.tree, node);
    for (let child = node + 1; child < end; child = nextOf(this.tree, child)) {
      if (grammar.named[nodes[child * NODE_STRIDE + KIND]] !== 1 || !wanted(child)) continue;
      const made = this.#made[child];
      if (made === undefined || made === NONE) continue;
      if (made.kind === LIST_KINDS.splice) found.push(...made.parts);
      else found.push(made);
    }
    return found;
  }
}
