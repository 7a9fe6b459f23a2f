// POST /api/v1/tenants: the platform owner makes a tenant and is shown its first key, once.
import { TenantRequest, TenantResponse } from '../../contract/index.ts';
import { appendAuditEvent, createApiKey, createTenant, type Database } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { generateApiKey, hashApiKey, type OperatorKeys, parseApiKey } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { newDataKey } from './data-keys.ts';

export interface CreateTenantDependencies {
  readonly database: Database;
  readonly keys: OperatorKeys;
  /** where all tenants of this installation are at home; null: there is one region */
  readonly region: string | null;
}

export function createTenantEndpoint({ database, keys, region }: CreateTenantDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/tenants',
      operationId: 'createTenant',
      tag: 'administration',
      summary: 'Make a tenant; its first API key, an owner, is in the answer and nowhere else.',
      description: 'Only the bootstrap key, the owner of the platform, may do this.',
      access: 'tenants:create',
      body: TenantRequest,
      answers: { 201: json('The new tenant.', TenantResponse) },
    },
    async ({ body: { name, region: wanted = region }, caller }) => {
      if (wanted !== region) throw elsewhere(wanted, region);
      const tenantId = await createTenant(database, { name }, (id) => newDataKey(keys.masterKeys, id));
      const apiKey = generateApiKey('live', region);
      await database.asTenant(tenantId, async (tx) => {
        const { id } = await createApiKey(tx, {
          hash: hashApiKey(apiKey, keys.pepper),
          prefix: parseApiKey(apiKey)?.prefix ?? '',
          name: 'First key',
          role: 'owner',
        });
        // The tenant does not learn who of the platform made it.
        await appendAuditEvent(tx, { action: 'api-key.created', actor: null, target: id, details: { role: 'owner' } });
      });
      await database.asTenant(caller.tenantId, (tx) =>
        appendAuditEvent(tx, { action: 'tenant.created', actor: caller.actor, target: tenantId, details: {} }),
      );
      const body: TenantResponse = { tenant_id: tenantId, api_key: apiKey, region };
      return { status: 201, body, headers: { 'cache-control': 'no-store' } };
    },
  );
}

/** The owner of this region's platform is not that of another one's. */
function elsewhere(wanted: string | null, region: string | null): AssayError {
  const here = region === null ? 'names no region' : `is the region ${region}`;
  return new AssayError('region_unknown', {
    detail: `This installation ${here}: make tenants of ${wanted ?? 'no region'} with the key of its platform owner, at any gateway.`,
  });
}
