// /api/v1/webhooks: where a tenant wants to be told what happens, as Standard Webhooks.
import { type Static, Type } from 'typebox';
import { PAGE } from './analyses.ts';
import { SEVERITIES } from './finding.ts';

/** What a webhook can be told. `audit.*` is every security event, under the name `audit.` and its action. */
export const WEBHOOK_EVENTS = [
  'analysis.completed',
  'issue.found',
  'issue.dismissed',
  'scan.finished',
  'key.created',
  'audit.*',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const url = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'https, and public unless the operator allows more.',
});
const description = Type.String({ maxLength: 500 });
const events = Type.Array(Type.Enum(WEBHOOK_EVENTS), {
  minItems: 1,
  maxItems: WEBHOOK_EVENTS.length,
  uniqueItems: true,
});
const minimumSeverity = Type.Enum(SEVERITIES, {
  description: '`issue.found` and `issue.dismissed` below it are not told.',
});
const state = Type.Enum(['active', 'disabled']);
const optionalText = Type.Union([Type.String(), Type.Null()]);
const time = Type.String({ format: 'date-time' });
const optionalTime = Type.Union([time, Type.Null()]);

export const WebhookRequest = Type.Object(
  {
    url,
    description: Type.Optional(description),
    events,
    minimum_severity: Type.Optional(minimumSeverity),
  },
  { additionalProperties: false },
);
export type WebhookRequest = Static<typeof WebhookRequest>;

export const WebhookChanges = Type.Object(
  {
    url: Type.Optional(url),
    description: Type.Optional(description),
    events: Type.Optional(events),
    minimum_severity: Type.Optional(minimumSeverity),
    state: Type.Optional(state),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type WebhookChanges = Static<typeof WebhookChanges>;

export const Webhook = Type.Object({
  webhook_id: Type.String(),
  url: Type.String(),
  description: Type.String(),
  events,
  minimum_severity: minimumSeverity,
  state,
  failing_since: Type.Union([time, Type.Null()], {
    description: 'Since when nothing was delivered; disabled after days.',
  }),
  created_at: time,
});
export type Webhook = Static<typeof Webhook>;

export const WebhooksAnswer = Type.Object({ items: Type.Array(Webhook) });
export type WebhooksAnswer = Static<typeof WebhooksAnswer>;

const secret = Type.String({ description: '`whsec_` and base64; shown once.' });

export const NewWebhookAnswer = Type.Interface([Webhook], { secret });
export type NewWebhookAnswer = Static<typeof NewWebhookAnswer>;

export const WebhookSecretAnswer = Type.Object({
  secret,
  previous_valid_until: Type.String({ format: 'date-time', description: 'Until then both secrets sign.' }),
});
export type WebhookSecretAnswer = Static<typeof WebhookSecretAnswer>;

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;

export const WebhookDeliveriesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    state: Type.Optional(Type.Enum(DELIVERY_STATES)),
  },
  { additionalProperties: false },
);
export type WebhookDeliveriesQuery = Static<typeof WebhookDeliveriesQuery>;

export const WebhookDelivery = Type.Object({
  delivery_id: Type.String({ description: 'The `webhook-id` header: the same at every attempt.' }),
  event: Type.String(),
  state: Type.Enum(DELIVERY_STATES),
  attempts: Type.Integer({ minimum: 0 }),
  last_status: Type.Union([Type.Integer(), Type.Null()], { description: 'What the receiver answered last.' }),
  last_error: optionalText,
  created_at: time,
  last_attempt_at: optionalTime,
  next_attempt_at: optionalTime,
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const WebhookDeliveriesPage = Type.Object({
  items: Type.Array(WebhookDelivery),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type WebhookDeliveriesPage = Static<typeof WebhookDeliveriesPage>;

export const WebhookTestAnswer = Type.Object({ delivery_id: Type.String() });
export type WebhookTestAnswer = Static<typeof WebhookTestAnswer>;
