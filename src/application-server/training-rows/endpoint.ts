// GET /api/v1/training/rows: what training would see of this tenant, so that an owner can look before agreeing to it.
import { Type } from 'typebox';
import { TrainingRowsPage, TrainingRowsQuery } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findCode,
  listJudgedFindings,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createPseudonymizer } from '../../security/index.ts';
import { parquetOf } from '../../training-pipeline/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { trainingRow } from './training-row.ts';

const DEFAULT_LIMIT = 100;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function trainingRowEndpoints(database: Database, dataKeys: DataKeys): Endpoint[] {
  return [pageEndpoint(database, dataKeys), parquetEndpoint(database, dataKeys)];
}

function parquetEndpoint(database: Database, dataKeys: DataKeys): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/training/rows.parquet',
      operationId: 'exportTrainingRows',
      tag: 'administration',
      summary: 'The rows that training may see as a Parquet file.',
      description: 'The newest hundred thousand verdicts, oldest first. Lists are JSON texts.',
      access: 'tenant:manage',
      etag: false,
      answers: {
        200: {
          description: 'A Parquet file.',
          content: { [PARQUET]: Type.String({ format: 'binary' }) },
        },
      },
    },
    async ({ caller: { tenantId, actor } }) => ({
      status: 200,
      body: await parquetRows(database, dataKeys, tenantId, actor),
      contentType: PARQUET,
      headers: { 'content-disposition': 'attachment; filename="training-rows.parquet"' },
    }),
  );
}

const PARQUET = 'application/vnd.apache.parquet';
const EXPORT_PAGE = 1000;
const MOST_ROWS = 100_000;

/** All rows as a file; audited as an export. */
export async function parquetRows(
  database: Database,
  dataKeys: DataKeys,
  tenantId: string,
  actor: string | null,
): Promise<Buffer> {
  const rows: TrainingRowsPage['items'] = [];
  for (let cursor: string | null = null; ; ) {
    const page: TrainingRowsPage = await readRows(database, dataKeys, tenantId, { cursor, limit: EXPORT_PAGE });
    rows.push(...page.items);
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  const kept = rows.slice(-MOST_ROWS);
  await database.asTenant(tenantId, (tx) => noteExport(tx, actor, kept.length));
  return parquetOf(kept);
}

function pageEndpoint(database: Database, dataKeys: DataKeys): Endpoint {
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
      const body = await readRows(database, dataKeys, tenantId, { cursor, limit });
      await database.asTenant(tenantId, (tx) => noteExport(tx, actor, body.items.length));
      return { status: 200, body };
    },
  );
}

async function readRows(
  database: Database,
  dataKeys: DataKeys,
  tenantId: string,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<TrainingRowsPage> {
  const ring = await dataKeys.of(tenantId);
  const found = await database.asTenant(tenantId, async (tx) => {
    const sealed = [];
    for (const finding of await listJudgedFindings(tx, cursor, limit)) {
      const code = finding.codeAddress === null ? null : await findCode(tx, finding.codeAddress);
      sealed.push({ finding, code });
    }
    return sealed;
  });
  const names = createPseudonymizer(ring.keyFor('pseudonyms'));
  const items: TrainingRowsPage['items'] = [];
  for (const { finding, code } of found) {
    const opened = code === null ? null : await dataKeys.open(tenantId, code, `code:${tenantId}`);
    items.push(trainingRow(finding, opened?.toString('utf8') ?? null, names));
  }
  return { items, next_cursor: found.length === limit ? (found.at(-1)?.finding.feedbackId ?? null) : null };
}

async function noteExport(tx: TenantTransaction, actor: string | null, rows: number): Promise<void> {
  await appendAuditEvent(tx, { action: 'data.exported', actor, target: 'training-rows', details: { rows } });
}
