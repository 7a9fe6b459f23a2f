// GET /api/v1/audit-log: the security events of the tenant, newest first, in pages.
import { type AuditEvent, AuditLogPage, AuditLogQuery } from '../../contract/index.ts';
import { type AuditEventRecord, type Database, listAuditEvents } from '../../database-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { timeFilter } from '../time-filter.ts';

export function auditLogEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/audit-log',
      operationId: 'listAuditEvents',
      tag: 'audit',
      summary: 'Security events, newest first.',
      description:
        'Each event is chained to the one before it by a hash over a commitment to what it says, so that a change, a gap or a ' +
        'missing end shows, and what it says can still be erased. `assay audit verify` checks the chain.',
      access: 'audit:read',
      query: AuditLogQuery,
      answers: { 200: json('One page.', AuditLogPage) },
    },
    async ({ query: { since, until, ...filter }, caller }) => {
      const times = { ...timeFilter('since', since), ...timeFilter('until', until) };
      const page = await database.asTenantReading(caller.tenantId, (tx) =>
        listAuditEvents(tx, { ...filter, ...times }),
      );
      const body: AuditLogPage = { items: page.events.map(toEvent), next_cursor: page.nextCursor };
      return { status: 200, body };
    },
  );
}

function toEvent({ seq, time, hash, payload }: AuditEventRecord): AuditEvent {
  return {
    seq,
    time: time.toISOString(),
    erased: payload === null,
    action: payload?.action ?? null,
    actor: payload?.actor ?? null,
    target: payload?.target ?? null,
    details: { ...payload?.details },
    hash: hash.toString('hex'),
  };
}
