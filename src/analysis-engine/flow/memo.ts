// What is remembered of following a function with certain arguments, so that the same call is not followed again.
import type { FunctionDefinition } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { sameValue } from './join.ts';
import type { Value } from './value.ts';

/** One set of arguments and what came out. */
export interface Context {
  /** parameters in order, then the receiver */
  inputs: readonly (Value | undefined)[];
  result: Value;
  /** final values of the objects that were changed, by their identity in the run */
  mutations: ReadonlyMap<number, Value>;
  /** a `return` of something tainted, or -1 */
  returnNode: NodeIndex;
  finished: boolean;
  /** of `Pass.world` when it ran: a later, more dangerous world makes it stale */
  world: number;
  /** a call of itself took the unfinished result */
  recursive: boolean;
}

export interface Memo {
  readonly contexts: Context[];
  /** all further arguments, joined */
  widened: Context | null;
  runs: number;
}

/** A call that is being followed. */
export interface Activation {
  readonly definition: FunctionDefinition;
  readonly context: Context;
}

export function createMemo(): Memo {
  return { contexts: [], widened: null, runs: 0 };
}

export function createContext(inputs: readonly (Value | undefined)[], world: number, bottom: Value): Context {
  return { inputs, result: bottom, mutations: new Map(), returnNode: -1, finished: false, world, recursive: false };
}

export function sameInputs(a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]): boolean {
  for (let index = 0; index < a.length; index++) if (!sameValue(a[index], b[index])) return false;
  return a.length === b.length;
}
