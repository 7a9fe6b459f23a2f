// Code without what does not matter to its meaning: white space, comments, quotes, parentheses, and the names of locals.
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { type LocalKey, localOf, roleOf } from './local-names.ts';
import { kindSet, kindTest } from './parsing/kind-sets.ts';
import { endOf, type NodeIndex, nextOf, parentOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';

/** Locals by order of their first use. */
export interface Renaming {
  readonly program: Program;
  readonly names: Map<LocalKey, string>;
}

export function createRenaming(program: Program): Renaming {
  return { program, names: new Map() };
}

export const IS_IDENTIFIER = /identifier/;
/** Stands for what a part that is too long goes on with. */
export const CUT = '…';
export const BLOCK = /(^block$|_body$|^program$|^module$|^statement_block$|_block$|^suite$)/;
const isBlock = kindTest((kind) => BLOCK.test(kind));
const isIdentifier = kindTest((kind) => IS_IDENTIFIER.test(kind));
const isSkipped = kindTest((kind) => kind.endsWith('comment') || kind === 'line_continuation');
const isStringContent = kindSet('string_content');
/** A formatter adds and removes these. */
const LAYOUT: ReadonlySet<string> = new Set(['(', ')', ';', ',', '\\']);

/**
 * The tokens between two offsets, separated by single spaces. Of blocks only that they are there, unless
 * `withBlocks`: what a callback goes on to do is not the statement that it is given to.
 */
export function normalisedTokens(renaming: Renaming, start: number, end: number, withBlocks = false): string {
  const { tree } = renaming.program;
  const tokens: string[] = [];
  for (let node = firstNodeAt(tree, start); node < tree.count && startOf(tree, node) < end; node++) {
    if (tokens.length >= LIMITS.fingerprintTokens) return `${tokens.join(' ')} ${CUT}`;
    if (isSkipped(tree, node)) node = nextOf(tree, node) - 1;
    // A block that starts where the range does is around it.
    else if (!withBlocks && startOf(tree, node) > start && nextOf(tree, node) > node + 1 && isBlock(tree, node)) {
      tokens.push('{}');
      node = nextOf(tree, node) - 1;
    } else if (nextOf(tree, node) === node + 1 || isStringContent(tree, node)) {
      // In Python's texts what is between the escapes is no node of its own.
      const text = tree.source.slice(startOf(tree, node), endOf(tree, node));
      if (text.trim() !== '' && !LAYOUT.has(text)) tokens.push(tokenOf(renaming, node, text));
      node = nextOf(tree, node) - 1;
    }
  }
  return tokens.join(' ');
}

function tokenOf(renaming: Renaming, node: NodeIndex, text: string): string {
  if (/^[a-z]*'+$/i.test(text)) return text.replaceAll("'", '"');
  const local = isIdentifier(renaming.program.tree, node) ? localOf(renaming.program, node) : null;
  if (local === null) return text;
  let name = renaming.names.get(local);
  if (name === undefined) {
    name = `$${renaming.names.size}`;
    renaming.names.set(local, name);
  }
  // `{ id }` is `{ id: id }`: when the variable is renamed, the key stays.
  return roleOf(renaming.program.tree, node) === 'local-and-key' ? `${text} : ${name}` : name;
}

const STATEMENT = /(statement|declaration|assignment|definition)$/;
const isStatement = kindTest((kind) => STATEMENT.test(kind));

/** The statement that a node belongs to, without the block that it may open; the node itself where there is none. */
export function statementAround(tree: SyntaxTree, node: NodeIndex): { readonly start: number; readonly end: number } {
  let at = node;
  for (let up = node; up >= 0 && !isBlock(tree, up); up = parentOf(tree, up)) {
    at = up;
    if (isStatement(tree, up)) break;
  }
  const end = nextOf(tree, at);
  for (let child = at + 1; child < end; child = nextOf(tree, child)) {
    if (isBlock(tree, child) && startOf(tree, child) > startOf(tree, node)) {
      return { start: startOf(tree, at), end: startOf(tree, child) };
    }
  }
  return { start: startOf(tree, at), end: endOf(tree, at) };
}

/** The first node that starts at or after the offset; nodes are in source order. */
export function firstNodeAt(tree: SyntaxTree, offset: number): NodeIndex {
  let low = 0;
  let high = tree.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(tree, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
