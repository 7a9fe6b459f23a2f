// Code without what does not matter to its meaning: white space, comments, quotes, parentheses, and the names of locals.

import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import {
  endOf,
  FIELD,
  fieldOf,
  kindOf,
  NODE_STRIDE,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
} from './parsing/syntax-tree.ts';

/** Locals by order of their first use; one for all parts of a fingerprint, so that they agree. */
export interface Renaming {
  readonly program: Program;
  readonly locals: ReadonlySet<string>;
  readonly names: Map<string, string>;
}

const LOCALS = new WeakMap<Program, ReadonlySet<string>>();

export function createRenaming(program: Program): Renaming {
  let locals = LOCALS.get(program);
  if (locals === undefined) {
    const declared = new Set([...program.functions, ...program.classes].map(({ name }) => name));
    const names = program.functions.flatMap(({ slots }) => slots).filter((name) => !declared.has(name));
    locals = new Set(names);
    LOCALS.set(program, locals);
  }
  return { program, locals, names: new Map() };
}

const IS_IDENTIFIER = /identifier$/;
/** A formatter adds and removes these. */
const LAYOUT: ReadonlySet<string> = new Set(['(', ')', ';', ',']);

/** The tokens between two offsets, separated by single spaces. */
export function normalisedTokens(renaming: Renaming, start: number, end: number): string {
  const { tree } = renaming.program;
  const tokens: string[] = [];
  for (let node = firstNodeAt(tree, start); node < tree.count && startOf(tree, node) < end; node++) {
    const kind = kindOf(tree, node);
    if (kind.endsWith('comment')) node = nextOf(tree, node) - 1;
    else if (nextOf(tree, node) === node + 1) {
      const text = tree.source.slice(startOf(tree, node), endOf(tree, node));
      if (text.trim() !== '' && !LAYOUT.has(text)) tokens.push(tokenOf(renaming, node, kind, text));
    }
  }
  return tokens.join(' ');
}

function tokenOf(renaming: Renaming, node: NodeIndex, kind: string, text: string): string {
  if (/^[a-z]*'+$/i.test(text)) return text.replaceAll("'", '"');
  if (!IS_IDENTIFIER.test(kind) || !renaming.locals.has(text) || isMemberName(renaming.program.tree, node)) return text;
  let name = renaming.names.get(text);
  if (name === undefined) {
    name = `$${renaming.names.size}`;
    renaming.names.set(text, name);
  }
  return name;
}

/** A member, method or keyword may be called like a local without being it. */
function isMemberName(tree: SyntaxTree, node: NodeIndex): boolean {
  const field = fieldOf(tree, node);
  if (field === 'attribute' || field === 'property' || field === 'field') return true;
  const parent = parentOf(tree, node);
  return field === 'name' && parent >= 0 && /^(method_invocation|keyword_argument)$/.test(kindOf(tree, parent));
}

const STATEMENT = /(statement|declaration|assignment|definition)$/;
const BLOCK = /(^block$|_body$|^program$|^module$|^statement_block$|_block$|^suite$)/;

/** The statement that a node belongs to, without the block that it may open; the node itself where there is none. */
export function statementAround(tree: SyntaxTree, node: NodeIndex): { readonly start: number; readonly end: number } {
  let at = node;
  for (let up = node; up >= 0 && !BLOCK.test(kindOf(tree, up)); up = parentOf(tree, up)) {
    at = up;
    if (STATEMENT.test(kindOf(tree, up))) break;
  }
  const end = nextOf(tree, at);
  for (let child = at + 1; child < end; child = nextOf(tree, child)) {
    if (BLOCK.test(kindOf(tree, child)) && startOf(tree, child) > startOf(tree, node)) {
      return { start: startOf(tree, at), end: startOf(tree, child) };
    }
  }
  return { start: startOf(tree, at), end: endOf(tree, at) };
}

/** Conditions of branches and loops in a function that mention one of these variables, in source order. */
export function conditionsOn(
  program: Program,
  definition: FunctionDefinition,
  variables: ReadonlySet<string>,
): NodeIndex[] {
  const conditions = conditionsByFunction(program).get(definition) ?? [];
  return conditions.filter((node) => mentions(program.tree, node, variables));
}

const CONDITIONS = new WeakMap<Program, Map<FunctionDefinition, NodeIndex[]>>();

function conditionsByFunction(program: Program): ReadonlyMap<FunctionDefinition, readonly NodeIndex[]> {
  let conditions = CONDITIONS.get(program);
  if (conditions !== undefined) return conditions;
  conditions = new Map();
  const { tree } = program;
  const field = tree.grammar.fieldIds.get('condition');
  for (let node = 0; node < tree.count; node++) {
    if (tree.nodes[node * NODE_STRIDE + FIELD] !== field) continue;
    const definition = functionAround(program, startOf(tree, node));
    const known = conditions.get(definition);
    if (known) known.push(node);
    else conditions.set(definition, [node]);
  }
  CONDITIONS.set(program, conditions);
  return conditions;
}

function mentions(tree: SyntaxTree, node: NodeIndex, variables: ReadonlySet<string>): boolean {
  for (let at = node; at < nextOf(tree, node); at++) {
    if (nextOf(tree, at) !== at + 1 || !IS_IDENTIFIER.test(kindOf(tree, at))) continue;
    if (variables.has(tree.source.slice(startOf(tree, at), endOf(tree, at)))) return true;
  }
  return false;
}

/** The first node that starts at or after the offset; nodes are in source order. */
function firstNodeAt(tree: SyntaxTree, offset: number): NodeIndex {
  let low = 0;
  let high = tree.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(tree, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
