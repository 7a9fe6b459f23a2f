// The door of the message queue: one port, in the database or in RabbitMQ.
import { type MessageTable, openEmbeddedQueue } from './embedded.ts';
import type { MessageQueue, QueueObserver } from './message-queue.ts';
import { openRabbitmqQueue } from './rabbitmq.ts';

export {
  type Consumer,
  type Delivery,
  type Handler,
  type MessageQueue,
  type Outcome,
  QUEUE_NAMES,
  type QueueDepth,
  type QueueMessage,
  type QueueName,
  type QueueObserver,
} from './message-queue.ts';

export { openRabbitmqQueue } from './rabbitmq.ts';

export interface QueueOptions extends QueueObserver {
  /** of a RabbitMQ (`amqp://…`); null keeps messages in the database */
  readonly url: string | null;
  readonly table: MessageTable;
}

/** In RabbitMQ when an address is given, otherwise in the database. Returns at once; RabbitMQ connects behind it. */
export function openMessageQueue({ url, table, ...observer }: QueueOptions): MessageQueue {
  return url === null ? openEmbeddedQueue(table, observer) : openRabbitmqQueue({ url, ...observer });
}
