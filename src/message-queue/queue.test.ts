import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RabbitmqServer, rabbitmqMissing, startRabbitmq } from '../../tests/services/rabbitmq.ts';
import { type Database, queueTable } from '../database-service/index.ts';
import { forEachBackend } from '../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../database-service/testing/samples.ts';
import { openEmbeddedQueue } from './embedded.ts';
import type { Consumer, Delivery, MessageQueue, QueueObserver } from './message-queue.ts';
import { openRabbitmqQueue } from './rabbitmq.ts';

const IMPATIENT = { lookMs: 30, retryPausesMs: [30, 60] };

describe('the queue in the database', () => {
  forEachBackend((backend) => {
    keepsThePromise({
      open: (observer) => openEmbeddedQueue(queueTable(backend.database()), observer, IMPATIENT),
      tenant: () => sampleTenant(backend.database()),
    });
    keepsOneOfAnId(() => backend.database());
  });
});

const skipped = rabbitmqMissing === null ? '' : ` (skipped: ${rabbitmqMissing})`;
describe.skipIf(rabbitmqMissing !== null)(`the queue in RabbitMQ${skipped}`, () => {
  let server: RabbitmqServer;
  beforeAll(async () => {
    server = await startRabbitmq();
  });
  afterAll(() => server?.remove());
  const open = (observer: QueueObserver) =>
    openRabbitmqQueue({ url: server.url, ...observer, retryPausesMs: IMPATIENT.retryPausesMs });

  keepsThePromise({ open, tenant: async () => uuidv4() });
});

