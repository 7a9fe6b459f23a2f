// Secrets of webhooks at rest: sealed under the tenant's data key, each bound to its webhook.
import type { DataKeyRing } from '../../security/index.ts';

const PURPOSE = 'webhook-secret';
const contextOf = (webhookId: string) => `webhook:${webhookId}`;

export function sealSecret(keys: DataKeyRing, secret: Buffer, webhookId: string): Buffer {
  return keys.sealFor(PURPOSE, secret, contextOf(webhookId));
}

export function openSecret(keys: DataKeyRing, sealed: Buffer, webhookId: string): Buffer {
  return keys.openFor(PURPOSE, sealed, contextOf(webhookId));
}

/** For the replacement of the tenant's data key. */
export function resealSecret(keys: DataKeyRing, sealed: Buffer, webhookId: string): Buffer {
  return sealSecret(keys, openSecret(keys, sealed, webhookId), webhookId);
}
