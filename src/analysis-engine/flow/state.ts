// The variables of one path, by slot. Paths that part share them in chunks until one of them writes: most branches write few of
// the variables that they see, and a function of ten thousand variables may have as many branches.
import { joinOptional, sameValue, widen } from './join.ts';
import type { Value } from './value.ts';

type Slot = Value | undefined;

/** Chunks of a state have at least 2 to this power slots: the variables of nearly every function are one chunk. */
const SMALLEST_SHIFT = 5;

/** At most this many chunks, since which of them are a state's own is kept in the bits of one number. */
const MOST_CHUNKS = 32;

/** Variables by slot; the last entry is the receiver (`this`). */
export class State {
  readonly length: number;
  readonly #shift: number;
  readonly #mask: number;
  #chunks: Slot[][];
  /** a bit for each chunk that no other state sees; 0 also while the list of chunks is shared */
  #own = 0;

  private constructor(length: number, shift: number, chunks: Slot[][]) {
    this.length = length;
    this.#shift = shift;
    this.#mask = (1 << shift) - 1;
    this.#chunks = chunks;
  }

  /** Nothing is known of any variable. */
  static empty(length: number): State {
    let shift = SMALLEST_SHIFT;
    while (length > MOST_CHUNKS << shift) shift++;
    const size = 1 << shift;
    if (length > size) {
      const nothing = new Array<Slot>(size).fill(undefined);
      return new State(length, shift, new Array<Slot[]>(Math.ceil(length / size)).fill(nothing));
    }
    const state = new State(length, shift, [new Array<Slot>(length).fill(undefined)]);
    state.#own = 1;
    return state;
  }

  get(slot: number): Slot {
    return this.#chunks[slot >> this.#shift]?.[slot & this.#mask];
  }

  /** What lies beyond all variables of the function is not kept. */
  set(slot: number, value: Slot): void {
    const index = slot >> this.#shift;
    if (index >= this.#chunks.length) return;
    const chunk = (this.#own & (1 << index)) === 0 ? this.#owned(index) : this.#chunks[index];
    chunk[slot & this.#mask] = value;
  }

  /** The same variables for a second path; what either writes from now on the other does not see. */
  fork(): State {
    this.#own = 0;
    return new State(this.length, this.#shift, this.#chunks);
  }

  /** Makes a chunk this state's own. */
  #owned(index: number): Slot[] {
    if (this.#own === 0) this.#chunks = this.#chunks.slice();
    const chunk = this.#chunks[index].slice();
    this.#chunks[index] = chunk;
    this.#own |= 1 << index;
    return chunk;
  }

  /** Calls `visit` with every slot in a chunk that the two do not share, and what each has there. */
  #eachApart(other: State, visit: (slot: number, mine: Slot, others: Slot) => void): void {
    if (this.#chunks === other.#chunks) return;
    for (let index = 0; index < this.#chunks.length; index++) {
      const theirs = other.#chunks[index];
      if (this.#chunks[index] === theirs) continue;
      const first = index << this.#shift;
      // Read anew for each slot: a write may have put another chunk there.
      for (let at = 0; at < theirs.length; at++) visit(first + at, this.#chunks[index][at], theirs[at]);
    }
  }

  /** Takes in what the variables are on another path as well. */
  join(other: State): void {
    if (this.#chunks === other.#chunks) return;
    for (let index = 0; index < this.#chunks.length; index++) {
      const theirs = other.#chunks[index];
      let mine = this.#chunks[index];
      if (mine === theirs) continue;
      for (let at = 0; at < theirs.length; at++) {
        if (mine[at] === theirs[at]) continue;
        const joined = joinOptional(mine[at], theirs[at]);
        if (joined === mine[at]) continue;
        if ((this.#own & (1 << index)) === 0) mine = this.#owned(index);
        mine[at] = joined;
      }
    }
  }

  /** Takes what another path knows of variables that are unknown here. */
  fillFrom(other: State): void {
    this.#eachApart(other, (slot, mine, others) => {
      if (mine === undefined && others !== undefined) this.set(slot, others);
    });
  }

  /** What was written between `before` and `now` may count here, too. */
  joinWritten(before: State, now: State): void {
    now.#eachApart(before, (slot, written, old) => {
      if (written !== old) this.set(slot, joinOptional(this.get(slot), written));
    });
  }

  /**
   * As the head of a loop: takes in the state after one more round. False when another round could find nothing new: what a
   * round writes first and untainted is no news to it.
   */
  takeRound(now: State, widening: boolean): boolean {
    let isChanged = false;
    this.#eachApart(now, (slot, old, after) => {
      const joined = joinOptional(old, after);
      if (joined === old || joined === undefined) return;
      const next = widening && old !== undefined ? widen(old, joined) : joined;
      if (sameValue(old, next)) return;
      this.set(slot, next);
      if (old !== undefined || next.deepTaint !== 0 || next.callables !== null) isChanged = true;
    });
    return isChanged;
  }
}
