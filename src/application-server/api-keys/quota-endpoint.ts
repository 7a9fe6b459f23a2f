// PUT /api/v1/api-keys/{api_key_id}/quota: what one key may use. All keys together stay within the quota of their tenant.
import { ApiKey, Quota } from '../../contract/index.ts';
import { appendAuditEvent, setApiKeyQuota } from '../../database-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { fromQuota } from '../tenants/quota.ts';
import { type ApiKeyDependencies, ApiKeyParameters } from './endpoints.ts';
import { requireRightToEnd, visibleKey } from './ownership.ts';
import { toApiKey } from './presentation.ts';

export function apiKeyQuotaEndpoint({ database, revocations }: ApiKeyDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'PUT',
      path: '/api/v1/api-keys/:api_key_id/quota',
      operationId: 'setApiKeyQuota',
      tag: 'api-keys',
      summary: 'Set what one API key may use, in place of what the configuration gives every key.',
      description:
        'It counts with the tokens that the key is exchanged for. A key that is rotated hands it on. In force within five ' +
        'seconds everywhere.',
      access: 'keys:manage',
      parameters: ApiKeyParameters,
      body: Quota,
      answers: { 200: json('The key.', ApiKey) },
    },
    async ({ parameters, body, caller }) => {
      const key = await database.asTenant(caller.tenantId, async (tx) => {
        const found = await visibleKey(tx, caller, parameters.api_key_id);
        requireRightToEnd(caller, found);
        await setApiKeyQuota(tx, found.id, fromQuota(body));
        const event = { action: 'api-key.quota-changed', actor: caller.actor, target: found.id };
        await appendAuditEvent(tx, { ...event, details: body });
        return { ...found, ...fromQuota(body) };
      });
      revocations.announce(caller.tenantId);
      return { status: 200, body: toApiKey(key) };
    },
  );
}
