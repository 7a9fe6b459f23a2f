// Hands out lanes (one thread each): first come, first served, and what nobody waits for last; a waiting job whose client hangs up
// leaves the queue.
import { AssayError } from '../../errors.ts';

export interface LaneQueue<Lane> {
  /**
   * Waits for a free lane. Throws AssayError `overloaded` when too many wait, or the signal's reason. What works in the
   * background gets one when nobody else waits, and takes nobody's place in the queue.
   */
  take(signal: AbortSignal | undefined, background?: boolean): Promise<Lane>;
  give(lane: Lane): void;
  load(): { readonly waiting: number; readonly running: number };
}

export function createLaneQueue<Lane>(lanes: readonly Lane[], maxQueue: number): LaneQueue<Lane> {
  const free = [...lanes];
  const waiting = new Set<(lane: Lane) => void>();
  const patient = new Set<(lane: Lane) => void>();
  return {
    async take(signal, background = false) {
      signal?.throwIfAborted();
      const lane = free.pop();
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
        queue.add(start);
      });
    },
    give(lane) {
      const queue = waiting.size > 0 ? waiting : patient;
      const [next] = queue;
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
