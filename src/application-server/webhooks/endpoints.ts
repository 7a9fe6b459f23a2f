// /api/v1/webhooks: make, list, change, delete.
import { NewWebhookAnswer, Webhook, WebhookChanges, WebhookRequest, WebhooksAnswer } from '../../contract/index.ts';
import {
  appendAuditEvent,
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  type TenantTransaction,
  type WebhookRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { generateWebhookSecret, type Outgoing } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { deliveryEndpoints } from './delivery-endpoints.ts';
import {
  existingWebhook,
  SHARED,
  WEBHOOKS_PATH,
  type WebhookDependencies,
  WebhookParameters,
} from './existing-webhook.ts';
import { secretEndpoint } from './secret-endpoint.ts';
import { sealSecret } from './secrets.ts';

/** each event costs a delivery to each of them */
const MAX_WEBHOOKS = 50;

export function webhookEndpoints(dependencies: WebhookDependencies): Endpoint[] {
  return [
    ...readEndpoints(dependencies),
    createEndpoint(dependencies),
    changeEndpoint(dependencies),
    deleteEndpoint(dependencies),
    secretEndpoint(dependencies),
    ...deliveryEndpoints(dependencies),
  ];
}

function readEndpoints({ database }: WebhookDependencies): Endpoint[] {
  return [
    defineEndpoint(
      {
        ...SHARED,
        method: 'GET',
        path: WEBHOOKS_PATH,
        operationId: 'listWebhooks',
        summary: 'Every webhook of the tenant, oldest first.',
        answers: { 200: json('All of them; there are at most 50.', WebhooksAnswer) },
      },
      async ({ caller }) => {
        const webhooks = await database.asTenant(caller.tenantId, listWebhooks);
        const body: WebhooksAnswer = { items: webhooks.map(toWebhook) };
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...SHARED,
        method: 'GET',
        path: `${WEBHOOKS_PATH}/:webhook_id`,
        operationId: 'getWebhook',
        summary: 'One webhook, without its secret.',
        parameters: WebhookParameters,
        answers: { 200: json('The webhook.', Webhook) },
      },
      async ({ parameters, caller }) => {
        const webhook = await database.asTenant(caller.tenantId, (tx) => existingWebhook(tx, parameters.webhook_id));
        return { status: 200, body: toWebhook(webhook) };
      },
    ),
  ];
}

function createEndpoint({ database, dataKeys, outgoing }: WebhookDependencies): Endpoint {
  return defineEndpoint(
    {
      ...SHARED,
      method: 'POST',
      path: WEBHOOKS_PATH,
      operationId: 'createWebhook',
      summary: 'Be told what happens; the secret that signs is in the answer and nowhere else.',
      description:
        'Messages follow Standard Webhooks: headers webhook-id, webhook-timestamp and webhook-signature (v1, HMAC-SHA256). They hold ' +
        'and summaries, never code. Delivered at least once, in any order, tried again for about a day.',
      body: WebhookRequest,
      answers: { 201: json('The new webhook with its secret.', NewWebhookAnswer) },
    },
    async ({ body, caller }) => {
      requireTarget(outgoing, body.url);
      const secret = generateWebhookSecret();
      const keys = await dataKeys.of(caller.tenantId);
      const webhook = await database.asTenant(caller.tenantId, async (tx) => {
        if ((await listWebhooks(tx)).length >= MAX_WEBHOOKS) throw tooMany();
        const { url, events, description = '', minimum_severity: minimumSeverity = 'info' } = body;
        const settings = { url, events, description, minimumSeverity };
        const made = await createWebhook(tx, settings, (id) => sealSecret(keys, secret.bytes, id));
        await record(tx, 'webhook.created', caller.actor, made);
        return made;
      });
      const answer: NewWebhookAnswer = { ...toWebhook(webhook), secret: secret.text };
      return { status: 201, body: answer, headers: { 'cache-control': 'no-store' } };
    },
  );
}

function changeEndpoint({ database, outgoing }: WebhookDependencies): Endpoint {
  return defineEndpoint(
    {
      ...SHARED,
      method: 'PATCH',
      path: `${WEBHOOKS_PATH}/:webhook_id`,
      operationId: 'changeWebhook',
      summary: 'Change what is given; disable or enable it again.',
      parameters: WebhookParameters,
      body: WebhookChanges,
      answers: { 200: json('The changed webhook.', Webhook) },
    },
    async ({ body, parameters, caller }) => {
      if (body.url !== undefined) requireTarget(outgoing, body.url);
      const { minimum_severity: minimumSeverity, ...rest } = body;
      const changes = { ...rest, ...(minimumSeverity !== undefined && { minimumSeverity }) };
      const webhook = await database.asTenant(caller.tenantId, async (tx) => {
        await existingWebhook(tx, parameters.webhook_id);
        const changed = await changeWebhook(tx, parameters.webhook_id, changes);
        if (changed !== null) await record(tx, 'webhook.changed', caller.actor, changed);
        return changed ?? (await existingWebhook(tx, parameters.webhook_id));
      });
      return { status: 200, body: toWebhook(webhook) };
    },
  );
}

function deleteEndpoint({ database }: WebhookDependencies): Endpoint {
  return defineEndpoint(
    {
      ...SHARED,
      method: 'DELETE',
      path: `${WEBHOOKS_PATH}/:webhook_id`,
      operationId: 'deleteWebhook',
      summary: 'Delete a webhook with its secret and its deliveries.',
      parameters: WebhookParameters,
      answers: { 204: { description: 'Deleted.' } },
    },
    async ({ parameters, caller }) => {
      await database.asTenant(caller.tenantId, async (tx) => {
        const webhook = await existingWebhook(tx, parameters.webhook_id);
        await deleteWebhook(tx, webhook.id);
        await record(tx, 'webhook.deleted', caller.actor, webhook);
      });
      return { status: 204, body: null };
    },
  );
}

/** The host only: paths of webhooks are secrets of many receivers. */
async function record(tx: TenantTransaction, action: string, actor: string, webhook: WebhookRecord): Promise<void> {
  const details = { host: new URL(webhook.url).host, events: webhook.events.join(' '), state: webhook.state };
  await appendAuditEvent(tx, { action, actor, target: webhook.id, details });
}

function requireTarget(outgoing: Outgoing, url: string): void {
  const message = outgoing.objection(url);
  if (message !== null) throw new AssayError('invalid_request', { errors: [{ path: '/url', message }] });
}

function tooMany(): AssayError {
  return new AssayError('invalid_request', {
    detail: `A tenant has at most ${MAX_WEBHOOKS} webhooks: delete one first.`,
  });
}

function toWebhook(webhook: WebhookRecord): Webhook {
  return {
    webhook_id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    events: webhook.events as Webhook['events'],
    minimum_severity: webhook.minimumSeverity,
    state: webhook.state,
    failing_since: webhook.failingSince?.toISOString() ?? null,
    created_at: webhook.createdAt.toISOString(),
  };
}
