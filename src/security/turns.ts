// Costly work a few at a time: what one process does at once for those who ask is bounded, and so is who waits for it.
import { AssayError } from '../errors.ts';

export interface Turns {
  /** Waits for its turn, carries the work out and gives what it gives. Throws AssayError `overloaded` when too many wait already. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface TurnLimits {
  readonly atOnce: number;
  /** without it, whoever lets callers in bounds how many there are */
  readonly waiting?: number;
}

/** Seconds after which whoever was refused may try again. */
const RETRY_AFTER = 2;

export function createTurns({ atOnce, waiting: most = Number.POSITIVE_INFINITY }: TurnLimits): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running < atOnce) running++;
      else {
        if (waiting.length >= most) throw new AssayError('overloaded', { retryAfter: RETRY_AFTER });
        // Whoever ends hands the turn on: it is free only when nobody waits for it.
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
