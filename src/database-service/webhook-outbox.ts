// What is to be told to webhooks: written in the transaction of the event, taken by the delivery job, kept as a log.
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { SEVERITIES, type Severity, type WebhookEvent } from '../contract/index.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableJson } from './storable.ts';
import type { SealedWebhookSecrets } from './webhooks.ts';

export interface NewWebhookMessage {
  /** what a webhook has subscribed to */
  readonly event: WebhookEvent;
  /** the name in the message, when it says more than `event` */
  readonly type?: string;
  /** ids and summaries, never code */
  readonly data: object;
  /** the gravest it is about: webhooks with a higher minimum are not told */
  readonly severity?: Severity;
}

export interface DueDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly body: string;
  /** this attempt included */
  readonly attempts: number;
  readonly secrets: SealedWebhookSecrets;
}

export interface DeliveryRecord {
  readonly id: string;
  readonly event: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

export interface DeliveryFilter {
  readonly state?: DeliveryRecord['state'];
  readonly limit?: number;
  readonly cursor?: string;
}

export interface DeliveryPage {
  readonly deliveries: readonly DeliveryRecord[];
  readonly nextCursor: string | null;
}

/** After this long without an outcome the process that took a delivery is taken for dead, and it is sent again. */
const LEASE = sql`interval '90 seconds'`;
const DEFAULT_LIMIT = 100;

/**
 * One delivery for each active webhook that wants to know, in the transaction of the event: told if and only if that commits.
 * One statement, also when there is no webhook.
 */
export async function enqueueWebhookMessage(tx: TenantTransaction, message: NewWebhookMessage): Promise<void> {
  const { event, type = event, data, severity } = message;
  const rank = severity === undefined ? 0 : SEVERITIES.indexOf(severity);
  await sql`
    insert into webhook_deliveries (delivery_id, webhook_id, event, body, next_attempt_at)
    select gen_random_uuid(), webhook_id, ${type}, ${messageBody(type, data)}, now() from webhooks
    where state = 'active' and ${event} = any(events)
      and (${severity === undefined} or array_position(${[...SEVERITIES]}::text[], minimum_severity) > ${rank})`.execute(
    tx,
  );
}

/** A message to one webhook, whatever it has subscribed to; returns the id of its delivery. */
export async function enqueueTestMessage(tx: TenantTransaction, webhookId: string): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('webhook_deliveries')
    .values({
      delivery_id: id,
      webhook_id: webhookId,
      event: 'webhook.test',
      body: messageBody('webhook.test', { webhook_id: webhookId }),
      next_attempt_at: sql<Date>`now()`,
    })
    .execute();
  return id;
}

/** Tenants with deliveries that are due, asked outside a tenant: ids and nothing else. */
export async function listTenantsWithDueDeliveries(pool: Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from list_due_webhook_tenants($1) as id', [limit]);
  return rows.map(({ id }) => id);
}

/** Takes deliveries that are due: nobody else gets them until they are finished or their lease ends. */
export async function takeDueDeliveries(tx: TenantTransaction, limit: number): Promise<DueDelivery[]> {
  // What waits for a disabled webhook would be due for ever.
  await sql`
    update webhook_deliveries d set state = 'dead', last_error = 'The webhook is disabled.' from webhooks w
    where w.tenant_id = d.tenant_id and w.webhook_id = d.webhook_id and w.state = 'disabled' and d.state = 'waiting'`.execute(
    tx,
  );
  const { rows } = await sql<{
    id: string;
    webhookId: string;
    url: string;
    body: string;
    attempts: number;
    current: Buffer;
    previous: Buffer | null;
  }>`
    with due as (
      select d.tenant_id, d.delivery_id from webhook_deliveries d
      join webhooks w on w.tenant_id = d.tenant_id and w.webhook_id = d.webhook_id
      where d.state = 'waiting' and d.next_attempt_at <= now() and w.state = 'active'
      order by d.next_attempt_at limit ${limit} for update of d skip locked
    )
    update webhook_deliveries d set attempts = d.attempts + 1, last_attempt_at = now(), next_attempt_at = now() + ${LEASE}
    from due, webhooks w
    where d.tenant_id = due.tenant_id and d.delivery_id = due.delivery_id
      and w.tenant_id = d.tenant_id and w.webhook_id = d.webhook_id
    returning d.delivery_id as id, d.webhook_id as "webhookId", w.url, d.body, d.attempts, w.secret as current,
      case when w.previous_secret_until > now() then w.previous_secret end as previous`.execute(tx);
  return rows.map(({ current, previous, ...rest }) => ({ ...rest, secrets: { current, previous } }));
}

