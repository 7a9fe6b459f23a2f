// DELETE /api/v1/tenants/{tenant_id}: crypto-erasure. The keys are destroyed first, then the rows.
import { Type } from 'typebox';
import { TenantErasureQuery } from '../../contract/index.ts';
import { type Database, eraseTenant, findTenant, HOME_TENANT_ID } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import type { DataKeys } from './data-keys.ts';
import { reachableTenant } from './reachable-tenant.ts';

export function eraseTenantEndpoint(database: Database, dataKeys: DataKeys, revocations: Revocations): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/tenants/:tenant_id',
      operationId: 'eraseTenant',
      tag: 'administration',
      summary: 'Erase a tenant: its keys are destroyed, its rows deleted. There is no way back.',
      description:
        "A tenant's owner may erase it, and the owner of the platform any. `confirm` repeats the tenant's name. When the " +
        'answer is 503, send the request again: it goes on where it was.',
      access: 'tenant:erase',
      parameters: Type.Object({ tenant_id: Type.String({ maxLength: 100 }) }),
      query: TenantErasureQuery,
      answers: { 204: { description: 'Erased.' } },
    },
    async ({ parameters, query, caller }) => {
      const tenantId = reachableTenant(caller, parameters.tenant_id);
      if (tenantId === HOME_TENANT_ID) {
        throw new AssayError('forbidden', { detail: 'The tenant of the installation itself cannot be erased.' });
      }
      await confirmName(database, tenantId, query.confirm);
      await eraseTenant(database, tenantId, caller.actor);
      dataKeys.forget(tenantId);
      revocations.announce(tenantId);
      return { status: 204, body: '' };
    },
  );
}

async function confirmName(database: Database, tenantId: string, name: string): Promise<void> {
  const tenant = await database.asTenant(tenantId, findTenant);
  if (tenant === null) throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
  if (tenant.name === name) return;
  throw new AssayError('invalid_request', {
    errors: [{ path: '/confirm', message: "is not the tenant's name" }],
  });
}
