// The door of the message queue: one port, in the database or in RabbitMQ.
import { type MessageTable, openEmbeddedQueue } from './embedded.ts';
import type { MessageQueue, QueueObserver } from './message-queue.ts';

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

export interface QueueOptions extends QueueObserver {
  /** where messages lie */
  readonly table: MessageTable;
}

/** Returns at once. */
export function openMessageQueue({ table, ...observer }: QueueOptions): MessageQueue {
  return openEmbeddedQueue(table, observer);
}
