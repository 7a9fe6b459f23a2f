// Webhooks of a tenant as stored: their secrets sealed by the caller, under the tenant's data key.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Severity } from '../contract/index.ts';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableText } from './storable.ts';

export interface WebhookRecord {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly minimumSeverity: Severity;
  readonly state: 'active' | 'disabled';
  readonly failingSince: Date | null;
  readonly createdAt: Date;
}

export type NewWebhook = Pick<WebhookRecord, 'url' | 'description' | 'events' | 'minimumSeverity'>;
export type WebhookSettings = Partial<NewWebhook & Pick<WebhookRecord, 'state'>>;

/** Two while the older one may still be in use at the receiver. */
export interface SealedWebhookSecrets {
  readonly current: Buffer;
  readonly previous: Buffer | null;
}

const COLUMNS = [
  'webhook_id as id',
  'url',
  'description',
  'events',
  'minimum_severity as minimumSeverity',
  'state',
  'failing_since as failingSince',
  'created_at as createdAt',
] as const;

/** `seal` is given the id of the new webhook, which its secret is bound to. */
export async function createWebhook(
  tx: TenantTransaction,
  webhook: NewWebhook,
  seal: (webhookId: string) => Buffer,
): Promise<WebhookRecord> {
  const id = uuidv7();
  return await tx
    .insertInto('webhooks')
    .values({
      webhook_id: id,
      url: storableText(webhook.url),
      description: storableText(webhook.description),
      events: [...webhook.events],
      minimum_severity: webhook.minimumSeverity,
      secret: seal(id),
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/** All of the tenant, oldest first: there are few. */
export async function listWebhooks(tx: TenantTransaction): Promise<WebhookRecord[]> {
  return await tx.selectFrom('webhooks').select(COLUMNS).orderBy('webhook_id').execute();
}

export async function findWebhook(tx: TenantTransaction, id: string): Promise<WebhookRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx.selectFrom('webhooks').select(COLUMNS).where('webhook_id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The changed webhook, or null when there is none of this id. Who is enabled again starts without failures. */
export async function changeWebhook(
  tx: TenantTransaction,
  id: string,
  changes: WebhookSettings,
): Promise<WebhookRecord | null> {
  if (!isUuid(id)) return null;
  const { url, description, events, minimumSeverity, state } = changes;
  const row = await tx
    .updateTable('webhooks')
    .set({
      ...(url !== undefined && { url: storableText(url) }),
      ...(description !== undefined && { description: storableText(description) }),
      ...(events !== undefined && { events: [...events] }),
      ...(minimumSeverity !== undefined && { minimum_severity: minimumSeverity }),
      ...(state !== undefined && { state, failing_since: null }),
      webhook_id: id,
    })
    .where('webhook_id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteWebhook(tx: TenantTransaction, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx.deleteFrom('webhooks').where('webhook_id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** A new secret; the one so far signs beside it until `previousUntil`. */
export async function replaceWebhookSecret(
  tx: TenantTransaction,
  id: string,
  secret: Buffer,
  previousUntil: Date,
): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx
    .updateTable('webhooks')
    .set({ secret, previous_secret: sql<Buffer>`secret`, previous_secret_until: previousUntil })
    .where('webhook_id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Seals every secret of the tenant anew; for the replacement of its data key. */
export async function resealWebhookSecrets(
  tx: TenantTransaction,
  reseal: (sealed: Buffer, webhookId: string) => Buffer,
) {
  const rows = await tx
    .selectFrom('webhooks')
    .select(['webhook_id', 'secret', 'previous_secret'])
    .orderBy('webhook_id')
    .forUpdate()
    .execute();
  for (const row of rows) {
    const previous = row.previous_secret === null ? null : reseal(row.previous_secret, row.webhook_id);
    await tx
      .updateTable('webhooks')
      .set({ secret: reseal(row.secret, row.webhook_id), previous_secret: previous })
      .where('webhook_id', '=', row.webhook_id)
      .execute();
  }
}
