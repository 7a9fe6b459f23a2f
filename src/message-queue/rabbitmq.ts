// The queue in RabbitMQ: shared by many processes, kept by a majority of its nodes, reached again by itself when it was away.
import { setTimeout as delay } from 'node:timers/promises';
import { AMQPChannelError, type AsyncMessage, Connection, ConsumerStatus } from 'rabbitmq-client';
import { AssayError } from '../errors.ts';
import { attemptDelivery, createTroubleReport, DEFAULT_GRACE_MS, HeldDeliveries, RETRY_PAUSES_MS } from './attempts.ts';
import type {
  Consumer,
  Handler,
  MessageQueue,
  QueueDepth,
  QueueMessage,
  QueueName,
  QueueObserver,
} from './message-queue.ts';
import { type ConfirmedPublisher, createConfirmedPublisher, type OutgoingMessage } from './rabbitmq-publisher.ts';
import { CLASSES, deadQueue, declareTopology, type QueueClass, WORK_EXCHANGE, workQueue } from './rabbitmq-topology.ts';

export interface RabbitmqOptions extends QueueObserver {
  /** `amqp://…` or `amqps://…` */
  readonly url: string;
  /** of tests, which are impatient */
  readonly retryPausesMs?: readonly number[];
}

const ACQUIRE_TIMEOUT_MS = 5000;
/** What a broker does not answer to by then is cut off. */
const CLOSE_TIMEOUT_MS = 3000;
const RECONNECT_LOW_MS = 100;
const RECONNECT_HIGH_MS = 5000;
/** A broker that says nothing for about twice as long is gone. */
const HEARTBEAT_SECONDS = 10;
/** What somebody waits for has a hand of its own, however many long ones are being worked on. */
const URGENT_HANDS = 1;

interface Shared {
  readonly connection: Connection;
  readonly publisher: ConfirmedPublisher;
  readonly pauses: readonly number[];
  readonly observer: QueueObserver;
  readonly ages: Ages;
  readonly trouble: (sentence: string, error: unknown) => void;
  readonly running: Map<QueueName, number>;
  /** of the consumers here; called when the connection is lost, and with it what was delivered through it */
  readonly losers: Set<(cause: unknown) => void>;
}

/** Returns at once and connects behind it. */
export function openRabbitmqQueue({
  url,
  retryPausesMs: pauses = RETRY_PAUSES_MS,
  ...observer
}: RabbitmqOptions): MessageQueue {
  const trouble = createTroubleReport(observer.onTrouble);
  const connection = new Connection({
    url,
    connectionName: 'assay',
    acquireTimeout: ACQUIRE_TIMEOUT_MS,
    retryLow: RECONNECT_LOW_MS,
    retryHigh: RECONNECT_HIGH_MS,
    heartbeat: HEARTBEAT_SECONDS,
    noDelay: true,
  });
  const losers: Shared['losers'] = new Set();
  connection.on('error', (error) => {
    trouble('RabbitMQ does not answer', error);
    if (!connection.ready) for (const lose of losers) lose(error);
  });
  let topology: Promise<void> | null = null;
  connection.on('connection', () => {
    topology = declareTopology(connection, pauses);
    topology.catch((error: unknown) => trouble('RabbitMQ does not let its queues be made', error));
  });
  const publisher = createConfirmedPublisher(connection, () => declareTopology(connection, pauses));
  const own = { ages: createAges(), running: new Map<QueueName, number>() };
  const shared: Shared = { connection, publisher, pauses, observer, trouble, losers, ...own };
  const consumers = new Set<Consumer>();
  return {
    backend: 'rabbitmq',
    async publish(queue, message, { priority = 0, delayMs = 0, traceparent } = {}) {
      const publishedAt = Date.now();
      const dueAt = delayMs > 0 ? publishedAt + delayMs : 0;
      const kind = priority > 0 ? 'urgent' : 'normal';
      const first = { attempt: 1, traceparent: traceparent ?? null, publishedAt, dueAt } as const;
      await publisher.publish({ queue, kind, message, ...first }, delayMs > 0 ? nextPause(delayMs, pauses) : 0);
    },
    async consume(queue, handler, { concurrency = 1 } = {}) {
      const consumer = startConsumer(shared, queue, handler, concurrency);
      consumers.add(consumer);
      return consumer;
    },
    depth: (queue) => depthOf(shared, queue).catch(refuse),
    revive: (queue) => revive(shared, queue).catch(refuse),
    async ready() {
      if (!connection.ready || topology === null) throw new AssayError('queue_unavailable');
      await topology.catch(refuse);
      await connection.exchangeDeclare({ exchange: WORK_EXCHANGE, type: 'direct', durable: true }).catch(refuse);
    },
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await withinTime(publisher.close().then(() => connection.close()));
      connection.unsafeDestroy();
    },
  };
}

