// GET /api/v1/audit-log: what happened to a tenant's security, newest first, with the hashes that chain the events.
import { type Static, Type } from 'typebox';
import { PAGE } from './analyses.ts';

const filter = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }));
const time = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }));

/** Query of the list. Numbers arrive as text and are converted by the gateway. */
export const AuditLogQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: filter('`next_cursor` of the page before.'),
    action: filter('A whole action such as `api-key.created`, or `api-key.*`.'),
    actor: filter('Id of the user, service account or API key that did it.'),
    target: filter('Id of what it was done to.'),
    since: time('RFC 3339; events at or after it.'),
    until: time('RFC 3339; events before it.'),
  },
  { additionalProperties: false },
);
export type AuditLogQuery = Static<typeof AuditLogQuery>;

const hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });
const optionalText = Type.Union([Type.String(), Type.Null()]);

export const AuditEvent = Type.Object({
  seq: Type.Integer({ minimum: 1, description: 'Counts from 1 without gaps.' }),
  time: Type.String({ format: 'date-time' }),
  erased: Type.Boolean({ description: 'True when what the event said was erased; it still stands in the chain.' }),
  action: Type.Union([Type.String(), Type.Null()], { description: '`noun.verb`; null once erased.' }),
  actor: optionalText,
  target: optionalText,
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  hash: hash('SHA-256 over the hash before, number, time and commitment of this event.'),
});
export type AuditEvent = Static<typeof AuditEvent>;

export const AuditLogPage = Type.Object({
  items: Type.Array(AuditEvent),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type AuditLogPage = Static<typeof AuditLogPage>;
