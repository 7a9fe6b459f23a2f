// What is remembered of following a function with certain arguments, so that the same call is not followed again.
import type { FunctionDefinition } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { sameValue } from './join.ts';
import type { State } from './state.ts';
import type { Value } from './value.ts';

/** One set of arguments and what came out. */
export interface Context {
  /** parameters in order, then the receiver */
  inputs: readonly (Value | undefined)[];
  result: Value;
  /** final values of the objects that were changed, by their identity in the run */
  mutations: ReadonlyMap<number, Value>;
  /** what tainted values each `return` gave, by its node */
  returns: ReadonlyMap<NodeIndex, Value>;
  finished: boolean;
  /** of `Pass.world` when it ran: a later, more dangerous world makes it stale */
  world: number;
  /** whether it read what all functions share */
  readsShared: boolean;
  /** a call of itself took the unfinished result */
  recursive: boolean;
}

export interface Memo {
  readonly contexts: Context[];
  /** all further arguments, joined */
  widened: Context | null;
  runs: number;
  /** what it tells of its parameters when it answers yes or no, see `predicates.ts` */
  readonly answers: Answer[];
}

export const NO_MUTATIONS: Context['mutations'] = new Map();
export const NO_RETURNS: Context['returns'] = new Map();

export interface Answer {
  readonly truth: boolean | null;
  readonly inputs: readonly (Value | undefined)[];
  /** variables by slot where it gives that answer; null when it never does */
  readonly end: State | null;
}

/** A call that is being followed. */
export interface Activation {
  readonly definition: FunctionDefinition;
  readonly context: Context;
}

/** The memo of a function, made when first asked for. */
export function memoOf(memos: Map<FunctionDefinition, Memo>, definition: FunctionDefinition): Memo {
  let memo = memos.get(definition);
  if (memo === undefined) {
    memo = createMemo();
    memos.set(definition, memo);
  }
  return memo;
}

function createMemo(): Memo {
  return { contexts: [], widened: null, runs: 0, answers: [] };
}

export function createContext(inputs: readonly (Value | undefined)[], world: number, bottom: Value): Context {
  return {
    inputs,
    result: bottom,
    mutations: NO_MUTATIONS,
    returns: NO_RETURNS,
    finished: false,
    world,
    readsShared: false,
    recursive: false,
  };
}

export function sameInputs(a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]): boolean {
  for (let index = 0; index < a.length; index++) if (!sameValue(a[index], b[index])) return false;
  return a.length === b.length;
}