/** A broker that hangs is not waited for. Never throws. */
async function withinTime(work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, delay(CLOSE_TIMEOUT_MS, undefined, { signal: late.signal })]).catch(() => {});
  late.abort();
}

function refuse(cause: unknown): never {
  throw new AssayError('queue_unavailable', { cause });
}

function startConsumer(shared: Shared, queue: QueueName, handler: Handler, concurrency: number): Consumer {
  const held = new HeldDeliveries();
  const open = CLASSES.map((kind) => {
    const hands = kind === 'urgent' ? URGENT_HANDS : concurrency;
    const options = workQueue(queue, kind);
    const deliveries = createLossSignal();
    const consumer = shared.connection.createConsumer(
      { queue: options.queue, queueOptions: options, qos: { prefetchCount: hands }, concurrency: hands },
      (message) => {
        const signal = AbortSignal.any([held.signal, deliveries.signal()]);
        const work = workOn(shared, { queue, kind, handler, signal }, message);
        held.hold(work.then(() => {}));
        return work;
      },
    );
    consumer.on('error', (error) => {
      shared.trouble('RabbitMQ took a consumer or its answer away', error);
      if (error instanceof AMQPChannelError) deliveries.lose(error);
    });
    shared.losers.add(deliveries.lose);
    return { consumer, forget: () => shared.losers.delete(deliveries.lose) };
  });
  let stopped: Promise<void> | undefined;
  const stop = async (graceMs: number) => {
    const closing = open.map(({ consumer }) => consumer.close().catch(() => {}));
    await held.drain(graceMs);
    await withinTime(Promise.all(closing));
    for (const { forget } of open) forget();
  };
  return {
    stop(graceMs = DEFAULT_GRACE_MS) {
      stopped ??= stop(graceMs);
      return stopped;
    },
  };
}

/**
 * What is not answered when its channel is lost, RabbitMQ gives to somebody else at once. Nothing new comes before all of it has
 * ended here, as the client waits for that before it consumes again.
 */
function createLossSignal() {
  let channel = new AbortController();
  return {
    signal: () => channel.signal,
    lose(cause: unknown) {
      channel.abort(new Error('RabbitMQ has taken the message back.', { cause }));
      channel = new AbortController();
    },
  };
}

interface Work {
  readonly queue: QueueName;
  readonly kind: QueueClass;
  readonly handler: Handler;
  readonly signal: AbortSignal;
}

