// Every piece of a program's IR by kind, with what it stands in: checks look at those of their kind instead of walking.
import type { Expression, FunctionDefinition, Program, Step, Target } from '../ir.ts';
import { type IrItem, isClass, isFunction, visitAnnotations, visitChildren } from '../ir-children.ts';
import { kindOf } from '../parsing/syntax-tree.ts';

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

type Sightings = ReadonlyMap<string, readonly Sighting[]>;

const KNOWN = new WeakMap<Program, Sightings>();

/** Everything of a kind in the program, in no order that counts. */
export function sightingsOf<Kind extends ItemKind>(program: Program, kind: Kind): readonly Sighting<ItemOf<Kind>>[] {
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
  const push = (item: IrItem, parent: Sighting | null, definition: FunctionDefinition, isTarget: boolean): void => {
    pending.push({ item, parent, definition, isTarget });
  };
  visitChildren(program.main, (child, isTarget) => push(child, null, program.main, isTarget));
  for (let sighting = pending.pop(); sighting !== undefined; sighting = pending.pop()) {
    const { item, definition } = sighting;
    const parent = sighting;
    let inner = definition;
    if (isFunction(item)) {
      if (seen.has(item)) continue;
      seen.add(item);
      visitAnnotations(item.annotations, (child) => push(child, parent, definition, false));
      inner = item;
    } else if (isClass(item)) {
      if (seen.has(item)) continue;
      seen.add(item);
    } else {
      const known = sightings.get(item.kind);
      if (known === undefined) sightings.set(item.kind, [sighting]);
      else known.push(sighting);
    }
    visitChildren(item, (child, isTarget) => push(child, parent, inner, isTarget));
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

/** Operations that the author wrote as such: a lowering makes some of its own, of enumerations and types. */
export function operationsOf(program: Program): readonly Sighting<ItemOf<'operation'>>[] {
  const { tree } = program;
  return sightingsOf(program, 'operation').filter(({ item }) => WRITTEN.test(kindOf(tree, item.node)));
}

const WRITTEN =
  /^(parenthesized_expression|(binary|unary|boolean|comparison|not|logical|instanceof|update|augmented_assignment)_?(expression|operator)?)$/;
