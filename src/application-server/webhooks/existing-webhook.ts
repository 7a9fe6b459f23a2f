// What the endpoints of webhooks share: their address, what they work with, and finding the one that is meant.
import { Type } from 'typebox';
import {
  type Database,
  findWebhook,
  type TenantTransaction,
  type WebhookRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Outgoing } from '../../security/index.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface WebhookDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly outgoing: Outgoing;
}

export const WebhookParameters = Type.Object({ webhook_id: Type.String({ maxLength: 100 }) });
export const WEBHOOKS_PATH = '/api/v1/webhooks';
export const SHARED = { tag: 'webhooks', access: 'webhooks:manage' } as const;

/** Throws AssayError `not_found`; foreign ones look like none. */
export async function existingWebhook(tx: TenantTransaction, id: string): Promise<WebhookRecord> {
  const webhook = await findWebhook(tx, id);
  if (webhook === null) throw new AssayError('not_found', { detail: 'There is no webhook of that id.' });
  return webhook;
}
