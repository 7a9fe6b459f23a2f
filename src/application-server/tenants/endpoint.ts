// POST /api/v1/tenants: the platform owner makes a tenant and is shown its first key, once.
import { TenantRequest, TenantResponse } from '../../contract/index.ts';
import { appendAuditEvent, createApiKey, createTenant, type Database } from '../../database-service/index.ts';
import { generateApiKey, hashApiKey, type OperatorKeys, parseApiKey } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { newDataKey } from './data-keys.ts';

export function createTenantEndpoint(database: Database, keys: OperatorKeys): Endpoint {
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
    async ({ body: { name }, caller }) => {
      const tenantId = await createTenant(database, { name }, (id) => newDataKey(keys.masterKeys, id));
      const apiKey = generateApiKey('live');
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
      const body: TenantResponse = { tenant_id: tenantId, api_key: apiKey };
      return { status: 201, body, headers: { 'cache-control': 'no-store' } };
    },
  );
}
