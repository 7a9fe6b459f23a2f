// RabbitMQ killed, hanging and away while messages are published and worked on: what was confirmed is worked on, at least once.
import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RabbitmqServer, rabbitmqMissing, startRabbitmq } from '../../tests/services/rabbitmq.ts';
import { createTcpLink } from '../../tests/services/tcp-link.ts';
import type { MessageQueue } from './message-queue.ts';
import { openRabbitmqQueue } from './rabbitmq.ts';

const skipped = rabbitmqMissing === null ? '' : ` (skipped: ${rabbitmqMissing})`;
const KILLS = 2;
const tenantId = uuidv4();

describe.skipIf(rabbitmqMissing !== null)(`RabbitMQ in trouble${skipped}`, () => {
  let server: RabbitmqServer;
  const opened: MessageQueue[] = [];
  const open = (url = server.url) => {
    const queue = openRabbitmqQueue({ url, retryPausesMs: [30, 60, 120, 240, 480] });
    opened.push(queue);
    return queue;
  };
  beforeAll(async () => {
    server = await startRabbitmq({ workedOnMs: 8000 });
    const first = open();
    await vi.waitFor(() => first.ready(), { timeout: 180_000 });
    // A node keeps in memory for three seconds that it has a new quorum queue; killed before, it has one that never answers.
    await delay(6000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });
  afterAll(() => server?.remove());

  it('killed and started again under load, it loses nothing that it confirmed', async () => {
    const [publisher, left, right] = [open(), open(), open()];
    const handled = new Map<string, number>();
    const handler = async ({ id }: { readonly id: string }) => {
      await delay(5);
      handled.set(id, (handled.get(id) ?? 0) + 1);
      if (handled.get(id) === 1 && id.endsWith('7')) throw new Error('the first time it does not work');
    };
    await left.consume('scans', handler, { concurrency: 3 });
    await right.consume('scans', handler, { concurrency: 3 });
    const confirmed: string[] = [];
    let refused = 0;
    let publishing = true;
    const publish = async (name: string) => {
      for (let number = 0; publishing; number++) {
        const id = `${name}-${number}`;
        await publisher.publish('scans', { id, tenantId }, { priority: number % 5 === 0 ? 1 : 0 }).then(
          () => confirmed.push(id),
          () => refused++,
        );
        await delay(5);
      }
    };
    const publishers = ['a', 'b', 'c'].map(publish);
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = confirmed.length;
      await vi.waitFor(() => expect(confirmed.length).toBeGreaterThan(before + 60), { timeout: 180_000 });
      await server.kill();
      await vi.waitFor(() => expect(refused).toBeGreaterThanOrEqual(kill), { timeout: 180_000 });
      await server.start();
    }
    const before = confirmed.length;
    await vi.waitFor(() => expect(confirmed.length).toBeGreaterThan(before + 30), { timeout: 180_000 });
    publishing = false;
    await Promise.all(publishers);
    await vi.waitFor(() => expect(confirmed.filter((id) => !handled.has(id))).toEqual([]), { timeout: 180_000 });
    await vi.waitFor(async () => expect(await publisher.depth('scans')).toMatchObject({ ready: 0, dead: 0 }), {
      timeout: 180_000,
    });
  });

  it('away and hanging, it is said not to be ready and takes nothing; back, it works on', async () => {
    const queue = open();
    await vi.waitFor(() => queue.ready(), { timeout: 180_000 });
    const seen: string[] = [];
    await queue.consume('training', async ({ id }) => void seen.push(id));
    server.pause();
    await expect(queue.publish('training', { id: 'hanging', tenantId })).rejects.toMatchObject({
      code: 'queue_unavailable',
    });
    server.resume();
    await vi.waitFor(() => queue.ready(), { timeout: 180_000 });
    await server.kill();
    await expect(queue.publish('training', { id: 'away', tenantId })).rejects.toMatchObject({
      code: 'queue_unavailable',
    });
    await expect(queue.ready()).rejects.toMatchObject({ code: 'queue_unavailable' });
    await expect(queue.depth('training')).rejects.toMatchObject({ code: 'queue_unavailable' });
    await server.start();
    await vi.waitFor(() => queue.publish('training', { id: 'back', tenantId }), { timeout: 180_000 });
    await vi.waitFor(() => expect(seen).toContain('back'), { timeout: 180_000 });
  });

  it('aborts what a worker holds whose connection is lost, and another one gets it', async () => {
    const link = await createTcpLink(Number(new URL(server.url).port));
    const [cut, whole] = [open(`amqp://guest:guest@127.0.0.1:${link.port}`), open()];
    const reasons: string[] = [];
    let begun = false;
    await cut.consume('training', async ({ signal }) => {
      begun = true;
      await delay(60_000, undefined, { signal }).catch(() => reasons.push(signal.reason.message));
    });
    await whole.publish('training', { id: 'cut', tenantId });
    await vi.waitFor(() => expect(begun).toBe(true), { timeout: 180_000 });
    const seen: string[] = [];
    await whole.consume('training', async ({ id }) => void seen.push(id));
    await link.close();
    await vi.waitFor(() => expect(reasons[0]).toMatch(/taken the message back/), { timeout: 180_000 });
    await vi.waitFor(() => expect(seen).toEqual(['cut']), { timeout: 180_000 });
  });

  it('aborts what RabbitMQ takes back because it takes too long, and works on', async () => {
    const queue = open();
    const attempts: { attempt: number; reason: string }[] = [];
    await queue.consume('scans', async ({ attempt, signal }) => {
      if (attempts.length > 0) return void attempts.push({ attempt, reason: '' });
      await delay(60_000, undefined, { signal }).catch(() => attempts.push({ attempt, reason: signal.reason.message }));
    });
    await queue.publish('scans', { id: 'too long', tenantId });
    await vi.waitFor(() => expect(attempts).toHaveLength(2), { timeout: 180_000 });
    expect(attempts[0]?.reason).toMatch(/taken the message back/);
  });

  it('a worker that stops while it works does not lose the message', async () => {
    const attempts: number[] = [];
    const [first, second] = [open(), open()];
    let begun = false;
    await first.consume('webhooks', async ({ signal }) => {
      begun = true;
      await delay(60_000, undefined, { signal });
    });
    await first.publish('webhooks', { id: 'held', tenantId });
    await vi.waitFor(() => expect(begun).toBe(true), { timeout: 180_000 });
    await second.consume('webhooks', async ({ attempt }) => void attempts.push(attempt));
    await first.close();
    await vi.waitFor(() => expect(attempts).toHaveLength(1), { timeout: 180_000 });
  });
});