/** What RabbitMQ is answered. Never throws. */
async function workOn(
  shared: Shared,
  { queue, kind, handler, signal }: Work,
  received: AsyncMessage,
): Promise<ConsumerStatus> {
  const { publisher, pauses, observer, ages, running, trouble } = shared;
  const { message, attempt, traceparent, publishedAt, dueAt } = contentOf(received);
  const again: OutgoingMessage = { queue, kind, message, attempt, traceparent, publishedAt, dueAt };
  const publishAgain = async (outgoing: OutgoingMessage, pauseMs: number): Promise<ConsumerStatus> => {
    try {
      await publisher.publish(outgoing, pauseMs);
      return ConsumerStatus.ACK;
    } catch (error) {
      trouble('RabbitMQ did not take a message back', error);
      return ConsumerStatus.REQUEUE;
    }
  };
  if (dueAt > Date.now()) return await publishAgain(again, nextPause(dueAt - Date.now(), pauses));
  ages.taken(queue, publishedAt);
  running.set(queue, (running.get(queue) ?? 0) + 1);
  // What came back because its worker died is another attempt.
  const counted = attempt + Number(received.headers?.['x-delivery-count'] ?? 0);
  const delivery = { queue, message, attempt: counted, traceparent };
  const verdict = await attemptDelivery(delivery, handler, { signal, pauses, observer });
  running.set(queue, (running.get(queue) ?? 1) - 1);
  switch (verdict.outcome) {
    case 'done':
      return ConsumerStatus.ACK;
    case 'given_back':
      return ConsumerStatus.REQUEUE;
    case 'dead':
      return ConsumerStatus.DROP;
    case 'retried':
      return await publishAgain({ ...again, attempt: counted + 1, dueAt: 0 }, verdict.pauseMs);
  }
}

function contentOf({ body, headers = {} }: Pick<AsyncMessage, 'body' | 'headers'>) {
  const { id, tenantId, body: content } = body as Required<QueueMessage>;
  const traceparent: unknown = headers.traceparent;
  return {
    message: { id: String(id), tenantId: String(tenantId), body: content },
    attempt: Number(headers.attempt ?? 1),
    traceparent: typeof traceparent === 'string' ? traceparent : null,
    publishedAt: Number(headers['published-at'] ?? Date.now()),
    dueAt: Number(headers['due-at'] ?? 0),
  };
}

/** The longest that is not too long; what is left is waited for afterwards. */
function nextPause(milliseconds: number, pauses: readonly number[]): number {
  return pauses.findLast((pause) => pause <= milliseconds) ?? pauses[0] ?? 0;
}

async function depthOf({ connection, ages, running }: Shared, queue: QueueName): Promise<QueueDepth> {
  // Whoever looks at metrics does not want to wait for it.
  if (!connection.ready) throw new Error('RabbitMQ is away.');
  let ready = 0;
  for (const kind of CLASSES) ready += (await connection.queueDeclare(workQueue(queue, kind))).messageCount;
  const { messageCount: dead } = await connection.queueDeclare(deadQueue(queue));
  return { ready, running: running.get(queue) ?? 0, dead, oldestSeconds: ages.oldestSeconds(queue, ready) };
}

async function revive({ connection, publisher }: Shared, queue: QueueName): Promise<number> {
  const dead = deadQueue(queue);
  const channel = await connection.acquire();
  try {
    let revived = 0;
    for (let left = (await channel.queueDeclare(dead)).messageCount; left > 0; left--) {
      const found = await channel.basicGet({ queue: dead.queue });
      if (found === undefined) break;
      const { message, traceparent } = contentOf(found);
      const life = { attempt: 1, traceparent, publishedAt: Date.now(), dueAt: 0 };
      await publisher.publish({ queue, kind: 'normal', message, ...life }, 0);
      channel.basicAck({ deliveryTag: found.deliveryTag });
      revived++;
    }
    return revived;
  } finally {
    await channel.close();
  }
}

interface Ages {
  taken(queue: QueueName, publishedAt: number): void;
  oldestSeconds(queue: QueueName, ready: number): number;
}

/**
 * RabbitMQ does not tell how old its messages are. The oldest that waits was published after the last that was taken here, and
 * after the queue was last seen empty: whichever is later bounds its age from above.
 */
function createAges(): Ages {
  const opened = Date.now();
  const newest = new Map<QueueName, number>();
  const atLeast = (queue: QueueName, time: number) => newest.set(queue, Math.max(time, newest.get(queue) ?? opened));
  return {
    taken: atLeast,
    oldestSeconds(queue, ready) {
      if (ready === 0) atLeast(queue, Date.now());
      return ready === 0 ? 0 : (Date.now() - (newest.get(queue) ?? opened)) / 1000;
    },
  };
}
