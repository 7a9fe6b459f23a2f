// A circuit breaker: after failures in a row an upstream is left alone for a while, then tried with one request at a time.

const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export interface Circuit {
  /** whether a request may be sent now */
  allows(): boolean;
  /** one is being sent; while the circuit is being tried, no other may */
  begin(): void;
  succeed(): void;
  fail(): void;
  /** ended without a verdict, as when the client hung up */
  abandon(): void;
}

/** `now` in milliseconds, by a monotonic clock */
export function createCircuit(now: () => number = () => performance.now()): Circuit {
  let failures = 0;
  /** null: closed */
  let openUntil: number | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let trying = false;
  return {
    allows: () => openUntil === null || (now() >= openUntil && !trying),
    begin() {
      if (openUntil !== null) trying = true;
    },
    succeed() {
      failures = 0;
      openUntil = null;
      pauseMs = FIRST_PAUSE_MS;
      trying = false;
    },
    fail() {
      failures++;
      if (openUntil !== null && !trying) return;
      if (openUntil === null && failures < FAILURES_TO_OPEN) return;
      openUntil = now() + pauseMs;
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      trying = false;
    },
    abandon() {
      trying = false;
    },
  };
}
