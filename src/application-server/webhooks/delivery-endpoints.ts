// Deliveries of a webhook: a test message, the log, and sending one again.
import { Type } from 'typebox';
import {
  WebhookDeliveriesPage,
  WebhookDeliveriesQuery,
  type WebhookDelivery,
  WebhookTestAnswer,
} from '../../contract/index.ts';
import {
  type DeliveryRecord,
  enqueueTestMessage,
  listDeliveries,
  resendDelivery,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import {
  existingWebhook,
  SHARED,
  WEBHOOKS_PATH,
  type WebhookDependencies,
  WebhookParameters,
} from './existing-webhook.ts';

const DeliveryParameters = Type.Interface([WebhookParameters], { delivery_id: Type.String({ maxLength: 100 }) });

export function deliveryEndpoints({ database }: WebhookDependencies): Endpoint[] {
  return [
    defineEndpoint(
      {
        ...SHARED,
        method: 'POST',
        path: `${WEBHOOKS_PATH}/:webhook_id/test`,
        operationId: 'testWebhook',
        summary: 'Send a message of the type `webhook.test` within seconds; the log says what came of it.',
        parameters: WebhookParameters,
        answers: { 202: json('It will be sent.', WebhookTestAnswer) },
      },
      async ({ parameters, caller }) => {
        const id = await database.asTenant(caller.tenantId, async (tx) => {
          const webhook = await existingWebhook(tx, parameters.webhook_id);
          if (webhook.state === 'disabled') throw disabled();
          return await enqueueTestMessage(tx, webhook.id);
        });
        const body: WebhookTestAnswer = { delivery_id: id };
        return { status: 202, body };
      },
    ),
    defineEndpoint(
      {
        ...SHARED,
        method: 'GET',
        path: `${WEBHOOKS_PATH}/:webhook_id/deliveries`,
        operationId: 'listWebhookDeliveries',
        summary: 'What was and will be sent to the webhook, newest first; kept for 30 days.',
        parameters: WebhookParameters,
        query: WebhookDeliveriesQuery,
        answers: { 200: json('One page.', WebhookDeliveriesPage) },
      },
      async ({ parameters, query, caller }) => {
        const page = await database.asTenant(caller.tenantId, async (tx) => {
          const { id } = await existingWebhook(tx, parameters.webhook_id);
          return await listDeliveries(tx, id, query);
        });
        const body: WebhookDeliveriesPage = { items: page.deliveries.map(toDelivery), next_cursor: page.nextCursor };
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...SHARED,
        method: 'POST',
        path: `${WEBHOOKS_PATH}/:webhook_id/deliveries/:delivery_id/retry`,
        operationId: 'retryWebhookDelivery',
        summary: 'Send a delivery that was given up, or that arrived, once more.',
        parameters: DeliveryParameters,
        answers: { 202: json('It will be sent.', WebhookTestAnswer) },
      },
      async ({ parameters, caller }) => {
        await database.asTenant(caller.tenantId, async (tx) => {
          const { id, state } = await existingWebhook(tx, parameters.webhook_id);
          if (state === 'disabled') throw disabled();
          if (await resendDelivery(tx, id, parameters.delivery_id)) return;
          throw new AssayError('not_found', {
            detail: 'The webhook has no such delivery that is not waiting already.',
          });
        });
        const body: WebhookTestAnswer = { delivery_id: parameters.delivery_id };
        return { status: 202, body };
      },
    ),
  ];
}

function disabled(): AssayError {
  return new AssayError('invalid_request', { detail: 'The webhook is disabled: enable it first.' });
}

function toDelivery(delivery: DeliveryRecord): WebhookDelivery {
  return {
    delivery_id: delivery.id,
    event: delivery.event,
    state: delivery.state,
    attempts: delivery.attempts,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    created_at: delivery.createdAt.toISOString(),
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    next_attempt_at: delivery.state === 'waiting' ? (delivery.nextAttemptAt?.toISOString() ?? null) : null,
  };
}