interface Subject {
  /** a queue as another process would have it, over the same messages; pauses of 30 and 60 ms or so */
  open(observer: QueueObserver): MessageQueue;
  tenant(): Promise<string>;
}

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** What every backend promises. */
function keepsThePromise(subject: Subject): void {
  const opened: MessageQueue[] = [];
  let tenantId = '';
  const open = (observer: QueueObserver = {}) => {
    const queue = subject.open(observer);
    opened.push(queue);
    return queue;
  };
  beforeAll(async () => {
    tenantId = await subject.tenant();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });
  const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

  it('delivers what was published, once, with its tenant, its body and its trace', async () => {
    const queue = open();
    const seen: Delivery[] = [];
    await queue.consume('scans', async (delivery) => void seen.push(delivery));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await queue.publish('scans', { id: uuidv4(), tenantId, body: { part: 7, of: 'é😀' } }, { traceparent });
    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen[0]).toMatchObject({ tenantId, body: { part: 7, of: 'é😀' }, attempt: 1, traceparent });
    await eventually(async () => expect(await queue.depth('scans')).toMatchObject({ ready: 0, running: 0, dead: 0 }));
  });

  it('keeps messages while nobody consumes, also when the publisher is gone', async () => {
    const publisher = open();
    const ids = Array.from({ length: 20 }, () => uuidv4());
    for (const id of ids) await publisher.publish('training', { id, tenantId });
    await eventually(async () => expect((await publisher.depth('training')).ready).toBe(20));
    expect((await publisher.depth('training')).oldestSeconds).toBeGreaterThan(0);
    await publisher.close();
    const seen: string[] = [];
    await open().consume('training', async ({ id }) => void seen.push(id), { concurrency: 4 });
    await eventually(() => expect(seen.sort()).toEqual(ids.sort()));
  });

  it('works on as many at once as it was asked to', async () => {
    const queue = open();
    let running = 0;
    let most = 0;
    let ended = 0;
    const three = createGate();
    const handler = async () => {
      most = Math.max(most, ++running);
      if (running === 3) three.open();
      await three.opened;
      await delay(10);
      running--;
      ended++;
    };
    await queue.consume('scans', handler, { concurrency: 3 });
    for (let index = 0; index < 9; index++) await queue.publish('scans', { id: uuidv4(), tenantId });
    await eventually(() => expect(ended).toBe(9));
    expect(most).toBe(3);
  });

  it('tries again with growing pauses, and gives up at last; what was given up can live again', async () => {
    const outcomes: string[] = [];
    const queue = open({ onOutcome: (_queue, outcome) => outcomes.push(outcome) });
    const times: number[] = [];
    const attempts: number[] = [];
    let broken = true;
    await queue.consume('webhooks', async ({ attempt }) => {
      times.push(performance.now());
      attempts.push(attempt);
      if (broken) throw new Error('not today');
    });
    const id = uuidv4();
    await queue.publish('webhooks', { id, tenantId });
    await eventually(async () => expect((await queue.depth('webhooks')).dead).toBe(1));
    expect(attempts).toEqual([1, 2, 3]);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(25);
    expect(third - second).toBeGreaterThanOrEqual(50);
    // It is told once the queue has heard that it is stored.
    await eventually(() => expect(outcomes).toEqual(['retried', 'retried', 'dead']));
    broken = false;
    expect(await queue.revive('webhooks')).toBe(1);
    await eventually(() => expect(outcomes.at(-1)).toBe('done'));
    expect(attempts.at(-1)).toBe(1);
    await eventually(async () => expect(await queue.depth('webhooks')).toMatchObject({ ready: 0, dead: 0 }));
  });

  it('keeps others going while one fails', async () => {
    const queue = open();
    const seen = new Set<string>();
    await queue.consume('scans', async ({ id, attempt, body }) => {
      if (body?.fails === 1 && attempt < 3) throw new Error('not yet');
      seen.add(id);
    });
    const ids = Array.from({ length: 6 }, () => uuidv4());
    for (const [index, id] of ids.entries()) await queue.publish('scans', { id, tenantId, body: { fails: index % 2 } });
    await eventually(() => expect(seen.size).toBe(6));
  });

  it('lets what somebody waits for pass', async () => {
    const queue = open();
    for (let index = 0; index < 10; index++) await queue.publish('scans', { id: `slow-${index}`, tenantId });
    await queue.publish('scans', { id: 'urgent', tenantId }, { priority: 5 });
    const seen: string[] = [];
    await queue.consume('scans', async ({ id }) => {
      seen.push(id);
      await delay(5);
    });
    await eventually(() => expect(seen).toHaveLength(11));
    expect(seen.indexOf('urgent')).toBeLessThan(3);
  });

  it('does not deliver before the delay is over', async () => {
    const queue = open();
    let delivered = 0;
    await queue.consume('scans', async () => {
      delivered = performance.now();
    });
    const published = performance.now();
    await queue.publish('scans', { id: uuidv4(), tenantId }, { delayMs: 150 });
    await eventually(() => expect(delivered).toBeGreaterThan(0));
    expect(delivered - published).toBeGreaterThanOrEqual(140);
  });

  it('shares work among consumers of several processes', async () => {
    const [left, right] = [open(), open()];
    const seen: string[] = [];
    const by = new Set<string>();
    const both = createGate();
    const handler = (name: string) => async (delivery: Delivery) => {
      seen.push(delivery.id);
      if (by.add(name).size === 2) both.open();
      await both.opened;
    };
    const ids = Array.from({ length: 30 }, () => uuidv4());
    await left.consume('training', handler('left'));
    await right.consume('training', handler('right'));
    for (const id of ids) await left.publish('training', { id, tenantId });
    await eventually(() => expect(seen.length).toBeGreaterThanOrEqual(30));
    expect([...seen].sort()).toEqual([...ids].sort());
    expect([...by].sort()).toEqual(['left', 'right']);
  });

  it('finishes what it holds when it stops, and gives back what does not finish', async () => {
    const stopping = open();
    const ended: string[] = [];
    const begun = new Set<string>();
    const isStopping = createGate();
    const consumer: Consumer = await stopping.consume(
      'scans',
      async ({ id, body, signal }) => {
        begun.add(id);
        if (body?.endless === 1) await delay(60_000, undefined, { signal });
        else await isStopping.opened;
        ended.push(id);
      },
      { concurrency: 2 },
    );
    await stopping.publish('scans', { id: 'short', tenantId });
    await stopping.publish('scans', { id: 'endless', tenantId, body: { endless: 1 } });
    await eventually(() => expect([...begun].sort()).toEqual(['endless', 'short']));
    const stopped = consumer.stop(2000);
    isStopping.open();
    await stopped;
    expect(ended).toEqual(['short']);
    const seen: { id: string; attempt: number }[] = [];
    await open().consume('scans', async ({ id, attempt }) => void seen.push({ id, attempt }));
    await eventually(() => expect(seen.map(({ id }) => id)).toEqual(['endless']));
  });

  it('aborts what does not finish within the grace of a stop, however many hands are busy', async () => {
    const stopping = open();
    let begun = false;
    let isAborted = false;
    const consumer = await stopping.consume('scans', async ({ signal }) => {
      begun = true;
      await delay(60_000, undefined, { signal }).catch(() => {
        isAborted = true;
      });
      signal.throwIfAborted();
    });
    await stopping.publish('scans', { id: 'long', tenantId });
    await eventually(() => expect(begun).toBe(true));
    await consumer.stop(100);
    expect(isAborted).toBe(true);
    await eventually(async () => expect((await stopping.depth('scans')).ready).toBe(1));
    const attempts: number[] = [];
    await open().consume('scans', async ({ attempt }) => void attempts.push(attempt));
    await eventually(() => expect(attempts).toHaveLength(1));
  });

  it('says that it is ready', async () => {
    const queue = open();
    await eventually(() => queue.ready());
  });
}

