// Identities of objects: one for each place of allocation and context, so that aliases are told and loops come to an end.
import type { Program } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';

export interface ObjectTable {
  readonly byPlace: Map<number, number>;
  /** context and node of the call → place of what it gave back → identity */
  readonly byCall: Map<number, Map<number, number>>;
  /** by id: the place it was allocated at, the same in every context */
  readonly places: number[];
  /** by id: the file of that place */
  readonly programs: (Program | null)[];
  /** by id: how many variables or members it was put into; from two on it has aliases */
  readonly homes: number[];
}

export function createObjectTable(): ObjectTable {
  return { byPlace: new Map(), byCall: new Map(), places: [0], programs: [null], homes: [0] };
}

/** More nodes than a file of 1 MiB can have. */
const NODES = 2 ** 22;

/** The identity of what is allocated at this node in this frame. */
export function allocate(table: ObjectTable, frame: Frame, node: NodeIndex): number {
  const key = frame.context * NODES + node;
  let id = table.byPlace.get(key);
  if (id === undefined) {
    id = register(table, node, frame.instance.program);
    table.byPlace.set(key, id);
  }
  return id;
}

/** The identity in the caller of an object that a call (at `node`) made and gave back. */
export function adopt(table: ObjectTable, frame: Frame, node: NodeIndex, object: number): number {
  const key = frame.context * NODES + node;
  let ofCall = table.byCall.get(key);
  if (ofCall === undefined) {
    ofCall = new Map();
    table.byCall.set(key, ofCall);
  }
  const place = table.places[object];
  let id = ofCall.get(place);
  if (id === undefined) {
    id = register(table, place, table.programs[object]);
    ofCall.set(place, id);
  }
  return id;
}

function register(table: ObjectTable, place: number, program: Program | null): number {
  const id = table.places.length;
  table.places.push(place);
  table.programs.push(program);
  table.homes.push(0);
  return id;
}

/** Where an object of this file was made; null for what has no identity and for objects of other files. */
export function placeOfObject(table: ObjectTable, object: number, program: Program): NodeIndex | null {
  return object !== 0 && table.programs[object] === program ? table.places[object] : null;
}

/** Notes that an object got one more variable or member. */
export function settle(table: ObjectTable, object: number): void {
  if (object !== 0) table.homes[object]++;
}

export const isHeld = (table: ObjectTable, object: number): boolean => table.homes[object] > 0;
export const isAliased = (table: ObjectTable, object: number): boolean => table.homes[object] > 1;
