// The message queue as the configuration wants it, seen by logs and metrics.
import type { Configuration } from '../config/index.ts';
import { type Database, queueTable } from '../database-service/index.ts';
import { type MessageQueue, openMessageQueue } from '../message-queue/index.ts';
import type { Logger, Metrics } from '../monitoring/index.ts';

export function openQueue(
  { amqpUrl: url }: Configuration,
  database: Database,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): MessageQueue {
  return openMessageQueue({
    url,
    table: queueTable(database),
    onTrouble: (message) => logger.warn(message),
    onOutcome: (queue, outcome, seconds) => metrics.messageHandled({ queue, outcome, seconds }),
    onFailure(queue, error, { id, attempt, isLast }) {
      const details = { err: error, queue, message: id, attempt };
      if (isLast) logger.error(details, 'a message was given up: it is a dead letter');
      else logger.warn(details, 'a message could not be worked on, and is tried again');
    },
  });
}
