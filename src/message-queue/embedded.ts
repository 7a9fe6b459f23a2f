// The queue in the database: for one process with the embedded PostgreSQL, or several over a server, without a broker.
import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import { AssayError } from '../errors.ts';
import { attemptDelivery, createTroubleReport, DEFAULT_GRACE_MS, HeldDeliveries, RETRY_PAUSES_MS } from './attempts.ts';
import type {
  Consumer,
  Handler,
  MessageQueue,
  Outcome,
  QueueMessage,
  QueueName,
  QueueObserver,
} from './message-queue.ts';

interface Place {
  readonly tenantId: string;
  readonly id: string;
}

interface Lease {
  readonly holder: string;
  readonly leaseMs: number;
}

/** What the database keeps; the role hands it over. Every step is a transaction of its own. */
export interface MessageTable {
  put(
    queue: string,
    tenantId: string,
    message: {
      readonly id: string;
      readonly body: Readonly<Record<string, string | number>>;
      readonly priority: number;
      readonly delayMs: number;
      readonly traceparent: string | null;
    },
  ): Promise<void>;
  due(queue: string, limit: number): Promise<readonly Place[]>;
  take(
    queue: string,
    place: Place,
    lease: Lease,
  ): Promise<{
    readonly body: Readonly<Record<string, string | number>>;
    readonly attempt: number;
    readonly traceparent: string | null;
  } | null>;
  renew(queue: string, place: Place, lease: Lease): Promise<boolean>;
  settle(
    queue: string,
    place: Place,
    settlement: {
      readonly holder: string;
      readonly outcome: 'done' | 'retry' | 'given-back' | 'dead';
      readonly pauseMs: number;
    },
  ): Promise<void>;
  revive(queue: string): Promise<number>;
  figures(): Promise<
    readonly {
      readonly queue: string;
      readonly ready: number;
      readonly running: number;
      readonly dead: number;
      readonly oldestSeconds: number;
    }[]
  >;
  ping(): Promise<void>;
}

export interface EmbeddedTiming {
  /** how often a consumer looks when nothing has woken it */
  readonly lookMs: number;
  /** who does not renew for so long is dead, and what it held is taken by somebody else */
  readonly leaseMs: number;
  readonly retryPausesMs: readonly number[];
}

const TIMING: EmbeddedTiming = { lookMs: 1000, leaseMs: 30_000, retryPausesMs: RETRY_PAUSES_MS };
const RENEWALS_A_LEASE = 3;
/** More than it has hands for, as others take from the head too. */
const SPARE_PLACES = 8;
const SETTLING_ATTEMPTS = 3;

const SETTLED = { done: 'done', retried: 'retry', dead: 'dead', given_back: 'given-back' } as const satisfies Record<
  Outcome,
  string
>;

interface Shared {
  readonly table: MessageTable;
  readonly observer: QueueObserver;
  readonly timing: EmbeddedTiming;
  readonly trouble: (sentence: string, error: unknown) => void;
  /** of the consumers here; called when something was published here */
  readonly wakers: Map<QueueName, Set<() => void>>;
}

export function openEmbeddedQueue(
  table: MessageTable,
  observer: QueueObserver,
  timing: Partial<EmbeddedTiming> = {},
): MessageQueue {
  const trouble = createTroubleReport(observer.onTrouble);
  const shared: Shared = { table, observer, trouble, timing: { ...TIMING, ...timing }, wakers: new Map() };
  const consumers = new Set<Consumer>();
  return {
    backend: 'embedded',
    async publish(queue, { id, tenantId, body = {} }, { priority = 0, delayMs = 0, traceparent } = {}) {
      const message = { id, body, priority, delayMs, traceparent: traceparent ?? null };
      await table.put(queue, tenantId, message).catch(refuse);
      for (const wake of shared.wakers.get(queue) ?? []) wake();
    },
    async consume(queue, handler, { concurrency = 1 } = {}) {
      const consumer = startConsumer(shared, queue, handler, concurrency);
      consumers.add(consumer);
      return consumer;
    },
    async depth(queue) {
      const figures = (await table.figures().catch(refuse)).find((one) => one.queue === queue);
      const { ready = 0, running = 0, dead = 0, oldestSeconds = 0 } = figures ?? {};
      return { ready, running, dead, oldestSeconds };
    },
    revive: (queue) => table.revive(queue).catch(refuse),
    ready: () => table.ping(),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
    },
  };
}

function refuse(cause: unknown): never {
  throw new AssayError('queue_unavailable', { cause });
}

