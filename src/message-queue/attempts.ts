// How often a message is tried, with which pauses, and what becomes of one delivery: the same whatever keeps the messages.
import type { Delivery, Handler, Outcome, QueueMessage, QueueName, QueueObserver } from './message-queue.ts';

/** before the second attempt, the third, …; after the last there is no further one */
export const RETRY_PAUSES_MS: readonly number[] = [1000, 5000, 30_000, 120_000, 600_000];
export const DEFAULT_GRACE_MS = 5000;
/** What does not stop when asked is given back nevertheless: it may then be worked on twice. */
const LATE_MS = 3000;

export interface Attempt {
  readonly queue: QueueName;
  readonly message: QueueMessage;
  readonly attempt: number;
  readonly traceparent: string | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** before the next attempt; 0 when there is none, or when it was given back */
  readonly pauseMs: number;
}

/** Runs the handler; never throws. `signal` aborted means that a failure is the process's, not the message's. */
export async function attemptDelivery(
  { queue, message, attempt, traceparent }: Attempt,
  handler: Handler,
  { signal, pauses, observer }: { signal: AbortSignal; pauses: readonly number[]; observer: QueueObserver },
): Promise<Verdict> {
  const started = performance.now();
  const delivery: Delivery = { ...message, attempt, signal, ...(traceparent !== null && { traceparent }) };
  const verdict = await untilSettled(handler, delivery, pauses, observer, queue);
  observer.onOutcome?.(queue, verdict.outcome, (performance.now() - started) / 1000);
  return verdict;
}

async function untilSettled(
  handler: Handler,
  delivery: Delivery,
  pauses: readonly number[],
  observer: QueueObserver,
  queue: QueueName,
): Promise<Verdict> {
  const late = lateAfterAbort(delivery.signal);
  try {
    const ended = await Promise.race([handler(delivery).then(() => 'ended' as const), late.promise]);
    return ended === 'late' ? { outcome: 'given_back', pauseMs: 0 } : { outcome: 'done', pauseMs: 0 };
  } catch (error) {
    if (delivery.signal.aborted) return { outcome: 'given_back', pauseMs: 0 };
    const pauseMs = pauses[delivery.attempt - 1] ?? null;
    observer.onFailure?.(queue, error, { id: delivery.id, attempt: delivery.attempt, isLast: pauseMs === null });
    return pauseMs === null ? { outcome: 'dead', pauseMs: 0 } : { outcome: 'retried', pauseMs };
  } finally {
    late.cancel();
  }
}

function lateAfterAbort(signal: AbortSignal) {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const promise = new Promise<'late'>((resolve) => {
    onAbort = () => {
      timer = setTimeout(() => resolve('late'), LATE_MS);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  const cancel = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  return { promise, cancel };
}

/** What a consumer holds, so that it can stop: first politely, then by aborting. */
export class HeldDeliveries {
  readonly #aborting = new AbortController();
  readonly #held = new Set<Promise<void>>();

  /** aborts when the grace of `stop` is over */
  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  get size(): number {
    return this.#held.size;
  }

  hold(work: Promise<void>): void {
    const held: Promise<void> = work.finally(() => this.#held.delete(held));
    this.#held.add(held);
  }

  /** Resolves when one of them has ended; at once when there is none. */
  async oneEnded(): Promise<void> {
    if (this.#held.size > 0) await Promise.race(this.#held);
  }

  /** The grace begins now, whatever is still being taken; resolves when no more is and nothing is held. */
  async drain(graceMs: number, taking: Promise<void> = Promise.resolve()): Promise<void> {
    const timer = setTimeout(() => this.#aborting.abort(new Error('The process is stopping.')), graceMs);
    await taking;
    while (this.#held.size > 0) await Promise.all(this.#held);
    clearTimeout(timer);
  }
}

/** Tells at most every ten seconds. */
export function createTroubleReport(
  tell: QueueObserver['onTrouble'] = () => {},
): (sentence: string, error: unknown) => void {
  let next = 0;
  return (sentence, error) => {
    if (Date.now() < next) return;
    next = Date.now() + 10_000;
    tell(`${sentence} (${error instanceof Error ? error.message : String(error)}).`);
  };
}
