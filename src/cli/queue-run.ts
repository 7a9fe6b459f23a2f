// What `assay queue` does, in RabbitMQ or in the database.
import { setTimeout as delay } from 'node:timers/promises';
import { readConfiguration } from '../config/index.ts';
import { queueTable } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import {
  type MessageQueue,
  openMessageQueue,
  openRabbitmqQueue,
  QUEUE_NAMES,
  type QueueName,
} from '../message-queue/index.ts';
import { onInstallation } from './installation.ts';

const CONNECTS_WITHIN_MS = 5000;
const LOOK_MS = 100;

export async function queueStatus(): Promise<string> {
  return await onQueue(async (queue) => {
    const lines = [row('queue', 'ready', 'running', 'dead', 'oldest')];
    for (const name of QUEUE_NAMES) {
      const { ready, running, dead, oldestSeconds } = await queue.depth(name);
      lines.push(row(name, ready, running, dead, ready === 0 ? '-' : `${Math.round(oldestSeconds)} s`));
    }
    return `${lines.join('\n')}\n`;
  });
}

export async function reviveDead(name: QueueName): Promise<string> {
  return await onQueue(async (queue) => {
    const revived = await queue.revive(name);
    return revived === 1 ? '1 message lives again.\n' : `${revived} messages live again.\n`;
  });
}

function row(...cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(9))).join('');
}

async function onQueue(work: (queue: MessageQueue) => Promise<string>): Promise<string> {
  const { amqpUrl } = readConfiguration();
  if (amqpUrl !== null) return await onBroker(amqpUrl, work);
  return await onInstallation({
    direct: ({ database }) => work(openMessageQueue({ url: null, table: queueTable(database) })),
    running: async () => {
      throw new AssayError('data_directory_locked', {
        detail:
          'The queue is in the embedded database, which the running server has open: stop it first. /metrics shows the queue meanwhile.',
      });
    },
  });
}

async function onBroker(url: string, work: (queue: MessageQueue) => Promise<string>): Promise<string> {
  const queue = openRabbitmqQueue({ url });
  try {
    await untilReady(queue);
    return await work(queue);
  } finally {
    await queue.close();
  }
}

/** It connects behind its opening. */
async function untilReady(queue: MessageQueue): Promise<void> {
  const deadline = performance.now() + CONNECTS_WITHIN_MS;
  for (;;) {
    try {
      return await queue.ready();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(LOOK_MS);
  }
}
