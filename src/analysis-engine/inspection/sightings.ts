// Every piece of a program's IR by kind, with what it stands in: checks look at those of their kind instead of walking.
import type { Expression, FunctionDefinition, Program, Step, Target } from '../ir.ts';
import { type IrItem, isClass, isFunction, isKinded, visitAnnotations, visitChildren } from '../ir-children.ts';
import { kindTest } from '../parsing/kind-sets.ts';

export interface Sighting<Item extends IrItem = IrItem> {
  readonly item: Item;
  /** what it is a direct part of; null for the steps of the file */
  readonly parent: Sighting | null;
  /** the function whose variables have depth 0 here */
  readonly definition: FunctionDefinition;
  /** it is written to */
  readonly isTarget: boolean;
}

type KindedItem = Expression | Step | Target;
export type ItemKind = KindedItem['kind'];
export type ItemOf<Kind extends ItemKind> = Extract<KindedItem, { kind: Kind }>;
/** Half of all expressions are leaves that no check asks for. */
type Unsighted = 'constant' | 'global' | 'import';

type Sightings = ReadonlyMap<string, readonly Sighting[]>;

const KNOWN = new WeakMap<Program, Sightings>();

/** Everything of a kind in the program, in no order that counts. */
export function sightingsOf<Kind extends Exclude<ItemKind, Unsighted>>(
  program: Program,
  kind: Kind,
): readonly Sighting<ItemOf<Kind>>[] {
  return (all(program).get(kind) ?? []) as readonly Sighting<ItemOf<Kind>>[];
}

function all(program: Program): Sightings {
  let known = KNOWN.get(program);
  if (known === undefined) {
    known = walk(program);
    KNOWN.set(program, known);
  }
  return known;
}

/** Iterative: chains nest as deep as they are long. */
function walk(program: Program): Sightings {
  const sightings = new Map<string, Sighting[]>();
  const seen = new Set<IrItem>();
  const pending: Sighting[] = [];
  let parent: Sighting | null = null;
  let definition = program.main;
  const push = (item: IrItem, isTarget: boolean): void => {
    if (isKinded(item) && (item.kind === 'constant' || item.kind === 'global' || item.kind === 'import')) return;
    pending.push({ item, parent, definition, isTarget });
  };
  visitChildren(program.main, push);
  for (let sighting = pending.pop(); sighting !== undefined; sighting = pending.pop()) {
    const { item } = sighting;
    parent = sighting;
    definition = sighting.definition;
    if (isKinded(item)) {
      const known = sightings.get(item.kind);
      if (known === undefined) sightings.set(item.kind, [sighting]);
      else known.push(sighting);
    } else {
      if (seen.has(item)) continue;
      seen.add(item);
      if (isFunction(item)) {
        visitAnnotations(item.annotations, push);
        definition = item;
      }
    }
    visitChildren(item, push);
  }
  return sightings;
}

/** The closest item around that is one of these kinds, in the same function; null when there is none. */
export function around(sighting: Sighting, ...kinds: readonly ItemKind[]): Sighting<KindedItem> | null {
  for (let at = sighting.parent; at !== null; at = at.parent) {
    if (isFunction(at.item)) return null;
    if (!isClass(at.item) && kinds.includes(at.item.kind)) return at as Sighting<KindedItem>;
  }
  return null;
}

const WRITTEN =
  /^(parenthesized_expression|(binary|unary|boolean|comparison|not|logical|instanceof|update|augmented_assignment)_?(expression|operator)?)$/;
const isWritten = kindTest((kind) => WRITTEN.test(kind));
const OPERATIONS = new WeakMap<Program, readonly Sighting<ItemOf<'operation'>>[]>();

/** Operations that the author wrote as such: a lowering makes some of its own, of enumerations and types. */
export function operationsOf(program: Program): readonly Sighting<ItemOf<'operation'>>[] {
  let known = OPERATIONS.get(program);
  if (known === undefined) {
    known = sightingsOf(program, 'operation').filter(({ item }) => isWritten(program.tree, item.node));
    OPERATIONS.set(program, known);
  }
  return known;
}
