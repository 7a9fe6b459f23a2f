// What becomes of each local variable: where it is read and written, and whether closures or pointers reach it.
import type { FunctionDefinition, Program, Target, Variable } from '../ir.ts';
import { isFunction } from '../ir-children.ts';
import { kindTest, nodesOf } from '../parsing/kind-sets.ts';
import {
  fieldOf,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../parsing/syntax-tree.ts';
import { indexProgram } from '../program-index.ts';
import { type Sighting, sightingsOf } from './sightings.ts';

type VariableSighting = Sighting<Extract<Target, { kind: 'variable' }>>;

export interface VariableUse {
  readonly name: string;
  readonly reads: VariableSighting[];
  readonly writes: VariableSighting[];
  isParameter: boolean;
  /** a function inside reads it: when, nobody knows */
  isReadByClosure: boolean;
  /** a function inside writes it, or its address is taken: it may change at any time */
  isUnstable: boolean;
}

type Uses = ReadonlyMap<FunctionDefinition, readonly VariableUse[]>;

const KNOWN = new WeakMap<Program, Uses>();

/** The variables of a function, by slot. */
export function variablesOf(program: Program, definition: FunctionDefinition): readonly VariableUse[] {
  let uses = KNOWN.get(program);
  if (uses === undefined) {
    uses = gather(program);
    KNOWN.set(program, uses);
  }
  return uses.get(definition) ?? [];
}

/** The use of a variable as seen from a function; undefined when it belongs to none in sight. */
export function variableUse(program: Program, from: FunctionDefinition, variable: Variable): VariableUse | undefined {
  const owner = ownerOf(program, from, variable.depth);
  return owner === null ? undefined : variablesOf(program, owner)[variable.slot];
}

function ownerOf(program: Program, from: FunctionDefinition, depth: number): FunctionDefinition | null {
  const { enclosing } = indexProgram(program);
  let at: FunctionDefinition | undefined = from;
  for (let left = depth; left > 0 && at !== undefined; left--) at = enclosing.get(at);
  return at ?? null;
}

function gather(program: Program): Uses {
  const uses = new Map<FunctionDefinition, VariableUse[]>();
  for (const definition of [program.main, ...program.functions]) {
    if (!uses.has(definition)) uses.set(definition, definition.slots.map(unused));
  }
  for (const sighting of sightingsOf(program, 'variable')) {
    const { variable, node } = sighting.item;
    const owner = ownerOf(program, sighting.definition, variable.depth);
    const use = owner === null ? undefined : uses.get(owner)?.[variable.slot];
    if (use === undefined) continue;
    (sighting.isTarget ? use.writes : use.reads).push(sighting as VariableSighting);
    if (variable.depth > 0) {
      if (sighting.isTarget) use.isUnstable = true;
      else use.isReadByClosure = true;
    }
    if (isAddressTaken(program.tree, node)) use.isUnstable = true;
    if (sighting.isTarget && sighting.parent !== null && isFunction(sighting.parent.item)) use.isParameter = true;
    // `x += 1` reads as well.
    const assignment = sighting.parent?.item;
    if (sighting.isTarget && assignment !== undefined && 'operator' in assignment && assignment.operator !== null) {
      use.reads.push(sighting as VariableSighting);
    }
  }
  return uses;
}

function unused(name: string): VariableUse {
  return { name, reads: [], writes: [], isParameter: false, isReadByClosure: false, isUnstable: false };
}

/** Go's `&x`. */
function isAddressTaken(tree: SyntaxTree, node: NodeIndex): boolean {
  const parent = parentOf(tree, node);
  return parent >= 0 && kindOf(tree, parent) === 'unary_expression' && tree.source[startOf(tree, parent)] === '&';
}

/** Answers of `isNamedOnce` by function and name: one name may be asked for as often as it is assigned to. */
const NAMED_ONCE = new WeakMap<FunctionDefinition, Map<string, boolean>>();

/**
 * Whether every mention of the variable's name in its function is one that the IR knows of: what a lowering leaves out may
 * read it.
 */
export function isNamedOnce(program: Program, definition: FunctionDefinition, use: VariableUse): boolean {
  let answers = NAMED_ONCE.get(definition);
  if (answers === undefined) {
    answers = new Map();
    NAMED_ONCE.set(definition, answers);
  }
  const known = answers.get(use.name) ?? areAllKnown(program, definition, use.name);
  answers.set(use.name, known);
  return known;
}

function areAllKnown(program: Program, definition: FunctionDefinition, name: string): boolean {
  const { tree } = program;
  const known = new Set<number>();
  for (const each of variablesOf(program, definition)) {
    if (each.name !== name) continue;
    for (const { item } of each.reads) known.add(nameStart(tree, item.node, name));
    for (const { item } of each.writes) known.add(nameStart(tree, item.node, name));
  }
  const end = nextOf(tree, definition.node);
  const mentions = mentionsIn(program).get(name) ?? [];
  for (let index = firstFrom(mentions, definition.node); index < mentions.length && mentions[index] < end; index++) {
    const node = mentions[index];
    if (!known.has(startOf(tree, node)) && !isMemberName(tree, node)) return false;
  }
  return true;
}

const MENTIONS = new WeakMap<Program, ReadonlyMap<string, readonly NodeIndex[]>>();
const isIdentifier = kindTest((kind) => kind.endsWith('identifier'));

/** The leaves of the file that are identifiers, by their text, in source order. */
function mentionsIn(program: Program): ReadonlyMap<string, readonly NodeIndex[]> {
  const known = MENTIONS.get(program);
  if (known !== undefined) return known;
  const { tree } = program;
  const mentions = new Map<string, NodeIndex[]>();
  for (const node of nodesOf(tree, isIdentifier)) {
    if (nextOf(tree, node) !== node + 1) continue;
    const name = textOf(tree, node);
    const list = mentions.get(name);
    if (list === undefined) mentions.set(name, [node]);
    else list.push(node);
  }
  MENTIONS.set(program, mentions);
  return mentions;
}

/** Index of the first number in a sorted list that is not below `least`. */
function firstFrom(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A target's node may be a whole declaration: where the name stands in it. */
function nameStart(tree: SyntaxTree, node: NodeIndex, name: string): number {
  for (let at = node; at < nextOf(tree, node); at++) {
    if (nextOf(tree, at) === at + 1 && textOf(tree, at) === name) return startOf(tree, at);
  }
  return startOf(tree, node);
}

function isMemberName(tree: SyntaxTree, node: NodeIndex): boolean {
  if (/^(property_identifier|field_identifier)$/.test(kindOf(tree, node))) return true;
  const field = fieldOf(tree, node);
  if (field === 'attribute' || field === 'property' || field === 'field') return true;
  return field === 'name' && /^(method_invocation|keyword_argument)$/.test(kindOf(tree, parentOf(tree, node)));
}
