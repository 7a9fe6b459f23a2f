// The port of the message queue: work that nobody waits for in the request. Messages carry ids only; what they are about lies in
// the database, which is the truth: a message may come twice, and one that is lost is published again by whoever sweeps.

export const QUEUE_NAMES = ['scans', 'training', 'webhooks'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Ids only: what it is about lies in the database. */
export interface QueueMessage {
  /** of what is to be worked on, at most 200 characters */
  readonly id: string;
  readonly tenantId: string;
  readonly body?: Readonly<Record<string, string | number>>;
}

export interface Delivery extends QueueMessage {
  /** 1 at first */
  readonly attempt: number;
  /** aborts when this process stops or has lost the message: throw then, and it is given back without counting as an attempt */
  readonly signal: AbortSignal;
  /** W3C Trace Context of who published it */
  readonly traceparent?: string;
}

export type Handler = (delivery: Delivery) => Promise<void>;

export interface PublishOptions {
  /** above 0: somebody waits for it, so that it passes what nobody waits for; default 0 */
  readonly priority?: number;
  /** it is not delivered before; no more exact than a second */
  readonly delayMs?: number;
  readonly traceparent?: string;
}

export interface QueueDepth {
  /** waiting, and nobody works on them; those that wait for their next attempt are not counted */
  readonly ready: number;
  /** being worked on; of RabbitMQ by this process */
  readonly running: number;
  /** given up after the last attempt */
  readonly dead: number;
  /** seconds that the oldest of those ready has waited, about; 0 when none is */
  readonly oldestSeconds: number;
}

export interface Consumer {
  /**
   * Takes nothing more, lets what it holds finish for so long (default 5,000), aborts the rest, gives it back, and resolves when
   * nothing is held any more.
   */
  stop(graceMs?: number): Promise<void>;
}

export interface MessageQueue {
  readonly backend: 'embedded' | 'rabbitmq';
  /**
   * Resolves once it is held durably (publisher confirm, or the commit). Throws AssayError `queue_unavailable` otherwise. While one
   * of the same id waits in the queue there is no second one in the database; RabbitMQ may have several, so that a handler
   * asks the database first whether there is anything left to do.
   */
  publish(queue: QueueName, message: QueueMessage, options?: PublishOptions): Promise<void>;
  /** At least once. A handler that throws is tried again with growing pauses, then the message is a dead letter. */
  consume(queue: QueueName, handler: Handler, options?: { readonly concurrency?: number }): Promise<Consumer>;
  /** Throws AssayError `queue_unavailable`. */
  depth(queue: QueueName): Promise<QueueDepth>;
  /** Dead letters become messages again, from the first attempt on; returns how many. Throws AssayError `queue_unavailable`. */
  revive(queue: QueueName): Promise<number>;
  /** Rejects while messages can be neither published nor taken. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export type Outcome = 'done' | 'retried' | 'dead' | 'given_back';

export interface FailedDelivery {
  readonly id: string;
  readonly attempt: number;
  readonly isLast: boolean;
}

export interface QueueObserver {
  /** A delivery ended; seconds that the handler took. */
  readonly onOutcome?: (queue: QueueName, outcome: Outcome, seconds: number) => void;
  /** A handler threw; which attempt it was, and whether there is no further one. */
  readonly onFailure?: (queue: QueueName, error: unknown, delivery: FailedDelivery) => void;
  /** Called at most once every ten seconds with a sentence, when the backend fails. */
  readonly onTrouble?: (message: string) => void;
}
