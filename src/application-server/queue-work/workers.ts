// Works on what waits in the queues that this process was given, each delivery a part of the trace that asked for it.
import { randomBytes } from 'node:crypto';
import type { Consumer, Delivery, MessageQueue, QueueName } from '../../message-queue/index.ts';
import type { LineLogger, Tracing } from '../../monitoring/index.ts';
import type { QueueWork } from './queue-work.ts';

export interface Workers {
  /** Begins to take messages of these queues. Call it once. */
  start(queues: readonly QueueName[]): Promise<void>;
  /** Lets what is being worked on finish for so long, and gives back the rest. */
  stop(graceMs: number): Promise<void>;
}

export interface WorkersOptions {
  readonly queue: MessageQueue;
  readonly tracing: Tracing;
  readonly logger: LineLogger;
  readonly work: readonly QueueWork[];
}

export function createWorkers({ queue, tracing, logger, work }: WorkersOptions): Workers {
  const consumers: Consumer[] = [];
  return {
    async start(queues) {
      for (const { queue: name, concurrency, handle } of work) {
        if (!queues.includes(name)) continue;
        const traced = (delivery: Delivery) => inTrace(tracing, name, delivery, handle);
        consumers.push(await queue.consume(name, traced, { concurrency }));
        logger.debug({ queue: name, concurrency }, 'works on a queue');
      }
    },
    async stop(graceMs) {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop(graceMs)));
    },
  };
}

async function inTrace(
  tracing: Tracing,
  name: QueueName,
  delivery: Delivery,
  handle: QueueWork['handle'],
): Promise<void> {
  const [, traceId = '', parentSpanId = '', flags = ''] = delivery.traceparent?.split('-') ?? [];
  // The last bit of the flags says whether the trace is recorded.
  if ((Number.parseInt(flags, 16) & 1) !== 1) return await handle(delivery);
  const spanId = randomBytes(8).toString('hex');
  const startedAt = performance.now();
  let failed = true;
  try {
    await handle({ ...delivery, traceparent: `00-${traceId}-${spanId}-01` });
    failed = false;
  } finally {
    const attributes = { 'messaging.destination.name': name, 'messaging.delivery.attempt': delivery.attempt };
    const span = { traceId, spanId, parentSpanId, name: `${name} process`, kind: 'consumer' as const };
    tracing.record({ ...span, startedAt, endedAt: performance.now(), failed, attributes });
  }
}