/** What came of an attempt. `retryAt` null: there is no further one. */
export interface AttemptOutcome {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly error: string | null;
  readonly retryAt: Date | null;
}

/** Notes the outcome; returns since when nothing was delivered to the webhook, or null after a success. */
export async function finishDelivery(
  tx: TenantTransaction,
  delivery: DueDelivery,
  outcome: AttemptOutcome,
): Promise<Date | null> {
  const failed = outcome.retryAt === null ? ('dead' as const) : ('waiting' as const);
  await tx
    .updateTable('webhook_deliveries')
    .set({
      state: outcome.delivered ? 'delivered' : failed,
      last_status: outcome.status,
      last_error: outcome.error,
      next_attempt_at: outcome.delivered ? null : outcome.retryAt,
    })
    .where('delivery_id', '=', delivery.id)
    .execute();
  const webhook = await tx
    .updateTable('webhooks')
    .set({ failing_since: outcome.delivered ? null : sql<Date>`coalesce(failing_since, now())` })
    .where('webhook_id', '=', delivery.webhookId)
    .returning('failing_since')
    .executeTakeFirst();
  return webhook?.failing_since ?? null;
}

/** Deliveries to a webhook, newest first. */
export async function listDeliveries(
  tx: TenantTransaction,
  webhookId: string,
  filter: DeliveryFilter,
): Promise<DeliveryPage> {
  const limit = Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 1), 1000);
  const place = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
  let query = tx
    .selectFrom('webhook_deliveries')
    .select([
      'delivery_id as id',
      'event',
      'state',
      'attempts',
      'last_status as lastStatus',
      'last_error as lastError',
      'created_at as createdAt',
      'last_attempt_at as lastAttemptAt',
      'next_attempt_at as nextAttemptAt',
    ])
    .where('webhook_id', '=', webhookId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (place !== null) query = query.where(sql<boolean>`(created_at, delivery_id) < (${place.createdAt}, ${place.id})`);
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('delivery_id', 'desc')
    .limit(limit + 1)
    .execute();
  const deliveries = rows.slice(0, limit);
  const last = deliveries.at(-1);
  return { deliveries, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}

/** Sends a delivery that is not waiting once more, from the first attempt on; false when there is none. */
export async function resendDelivery(tx: TenantTransaction, webhookId: string, deliveryId: string): Promise<boolean> {
  if (!isUuid(deliveryId)) return false;
  const result = await tx
    .updateTable('webhook_deliveries')
    .set({ state: 'waiting', attempts: 0, next_attempt_at: sql<Date>`now()` })
    .where('webhook_id', '=', webhookId)
    .where('delivery_id', '=', deliveryId)
    .where('state', '<>', 'waiting')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Deletes what was delivered or given up before this time. */
export async function deleteOldDeliveries(tx: TenantTransaction, before: Date): Promise<void> {
  await tx.deleteFrom('webhook_deliveries').where('state', '<>', 'waiting').where('created_at', '<', before).execute();
}

/** Standard Webhooks: a type, when it happened, and the data. Kept as text, since its bytes are signed. */
function messageBody(type: string, data: object): string {
  return storableJson({ type, timestamp: new Date().toISOString(), data });
}
