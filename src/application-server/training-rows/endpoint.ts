// GET /api/v1/training/rows: what training would see of this tenant, so that an owner can look before agreeing to it.
import { TrainingRowsPage, TrainingRowsQuery } from '../../contract/index.ts';
import { appendAuditEvent, type Database, findCode, listJudgedFindings } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createPseudonymizer } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { trainingRow } from './training-row.ts';

const DEFAULT_LIMIT = 100;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function trainingRowsEndpoint(database: Database, dataKeys: DataKeys): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/training/rows',
      operationId: 'listTrainingRows',
      tag: 'administration',
      summary: 'What training may see of the verdicts of this tenant, oldest first.',
      description:
        'Names are tokens under a key of the tenant, strings and comments are gone, no sentence and no code is in it. The tokens ' +
        'are the same until the data key of the tenant is rotated, and mean nothing to anybody else.',
      access: 'tenant:manage',
      query: TrainingRowsQuery,
      answers: { 200: json('A page of rows.', TrainingRowsPage) },
    },
    async ({ query, caller: { tenantId, actor } }) => {
      const { limit = DEFAULT_LIMIT, cursor = null } = query;
      if (cursor !== null && !ID.test(cursor)) {
        const message = 'is not a cursor that this list gave out';
        throw new AssayError('invalid_request', { errors: [{ path: '/cursor', message }] });
      }
      const ring = await dataKeys.of(tenantId);
      const found = await database.asTenant(tenantId, async (tx) => {
        const findings = await listJudgedFindings(tx, cursor, limit);
        const sealed = [];
        for (const finding of findings) {
          const code = finding.codeAddress === null ? null : await findCode(tx, finding.codeAddress);
          sealed.push({ finding, code });
        }
        await appendAuditEvent(tx, {
          action: 'data.exported',
          actor,
          target: 'training-rows',
          details: { rows: findings.length },
        });
        return sealed;
      });
      const names = createPseudonymizer(ring.keyFor('pseudonyms'));
      const items: TrainingRowsPage['items'] = [];
      for (const { finding, code } of found) {
        const opened = code === null ? null : await dataKeys.open(tenantId, code, `code:${tenantId}`);
        items.push(trainingRow(finding, opened?.toString('utf8') ?? null, names));
      }
      const body: TrainingRowsPage = {
        items,
        next_cursor: found.length === limit ? (found.at(-1)?.finding.feedbackId ?? null) : null,
      };
      return { status: 200, body };
    },
  );
}
