// Hands out lanes (one thread each): first come, first served, and what nobody waits for last; a waiting job whose client hangs up
// leaves the queue. Whoever likes one lane better gets it before others, but waits for none that is away while another is free.
import { AssayError } from '../../errors.ts';

export interface LaneQueue<Lane> {
  /**
   * Waits for a free lane. Throws AssayError `overloaded` when too many wait, or the signal's reason. What works in the
   * background gets one when nobody else waits, and takes nobody's place in the queue. `liked`: the number of the lane that
   * has most of what the job needs.
   */
  take(signal: AbortSignal | undefined, background?: boolean, liked?: number): Promise<Lane>;
  give(lane: Lane): void;
  load(): { readonly waiting: number; readonly running: number };
}

export function createLaneQueue<Lane>(lanes: readonly Lane[], maxQueue: number): LaneQueue<Lane> {
  const free = [...lanes];
  const waiting: Waiting<Lane> = new Map();
  const patient: Waiting<Lane> = new Map();
  return {
    async take(signal, background = false, liked) {
      signal?.throwIfAborted();
      const best = liked === undefined ? undefined : lanes[liked % lanes.length];
      const index = best === undefined ? -1 : free.indexOf(best);
      const lane = index < 0 ? free.pop() : free.splice(index, 1)[0];
      if (lane !== undefined) return lane;
      const queue = background ? patient : waiting;
      if (!background && waiting.size >= maxQueue) throw new AssayError('overloaded', { retryAfter: 1 });
      return new Promise((resolve, reject) => {
        const start = (next: Lane) => {
          signal?.removeEventListener('abort', leave);
          resolve(next);
        };
        const leave = () => {
          queue.delete(start);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        queue.set(start, best);
      });
    },
    give(lane) {
      const queue = waiting.size > 0 ? waiting : patient;
      const next = nextOf(queue, lane);
      if (next === undefined) {
        free.push(lane);
        return;
      }
      queue.delete(next);
      next(lane);
    },
    load: () => ({ waiting: waiting.size + patient.size, running: lanes.length - free.length }),
  };
}

/** Those who wait, first come first, with the lane that each likes best. */
type Waiting<Lane> = Map<(lane: Lane) => void, Lane | undefined>;

/** The first who likes this lane or does not care; where all like another better, the first of them. */
function nextOf<Lane>(queue: Waiting<Lane>, lane: Lane): ((lane: Lane) => void) | undefined {
  for (const [start, liked] of queue) if (liked === undefined || liked === lane) return start;
  return queue.keys().next().value;
}
