// Publishing to RabbitMQ: done when a majority of the broker's nodes has it, refused when it says no, says nothing, or has no queue.
import { setImmediate } from 'node:timers/promises';
import type { Connection, Publisher } from 'rabbitmq-client';
import { AssayError } from '../errors.ts';
import type { QueueMessage, QueueName } from './message-queue.ts';
import { delayExchange, type QueueClass, routingKey, WORK_EXCHANGE } from './rabbitmq-topology.ts';

/** A broker that hangs is not waited for longer. */
const CONFIRM_TIMEOUT_MS = 5000;

export interface OutgoingMessage {
  readonly queue: QueueName;
  readonly kind: QueueClass;
  readonly message: QueueMessage;
  readonly attempt: number;
  readonly traceparent: string | null;
  /** milliseconds since 1970 */
  readonly publishedAt: number;
  /** not to be worked on before, by the clock of who published it; 0: at once */
  readonly dueAt: number;
}

export interface ConfirmedPublisher {
  /** Throws AssayError `queue_unavailable`. */
  publish(message: OutgoingMessage, pauseMs: number): Promise<void>;
  close(): Promise<void>;
}

class NoQueueError extends Error {}

/** `makeQueues` is called when there is none for a message: at the first, and when somebody has deleted it. */
export function createConfirmedPublisher(connection: Connection, makeQueues: () => Promise<void>): ConfirmedPublisher {
  const publisher: Publisher = connection.createPublisher({ confirm: true, maxAttempts: 2 });
  const returned = new Set<string>();
  publisher.on('basic.return', ({ correlationId }) => returned.add(String(correlationId)));
  let count = 0;
  const send = async (outgoing: OutgoingMessage, pauseMs: number) => {
    const { queue, kind, message, attempt, traceparent, publishedAt, dueAt } = outgoing;
    const correlationId = String(++count);
    const headers = {
      attempt,
      'published-at': publishedAt,
      ...(traceparent !== null && { traceparent }),
      ...(dueAt > 0 && { 'due-at': dueAt }),
    };
    const exchange = pauseMs > 0 ? delayExchange(pauseMs) : WORK_EXCHANGE;
    const envelope = { exchange, routingKey: routingKey(queue, kind), durable: true, mandatory: true, correlationId };
    const { id, tenantId, body = {} } = message;
    await publisher.send({ ...envelope, messageId: id, headers }, { id, tenantId, body });
    // That a message had no queue is told before it is confirmed, and heard one turn later.
    await setImmediate();
    if (returned.delete(correlationId)) throw new NoQueueError('RabbitMQ has no queue for the message.');
  };
  return {
    async publish(outgoing, pauseMs) {
      try {
        await withinTime(
          send(outgoing, pauseMs).catch(async (error: unknown) => {
            if (!(error instanceof NoQueueError)) throw error;
            await makeQueues();
            await send(outgoing, pauseMs);
          }),
        );
      } catch (cause) {
        throw new AssayError('queue_unavailable', { cause });
      }
    },
    close: () => publisher.close(),
  };
}

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('RabbitMQ did not confirm in time.')), CONFIRM_TIMEOUT_MS);
  });
  // When it is late, what comes of it does not matter any more.
  work.catch(() => {});
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
