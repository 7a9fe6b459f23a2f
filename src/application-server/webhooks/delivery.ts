// Sends what is due to webhooks: outside any transaction, a few at a time, each outcome noted; tried again with growing pauses.
// What is due says the database; a message in the queue says no more than that a tenant has something.
import {
  type AttemptOutcome,
  appendAuditEvent,
  changeWebhook,
  type Database,
  type DueDelivery,
  deleteOldDeliveries,
  finishDelivery,
  takeDueDeliveries,
} from '../../database-service/index.ts';
import type { MessageQueue } from '../../message-queue/index.ts';
import { type Outgoing, OutgoingError, webhookHeaders } from '../../security/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { QueueWork } from '../queue-work/queue-work.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { openSecret } from './secrets.ts';

export interface DeliveryOptions {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly outgoing: Outgoing;
  /** milliseconds before the second attempt; each further pause is four times as long. Tests are impatient */
  readonly firstPauseMs?: number;
}

const EVERY_MS = 5000;
const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = 30 * DAY_MS;
const FIRST_PAUSE_MS = 5000;
const PAUSE_FACTOR = 4;
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;
/** 5 s, 20 s, 80 s, 5 min, 21 min, 1.4 h, 5.7 h, 6 h, 6 h: about 19 hours */
const MAX_ATTEMPTS = 10;
/** of the pause, either way, so that receivers that were down are not met by everybody at once */
const JITTER = 0.2;
/** a webhook that nothing was delivered to for so long is disabled */
const FAILING_MS = 3 * DAY_MS;
const TENANTS_A_ROUND = 100;
const TENANTS_AT_ONCE = 8;
/** While so much waits, because nobody works on it, more is not said: what is due is told of once it has been worked on. */
const MOST_READY = 2 * TENANTS_A_ROUND;
/** what was said so long ago and still is due was lost, or its worker was */
const SAID_AGAIN_MS = 60_000;
const DELIVERIES_A_ROUND = 16;
const DELIVERIES_AT_ONCE = 4;
/** the receiver is gone and says so */
const GONE = 410;

/** Says of each tenant with something due that it has. What was lost on the way is due still, and said again. */
export function webhookDispatchJob(database: Database, queue: MessageQueue): MaintenanceJob {
  const saidAt = new Map<string, number>();
  return {
    name: 'webhook-deliveries',
    everyMs: EVERY_MS,
    async run() {
      const tenants = await database.listTenantsWithDueDeliveries(TENANTS_A_ROUND);
      if (tenants.length === 0) return;
      // While messages wait, those that were said lately are among them; RabbitMQ would keep each of them again and again.
      const { ready } = await queue.depth('webhooks');
      if (ready >= MOST_READY) return;
      const old = performance.now() - (ready === 0 ? 0 : SAID_AGAIN_MS);
      for (const [tenantId, said] of saidAt) if (said < old) saidAt.delete(tenantId);
      const unsaid = tenants.filter((tenantId) => !saidAt.has(tenantId));
      await inParallel(unsaid, TENANTS_AT_ONCE, async (tenantId) => {
        await queue.publish('webhooks', { id: tenantId, tenantId });
        saidAt.set(tenantId, performance.now());
      });
    },
  };
}

export function webhookWork(options: DeliveryOptions): QueueWork {
  return {
    queue: 'webhooks',
    concurrency: TENANTS_AT_ONCE,
    async handle({ tenantId, signal }) {
      while ((await deliverDue(options, tenantId, signal)) === DELIVERIES_A_ROUND) signal.throwIfAborted();
    },
  };
}

export function oldDeliveriesJob(database: Database): MaintenanceJob {
  return {
    name: 'old-webhook-deliveries',
    everyMs: DAY_MS,
    run: ({ forEachTenant }) =>
      forEachTenant((tenantId) =>
        database.asTenant(tenantId, (tx) => deleteOldDeliveries(tx, new Date(Date.now() - KEPT_MS))),
      ),
  };
}

/** Delivers some of what is due to webhooks of the tenant; returns how many it tried. */
export async function deliverDue(options: DeliveryOptions, tenantId: string, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const due = await options.database.asTenant(tenantId, (tx) => takeDueDeliveries(tx, DELIVERIES_A_ROUND));
  await inParallel(due, DELIVERIES_AT_ONCE, (delivery) => deliver(options, tenantId, delivery, signal));
  return due.length;
}

async function deliver(options: DeliveryOptions, tenantId: string, delivery: DueDelivery, signal: AbortSignal) {
  const outcome = await attempt(options, tenantId, delivery, signal);
  // Cut short by a stop of this process: its lease ends by itself, and it is sent again.
  if (outcome === null) return;
  await options.database.asTenant(tenantId, async (tx) => {
    const failingSince = await finishDelivery(tx, delivery, outcome);
    if (failingSince === null) return;
    const tooLong = Date.now() - failingSince.getTime() > FAILING_MS;
    if (!tooLong && outcome.status !== GONE) return;
    await changeWebhook(tx, delivery.webhookId, { state: 'disabled' });
    const details = { reason: outcome.status === GONE ? 'gone' : 'failing', last_status: outcome.status };
    await appendAuditEvent(tx, { action: 'webhook.disabled', actor: null, target: delivery.webhookId, details });
  });
}

async function attempt(
  { dataKeys, outgoing, firstPauseMs = FIRST_PAUSE_MS }: DeliveryOptions,
  tenantId: string,
  delivery: DueDelivery,
  signal: AbortSignal,
): Promise<AttemptOutcome | null> {
  const { id, webhookId, url, body, attempts, secrets } = delivery;
  const retryAt = attempts >= MAX_ATTEMPTS ? null : new Date(Date.now() + pauseAfter(attempts, firstPauseMs));
  try {
    const keys = await dataKeys.of(tenantId);
    const sealed = secrets.previous === null ? [secrets.current] : [secrets.current, secrets.previous];
    const opened = sealed.map((secret) => openSecret(keys, secret, webhookId));
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Assay-Webhooks',
      'content-length': String(Buffer.byteLength(body)),
      ...webhookHeaders(opened, id, new Date(), body),
    };
    const status = await outgoing.post({ url, headers, body, signal });
    const delivered = status >= 200 && status < 300;
    const error = delivered ? null : `The receiver answered ${status}.`;
    return { delivered, status, error, retryAt: status === GONE ? null : retryAt };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    if (error.failure === 'interrupted') return null;
    return { delivered: false, status: null, error: error.message, retryAt };
  }
}

function pauseAfter(attempts: number, firstPauseMs: number): number {
  const pause = Math.min(firstPauseMs * PAUSE_FACTOR ** (attempts - 1), LONGEST_PAUSE_MS);
  return pause * (1 + JITTER * (2 * Math.random() - 1));
}

/** Every item is worked on, also after one has failed; the first failure is thrown at the end. */
async function inParallel<Item>(items: readonly Item[], limit: number, work: (item: Item) => Promise<void>) {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
