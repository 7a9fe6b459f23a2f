// POST /api/v1/webhooks/{webhook_id}/secret: a new secret; the old one signs beside it for a day, so that nothing is refused meanwhile.
import { WebhookSecretAnswer } from '../../contract/index.ts';
import { appendAuditEvent, replaceWebhookSecret } from '../../database-service/index.ts';
import { generateWebhookSecret } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import {
  existingWebhook,
  SHARED,
  WEBHOOKS_PATH,
  type WebhookDependencies,
  WebhookParameters,
} from './existing-webhook.ts';
import { sealSecret } from './secrets.ts';

const BOTH_VALID_MS = 24 * 60 * 60_000;

export function secretEndpoint({ database, dataKeys }: WebhookDependencies): Endpoint {
  return defineEndpoint(
    {
      ...SHARED,
      method: 'POST',
      path: `${WEBHOOKS_PATH}/:webhook_id/secret`,
      operationId: 'rotateWebhookSecret',
      summary: 'Give the webhook a new secret; for a day messages carry a signature by each of the two.',
      parameters: WebhookParameters,
      answers: { 201: json('The new secret.', WebhookSecretAnswer) },
    },
    async ({ parameters, caller }) => {
      const secret = generateWebhookSecret();
      const keys = await dataKeys.of(caller.tenantId);
      const until = new Date(Date.now() + BOTH_VALID_MS);
      await database.asTenant(caller.tenantId, async (tx) => {
        const { id } = await existingWebhook(tx, parameters.webhook_id);
        await replaceWebhookSecret(tx, id, sealSecret(keys, secret.bytes, id), until);
        await appendAuditEvent(tx, { action: 'webhook.secret-rotated', actor: caller.actor, target: id, details: {} });
      });
      const body: WebhookSecretAnswer = { secret: secret.text, previous_valid_until: until.toISOString() };
      return { status: 201, body, headers: { 'cache-control': 'no-store' } };
    },
  );
}
