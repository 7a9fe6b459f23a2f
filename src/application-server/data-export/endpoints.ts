// POST /api/v1/tenants/{tenant_id}/export and /api/v1/users/me/export: what Assay keeps, for those whom it belongs to.
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { ExportLine } from '../../contract/index.ts';
import { appendAuditEvent, type Database, findTenant, type TenantTransaction } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type Answer, type Caller, defineEndpoint, type Endpoint } from '../endpoint.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { reachableTenant } from '../tenants/reachable-tenant.ts';
import { type ExportScope, exportLines } from './export-lines.ts';

const NDJSON = 'application/x-ndjson';
const WAIT_SECONDS = 60;

interface ExportDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
}

const SHARED = {
  method: 'POST',
  tag: 'administration',
  answers: {
    200: {
      description: 'Lines of JSON: a manifest, the rows, and a summary; without the summary it was cut off.',
      content: { [NDJSON]: ExportLine },
    },
  },
} as const;

export function exportEndpoints(dependencies: ExportDependencies): Endpoint[] {
  const running = new Set<string>();
  return [
    defineEndpoint(
      {
        ...SHARED,
        path: '/api/v1/tenants/:tenant_id/export',
        operationId: 'exportTenant',
        summary: 'Everything that is kept of your tenant, code in the clear, as a stream.',
        description: 'Keys, hashes and what can be worked out again are left out. One at a time for each tenant.',
        access: 'tenant:manage',
        parameters: Type.Object({ tenant_id: Type.String({ maxLength: 100 }) }),
      },
      async ({ parameters, caller }) => {
        const tenantId = reachableTenant(caller, parameters.tenant_id);
        return await startExport(dependencies, running, caller, { tenantId, personId: null });
      },
    ),
    defineEndpoint(
      {
        ...SHARED,
        tag: 'access',
        path: '/api/v1/users/me/export',
        operationId: 'exportMyData',
        summary:
          'Everything that is kept about you, as a stream: account, keys, sessions, preferences, verdicts, audit events.',
        access: 'account:own',
      },
      async ({ caller }) => {
        if (caller.userId === null) throw new AssayError('not_found', { detail: 'This key belongs to no user.' });
        return await startExport(dependencies, running, caller, { tenantId: caller.tenantId, personId: caller.userId });
      },
    ),
  ];
}

/** `actor` is null for the operator: the tenant does not learn who of them it was, but that it was one. */
export async function noteExport(
  tx: TenantTransaction,
  { tenantId, personId }: ExportScope,
  actor: string | null,
): Promise<void> {
  const details = { kind: personId === null ? 'tenant' : 'person', by: actor === null ? 'operator' : 'user' };
  await appendAuditEvent(tx, { action: 'data.exported', actor, target: personId ?? tenantId, details });
}

async function startExport(
  { database, dataKeys }: ExportDependencies,
  running: Set<string>,
  caller: Caller,
  scope: ExportScope,
): Promise<Answer> {
  const { personId, tenantId } = scope;
  const name = `${tenantId} ${personId ?? ''}`;
  if (running.has(name)) {
    const detail = 'This export is running already; one at a time is made.';
    throw new AssayError('rate_limited', { detail, retryAfter: WAIT_SECONDS });
  }
  running.add(name);
  try {
    await database.asTenant(tenantId, async (tx) => {
      if ((await findTenant(tx)) === null) {
        throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
      }
      await noteExport(tx, scope, tenantId === caller.tenantId ? caller.actor : null);
    });
  } catch (error) {
    running.delete(name);
    throw error;
  }
  const body = Readable.from(exportLines(database, dataKeys, scope), { objectMode: false, encoding: 'utf8' });
  body.once('close', () => running.delete(name));
  const headers = { 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="assay-export.ndjson"' };
  return { status: 200, body, contentType: NDJSON, headers };
}
