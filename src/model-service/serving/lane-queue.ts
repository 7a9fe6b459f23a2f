// Hands out lanes (one thread each): first come, first served; a waiting job whose client hangs up leaves the queue.
import { AssayError } from '../../errors.ts';

export interface LaneQueue<Lane> {
  /** Waits for a free lane. Throws AssayError `overloaded` when too many wait, or the signal's reason. */
  take(signal: AbortSignal | undefined): Promise<Lane>;
  give(lane: Lane): void;
  load(): { readonly waiting: number; readonly running: number };
}

export function createLaneQueue<Lane>(lanes: readonly Lane[], maxQueue: number): LaneQueue<Lane> {
  const free = [...lanes];
  const waiting = new Set<(lane: Lane) => void>();
  return {
    async take(signal) {
      signal?.throwIfAborted();
      const lane = free.pop();
      if (lane !== undefined) return lane;
      if (waiting.size >= maxQueue) throw new AssayError('overloaded', { retryAfter: 1 });
      return new Promise((resolve, reject) => {
        const start = (next: Lane) => {
          signal?.removeEventListener('abort', leave);
          resolve(next);
        };
        const leave = () => {
          waiting.delete(start);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.add(start);
      });
    },
    give(lane) {
      const [next] = waiting;
      if (next === undefined) {
        free.push(lane);
        return;
      }
      waiting.delete(next);
      next(lane);
    },
    load: () => ({ waiting: waiting.size, running: lanes.length - free.length }),
  };
}
