// One activation of a function: its variables as they are on the path that runs, and what leaves the path.
import type { FunctionDefinition } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { ClassRecord } from './class-record.ts';
import { joinOptional } from './join.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { RememberedTest } from './remembered-tests.ts';
import { State } from './state.ts';
import { type Value, withoutConstants } from './value.ts';

/** Where `break` and `continue` lead. */
export interface JumpTarget {
  readonly label: string | null;
  readonly acceptsContinue: boolean;
  readonly acceptsPlainBreak: boolean;
  breaks: State | null;
  continues: State | null;
}

/** What a `catch` may see: every variable as it was at any moment of the `try` body. */
export interface CatchLog {
  readonly state: State;
  thrown: Value | undefined;
}

export interface Frame {
  readonly instance: ProgramInstance;
  readonly definition: FunctionDefinition;
  /** the frame whose variables have depth 1 here */
  readonly outer: Frame | null;
  readonly owner: ClassRecord | null;
  /** number of this context, part of the identity of what is allocated in it */
  readonly context: number;
  values: State;
  /** false once every path has left by return, throw, break or continue */
  live: boolean;
  /** whether anything tainted was ever in it: without that, what conditions tell is of no use */
  tainted: boolean;
  /** branches and loops around the step that runs: writes to other frames are not certain inside them */
  forks: number;
  returned: Value | undefined;
  /** what tainted values each `return` gave, by its node */
  returns: Map<NodeIndex, Value> | null;
  /** elements that a generator yields */
  yielded: Value | undefined;
  /** final values of objects that were changed, by object id: the caller applies them */
  mutations: Map<number, Value> | null;
  /** tests whose outcome a variable holds (`m = re.match(…)`), by slot */
  tests: Map<number, RememberedTest> | null;
  readonly targets: JumpTarget[];
  readonly catches: CatchLog[];
}

export function createFrame(
  instance: ProgramInstance,
  definition: FunctionDefinition,
  outer: Frame | null,
  owner: ClassRecord | null,
  context: number,
): Frame {
  return {
    instance,
    definition,
    outer,
    owner,
    context,
    values: State.empty(definition.slots.length + 1),
    live: true,
    tainted: false,
    forks: 0,
    returned: undefined,
    returns: null,
    yielded: undefined,
    mutations: null,
    tests: null,
    targets: [],
    catches: [],
  };
}

export const selfOf = (frame: Frame): Value | undefined => frame.values.get(frame.definition.slots.length);

export function setSelf(frame: Frame, self: Value | undefined): void {
  writeSlot(frame, frame.definition.slots.length, self);
}

/** Writes a variable of this frame; handlers around it see the new value as well as the old. */
export function writeSlot(frame: Frame, slot: number, value: Value | undefined): void {
  frame.values.set(slot, value);
  if (value !== undefined && value.deepTaint !== 0) frame.tainted = true;
  for (const { state } of frame.catches) state.set(slot, joinOptional(state.get(slot), value));
}

/** Writes a variable of an enclosing frame: certain only outside branches. */
export function writeOuterSlot(writer: Frame, frame: Frame, slot: number, value: Value): void {
  const certain = writer === frame || writer.forks === 0;
  writeSlot(frame, slot, certain ? value : joinOptional(frame.values.get(slot), value));
}

/** The frame `depth` scopes out, or null when the lowering promised one that is not there. */
export function frameAt(frame: Frame, depth: number): Frame | null {
  let at: Frame | null = frame;
  for (let left = depth; left > 0 && at !== null; left--) at = at.outer;
  return at;
}

/** Joins `other` into `state`, in place; a missing state is a path that is not taken. */
export function joinStates(state: State | null, other: State | null): State | null {
  if (state === null || other === null || state === other) return state ?? other;
  state.join(other);
  return state;
}

/** Gives up numbers and flags that a loop will change anyway: otherwise a round would be spent on each of their values. */
export function forgetCounters(head: State, writes: ReadonlySet<number>): void {
  for (const slot of writes) {
    const value = head.get(slot);
    if (
      value?.constants?.every(
        (constant) => constant === '' || typeof constant === 'number' || typeof constant === 'boolean',
      )
    ) {
      head.set(slot, withoutConstants(value));
    }
  }
}
