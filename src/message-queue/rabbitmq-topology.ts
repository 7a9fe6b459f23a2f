// What there is in RabbitMQ: for each queue one for what somebody waits for, one for the rest and one of dead letters, all of them
// quorum queues; and one for each pause, from which messages come back by themselves.
import type { Connection } from 'rabbitmq-client';
import { QUEUE_NAMES, type QueueName } from './message-queue.ts';

/** Where messages are published to, with the name of their queue as the routing key. */
export const WORK_EXCHANGE = 'assay';
const DEAD_EXCHANGE = 'assay.dead';
/** Quorum queues of RabbitMQ 3.10 know no priorities. */
export const CLASSES = ['urgent', 'normal'] as const;
export type QueueClass = (typeof CLASSES)[number];

/** Comes back so often when its workers die; a handler that throws is counted by ourselves. */
const DELIVERY_LIMIT = 20;
/** Beyond it publishers are refused: nothing that was confirmed is ever dropped. */
const MOST_WAITING = 200_000;
const MOST_DEAD = 100_000;
const DEAD_LETTERS_MS = 30 * 24 * 60 * 60_000;

const QUORUM = { 'x-queue-type': 'quorum' } as const;
/** What leaves by its dead-letter exchange is gone only when it has arrived; needs queues that refuse rather than drop. */
const ARRIVES = { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' } as const;

export function routingKey(queue: QueueName, kind: QueueClass): string {
  return kind === 'normal' ? queue : `${queue}.urgent`;
}

export function delayExchange(pauseMs: number): string {
  return `assay.delay.${pauseMs}`;
}

export function deadQueue(queue: QueueName) {
  const limits = { 'x-message-ttl': DEAD_LETTERS_MS, 'x-max-length': MOST_DEAD };
  return { queue: `assay.${queue}.dead`, durable: true, arguments: { ...QUORUM, ...limits } };
}

export function workQueue(queue: QueueName, kind: QueueClass) {
  return {
    queue: `assay.${routingKey(queue, kind)}`,
    durable: true,
    arguments: {
      ...QUORUM,
      ...ARRIVES,
      'x-delivery-limit': DELIVERY_LIMIT,
      'x-max-length': MOST_WAITING,
      'x-dead-letter-exchange': DEAD_EXCHANGE,
      'x-dead-letter-routing-key': queue,
    },
  };
}

function delayQueue(pauseMs: number) {
  return {
    queue: delayExchange(pauseMs),
    durable: true,
    arguments: { ...QUORUM, ...ARRIVES, 'x-message-ttl': pauseMs, 'x-dead-letter-exchange': WORK_EXCHANGE },
  };
}

/** Harmless where it is all there. */
export async function declareTopology(connection: Connection, pauses: readonly number[]): Promise<void> {
  for (const exchange of [WORK_EXCHANGE, DEAD_EXCHANGE]) {
    await connection.exchangeDeclare({ exchange, type: 'direct', durable: true });
  }
  for (const pauseMs of pauses) {
    await connection.exchangeDeclare({ exchange: delayExchange(pauseMs), type: 'fanout', durable: true });
    const { queue } = await connection.queueDeclare(delayQueue(pauseMs));
    await connection.queueBind({ exchange: delayExchange(pauseMs), queue });
  }
  for (const name of QUEUE_NAMES) {
    const dead = await connection.queueDeclare(deadQueue(name));
    await connection.queueBind({ exchange: DEAD_EXCHANGE, queue: dead.queue, routingKey: name });
    for (const kind of CLASSES) {
      const { queue } = await connection.queueDeclare(workQueue(name, kind));
      await connection.queueBind({ exchange: WORK_EXCHANGE, queue, routingKey: routingKey(name, kind) });
    }
  }
}
