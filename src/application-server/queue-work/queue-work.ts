// What is done with the messages of a queue.
import type { Delivery, QueueName } from '../../message-queue/index.ts';

export interface QueueWork {
  readonly queue: QueueName;
  /** of one process, at once */
  readonly concurrency: number;
  /**
   * Asks the database what is left to do and does it; a message may come twice, or late. Throws what passes (it is tried again),
   * and when the signal of the delivery aborts (it is given back).
   */
  handle(delivery: Delivery): Promise<void>;
}