function startConsumer(shared: Shared, queue: QueueName, handler: Handler, concurrency: number): Consumer {
  const held = new HeldDeliveries();
  const stopping = new AbortController();
  const here = new Set<string>();
  const alarm = createAlarm();
  const wakers = shared.wakers.get(queue) ?? new Set();
  shared.wakers.set(queue, wakers.add(alarm.ring));
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      alarm.silence();
      const free = concurrency - held.size;
      const taken = free > 0 ? await takeSome(shared, queue, handler, { free, held, here }) : 0;
      if (held.size >= concurrency) await held.oneEnded();
      else if (taken === 0) await alarm.rung(shared.timing.lookMs * (0.9 + 0.2 * Math.random()), stopping.signal);
    }
    wakers.delete(alarm.ring);
  })();
  let stopped: Promise<void> | undefined;
  return {
    stop(graceMs = DEFAULT_GRACE_MS) {
      stopping.abort();
      stopped ??= held.drain(graceMs, loop);
      return stopped;
    },
  };
}

interface Hands {
  readonly free: number;
  readonly held: HeldDeliveries;
  /** what this consumer works on */
  readonly here: Set<string>;
}

/** Takes as many as there are hands for; returns how many. Never throws. */
async function takeSome(shared: Shared, queue: QueueName, handler: Handler, hands: Hands): Promise<number> {
  const { table, timing, trouble } = shared;
  const { free, held, here } = hands;
  let taken = 0;
  try {
    for (const place of await table.due(queue, free + SPARE_PLACES)) {
      const key = `${place.tenantId} ${place.id}`;
      if (taken === free || here.has(key)) continue;
      const lease = { holder: uuidv4(), leaseMs: timing.leaseMs };
      const found = await table.take(queue, place, lease);
      if (found === null) continue;
      taken++;
      here.add(key);
      const work = workOn(shared, { queue, handler, place, lease, found, stopping: held.signal });
      held.hold(work.finally(() => here.delete(key)));
    }
  } catch (error) {
    trouble('The queue in the database does not answer', error);
  }
  return taken;
}

interface Work {
  readonly queue: QueueName;
  readonly handler: Handler;
  readonly place: Place;
  readonly lease: Lease;
  readonly found: Awaited<ReturnType<MessageTable['take']>> & object;
  readonly stopping: AbortSignal;
}

/** Never throws. */
async function workOn(shared: Shared, { queue, handler, place, lease, found, stopping }: Work): Promise<void> {
  const { timing, observer } = shared;
  const lost = new AbortController();
  const signal = AbortSignal.any([stopping, lost.signal]);
  const renewing = keepRenewing(shared, { queue, place, lease, lost });
  const message: QueueMessage = { ...place, body: found.body };
  const attempt = { queue, message, attempt: found.attempt, traceparent: found.traceparent };
  // Whoever took it before was killed each time: it is not tried for ever.
  const exhausted = found.attempt > timing.retryPausesMs.length + 1;
  const verdict = exhausted
    ? ({ outcome: 'dead', pauseMs: 0 } as const)
    : await attemptDelivery(attempt, handler, { signal, pauses: timing.retryPausesMs, observer });
  if (exhausted) observer.onOutcome?.(queue, 'dead', 0);
  clearInterval(renewing);
  const settlement = { holder: lease.holder, outcome: SETTLED[verdict.outcome], pauseMs: verdict.pauseMs };
  for (let left = SETTLING_ATTEMPTS; left > 0; left--) {
    try {
      return await shared.table.settle(queue, place, settlement);
    } catch (error) {
      // When it cannot be said what came of it, the lease ends and it is worked on again.
      shared.trouble('What came of a message could not be noted', error);
      await delay(timing.lookMs);
    }
  }
}

/** Lost is also what could not be renewed for a whole lease: another worker, which reaches the database, may have it. */
function keepRenewing(
  { table, timing }: Shared,
  { queue, place, lease, lost }: Pick<Work, 'queue' | 'place' | 'lease'> & { readonly lost: AbortController },
): NodeJS.Timeout {
  let heldUntil = performance.now() + lease.leaseMs;
  const renew = async () => {
    const asked = performance.now();
    const held = await table.renew(queue, place, lease).catch(() => null);
    if (held === true) heldUntil = asked + lease.leaseMs;
    else if (held === false) lost.abort(new Error('Another worker has taken the message over.'));
    else if (performance.now() >= heldUntil) lost.abort(new Error('The lease of the message could not be renewed.'));
  };
  return setInterval(renew, timing.leaseMs / RENEWALS_A_LEASE);
}

/** Rings also for whoever begins to wait after it was rung. */
function createAlarm() {
  let ringing = new AbortController();
  return {
    ring: () => ringing.abort(),
    silence() {
      ringing = new AbortController();
    },
    /** Resolves when it rings, after the time, or when the consumer stops. */
    async rung(milliseconds: number, stopping: AbortSignal): Promise<void> {
      const signal = AbortSignal.any([stopping, ringing.signal]);
      await delay(milliseconds, undefined, { signal }).catch(() => {});
    },
  };
}