/** What the queue in the database promises beyond. */
function keepsOneOfAnId(database: () => Database): void {
  const open = () => openEmbeddedQueue(queueTable(database()), {}, IMPATIENT);

  it('holds one message of an id while it waits, and another one while it is worked on', async () => {
    const tenantId = await sampleTenant(database());
    const queue = open();
    for (let index = 0; index < 5; index++) await queue.publish('scans', { id: 'same', tenantId });
    expect((await queue.depth('scans')).ready).toBe(1);
    let handled = 0;
    await queue.consume('scans', async () => {
      if (++handled === 1) await queue.publish('scans', { id: 'same', tenantId });
      await delay(100);
    });
    await vi.waitFor(() => expect(handled).toBe(2), { timeout: 60_000 });
    await queue.close();
    expect(await queue.depth('scans')).toMatchObject({ ready: 0, running: 0 });
  });

  it('takes over what a worker that died held, once its lease has ended', async () => {
    const tenantId = await sampleTenant(database());
    const table = queueTable(database());
    const queue = open();
    await queue.publish('scans', { id: 'left', tenantId });
    const died = { holder: uuidv4(), leaseMs: 60_000 };
    expect(await table.take('scans', { tenantId, id: 'left' }, died)).toMatchObject({ attempt: 1 });
    expect(await table.take('scans', { tenantId, id: 'left' }, { holder: uuidv4(), leaseMs: 60_000 })).toBeNull();
    await database().asTenant(tenantId, (tx) => sql`update queue_messages set due_at = now()`.execute(tx));
    const attempts: number[] = [];
    await queue.consume('scans', async ({ attempt }) => void attempts.push(attempt));
    await vi.waitFor(() => expect(attempts).toEqual([2]), { timeout: 60_000 });
    // Who comes back from the dead has no say any more.
    await table.settle('scans', { tenantId, id: 'left' }, { holder: died.holder, outcome: 'dead', pauseMs: 0 });
    await queue.close();
    expect(await queue.depth('scans')).toMatchObject({ ready: 0, dead: 0 });
  });

  it('aborts what it could not renew for a whole lease, as another worker may have it by then', async () => {
    const tenantId = await sampleTenant(database());
    const away = async (): Promise<never> => {
      throw new Error('The database is away.');
    };
    const table = { ...queueTable(database()), renew: away };
    const queue = openEmbeddedQueue(table, {}, { ...IMPATIENT, leaseMs: 150 });
    const reasons: string[] = [];
    await queue.consume('training', async ({ signal }) => {
      await delay(60_000, undefined, { signal }).catch(() => reasons.push(signal.reason.message));
    });
    await queue.publish('training', { id: 'long', tenantId });
    await vi.waitFor(() => expect(reasons[0]).toMatch(/could not be renewed/), { timeout: 60_000 });
    await queue.close();
    await database().asTenant(tenantId, (tx) => sql`delete from queue_messages`.execute(tx));
  });
}
