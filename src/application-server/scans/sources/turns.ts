// A few at a time: what is unpacked is many times what was sent, so that only so much of it is in memory.

export interface Turns {
  /** Waits for its turn, carries the work out and gives what it gives. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running < atOnce) running++;
      // Whoever ends hands the turn on.
      else await new Promise<void>((resolve) => waiting.push(resolve));
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
