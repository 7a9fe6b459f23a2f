// POST /api/v1/tenants/{tenant_id}/key-rotations: a new data key; what comes from now on is sealed under it.
import { Type } from 'typebox';
import { KeyRotationRequest, KeyRotationResponse } from '../../contract/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { MasterKeys } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { rotateDataKey } from './data-key-rotation.ts';
import type { DataKeys } from './data-keys.ts';
import { reachableTenant } from './reachable-tenant.ts';

export function rotateDataKeyEndpoint(database: Database, masterKeys: MasterKeys, dataKeys: DataKeys): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/tenants/:tenant_id/key-rotations',
      operationId: 'rotateDataKey',
      tag: 'administration',
      summary: 'Give a tenant a new data key; older ones still open what they sealed, unless they are to be replaced.',
      access: 'tenant:manage',
      parameters: Type.Object({ tenant_id: Type.String({ maxLength: 100 }) }),
      body: KeyRotationRequest,
      answers: { 201: json('The new key is in use.', KeyRotationResponse) },
    },
    async ({ parameters, body, caller }) => {
      const tenantId = reachableTenant(caller, parameters.tenant_id);
      const replaceOlder = body.replace_older ?? false;
      const version = await rotateDataKey(database, masterKeys, tenantId, { actor: caller.actor, replaceOlder });
      dataKeys.forget(tenantId);
      const answer: KeyRotationResponse = { version, replaces_older: replaceOlder };
      return { status: 201, body: answer };
    },
  );
}
