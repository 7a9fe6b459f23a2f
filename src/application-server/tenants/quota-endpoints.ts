// GET and PUT /api/v1/tenants/{tenant_id}/quota: what all credentials of a tenant may use together. The platform's owner decides it.
import { Type } from 'typebox';
import { Quota } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findTenant,
  findTenantQuota,
  setTenantQuota,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import { fromQuota, toQuota } from './quota.ts';
import { reachableTenant } from './reachable-tenant.ts';

const PLACE = {
  path: '/api/v1/tenants/:tenant_id/quota',
  tag: 'administration',
  parameters: Type.Object({ tenant_id: Type.String({ maxLength: 100 }) }),
} as const;

interface QuotaDependencies {
  readonly database: Database;
  readonly revocations: Revocations;
}

export function tenantQuotaEndpoints({ database, revocations }: QuotaDependencies): Endpoint[] {
  return [
    defineEndpoint(
      {
        ...PLACE,
        method: 'GET',
        operationId: 'getTenantQuota',
        summary: 'The quota of a tenant; what is used of it, each answer says in RateLimit.',
        access: 'tenant:manage',
        answers: { 200: json('The quota.', Quota) },
      },
      async ({ parameters, caller }) => {
        const tenantId = reachableTenant(caller, parameters.tenant_id);
        return { status: 200, body: toQuota(await database.asTenant(tenantId, quotaOf)) };
      },
    ),
    defineEndpoint(
      {
        ...PLACE,
        method: 'PUT',
        operationId: 'setTenantQuota',
        summary: 'Set the quota of a tenant: what all its keys, sessions and tokens may use together.',
        description:
          'Only the bootstrap key, the owner of the platform, may do this. In force within five seconds everywhere.',
        access: 'platform:manage',
        body: Quota,
        answers: { 200: json('The quota as it is now.', Quota) },
      },
      async ({ parameters, body, caller }) => {
        const tenantId = reachableTenant(caller, parameters.tenant_id);
        // The tenant does not learn who of the platform it was.
        const actor = tenantId === caller.tenantId ? caller.actor : null;
        await database.asTenant(tenantId, (tx) => changeTenantQuota(tx, tenantId, body, actor));
        revocations.announce(tenantId);
        return { status: 200, body };
      },
    ),
  ];
}

async function quotaOf(tx: TenantTransaction) {
  if ((await findTenant(tx)) === null) throw noTenant();
  return await findTenantQuota(tx);
}

const noTenant = () => new AssayError('not_found', { detail: 'There is no tenant of that id.' });

/** Throws AssayError `not_found` when there is no such tenant. */
export async function changeTenantQuota(
  tx: TenantTransaction,
  tenantId: string,
  quota: Quota,
  actor: string | null,
): Promise<void> {
  if (!(await setTenantQuota(tx, fromQuota(quota)))) throw noTenant();
  await appendAuditEvent(tx, { action: 'tenant.quota-changed', actor, target: tenantId, details: quota });
}
