// What is tainted at one point of a function: variables and their fields, each with labels as bits.
import type { CodeFile } from '../code-tree/code-file.ts';
import type { CodeNode } from '../code-tree/code-node.ts';
import { constantOf } from '../code-tree/constants.ts';
import type { Declaration } from '../code-tree/symbols.ts';

/** Place → labels; 0 says that a field is clean although the whole is not. */
export type TaintState = Map<string, number>;

/** Fields of fields that are told apart. */
const FIELD_DEPTH = 4;

/** Names the places of a file: a variable is its declaration, wherever it is mentioned. */
export class Places {
  readonly #file: CodeFile;
  readonly #ids = new Map<Declaration, number>();

  constructor(file: CodeFile) {
    this.#file = file;
  }

  /** The place of a name, a member or an element with a constant index; null for other expressions. */
  of(node: CodeNode): string | null {
    const path: string[] = [];
    let at = node;
    while (at.kind === 'member' || at.kind === 'index') {
      const key = this.#key(at);
      if (key === null) path.length = 0;
      else path.unshift(key);
      at = at.parts[0];
    }
    if (at.kind !== 'name') return null;
    return [this.#variable(at), ...path.slice(0, FIELD_DEPTH)].join('.');
  }

  #key(node: CodeNode): string | null {
    const [, key] = node.parts;
    if (node.kind === 'member') return key.kind === 'name' ? key.value : null;
    const constant = constantOf(this.#file, key);
    return constant === undefined ? null : String(constant);
  }

  #variable(name: CodeNode): string {
    const declaration = this.#file.declarationOf(name);
    if (!declaration) return name.value;
    let id = this.#ids.get(declaration);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(declaration, id);
    }
    return `#${id}`;
  }
}

/** The labels of a place: its own, or those of what it is a field of. */
export function labelsAt(state: TaintState, place: string): number {
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const labels = state.get(at);
    if (labels !== undefined) return labels;
  }
  return 0;
}

/** The labels of a place with all of its fields. */
export function labelsWithin(state: TaintState, place: string): number {
  return labelsAt(state, place) | labelsBelow(state, place);
}

/** The labels of the fields of a place. */
export function labelsBelow(state: TaintState, place: string): number {
  let labels = 0;
  const prefix = `${place}.`;
  for (const [other, more] of state) if (other.startsWith(prefix)) labels |= more;
  return labels;
}

/** Writes a place; what was known of its fields is gone. */
export function setLabels(state: TaintState, place: string, labels: number): void {
  const prefix = `${place}.`;
  for (const other of [...state.keys()]) if (other.startsWith(prefix)) state.delete(other);
  if (labels === 0 && !place.includes('.')) state.delete(place);
  else state.set(place, labels);
}

/** What may hold where two ways meet; null is a way that never gets there. */
export function joined(one: TaintState | null, other: TaintState | null): TaintState | null {
  if (one === null || other === null) return one ?? other;
  const both = new Map(one);
  for (const [place, labels] of other) both.set(place, labels | labelsAt(one, place));
  for (const [place, labels] of one) both.set(place, labels | labelsAt(other, place));
  return both;
}

export function sameState(one: TaintState | null, other: TaintState | null): boolean {
  if (one === null || other === null || one.size !== other.size) return one === other;
  for (const [place, labels] of one) if (other.get(place) !== labels) return false;
  return true;
}
