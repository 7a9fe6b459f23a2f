// GET and POST /api/v1/api-keys, GET and DELETE /api/v1/api-keys/{api_key_id}.
import { Type } from 'typebox';
import { ApiKey, ApiKeyRequest, ApiKeysPage, ApiKeysQuery, NewApiKeyAnswer } from '../../contract/index.ts';
import { appendAuditEvent, type Database, revokeApiKey, searchApiKeys } from '../../database-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';
import { issueKey, planKey } from './issuing.ts';
import { managesKeys, requireRightToEnd, visibleKey } from './ownership.ts';
import { toApiKey } from './presentation.ts';
import { apiKeyQuotaEndpoint } from './quota-endpoint.ts';
import { rotateEndpoint } from './rotation.ts';

export interface ApiKeyDependencies {
  readonly database: Database;
  readonly pepper: Buffer;
  /** stands in every key; null: there is one region */
  readonly region: string | null;
  readonly revocations: Revocations;
}

export const ApiKeyParameters = Type.Object({ api_key_id: Type.String({ maxLength: 100 }) });

export function apiKeyEndpoints(dependencies: ApiKeyDependencies): Endpoint[] {
  const { database } = dependencies;
  return [
    ...readEndpoints(database),
    createEndpoint(dependencies),
    revokeEndpoint(dependencies),
    rotateEndpoint(dependencies),
    apiKeyQuotaEndpoint(dependencies),
  ];
}

function readEndpoints(database: Database): Endpoint[] {
  const shared = { method: 'GET', tag: 'api-keys', access: 'keys:own' } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/api-keys',
        operationId: 'listApiKeys',
        summary: 'API keys in force, newest first: your own, or all of the tenant for those who manage keys.',
        query: ApiKeysQuery,
        answers: { 200: json('One page.', ApiKeysPage) },
      },
      async ({ query: { user_id, ended, limit, cursor }, caller }) => {
        const filter = {
          includeEnded: ended === 'include',
          ...(limit !== undefined && { limit }),
          ...(cursor !== undefined && { cursor }),
          ...(user_id !== undefined && { userId: user_id }),
          ...(!managesKeys(caller) && { ownedBy: caller.actor }),
        };
        const page = await database.asTenant(caller.tenantId, (tx) => searchApiKeys(tx, filter));
        const body: ApiKeysPage = { items: page.keys.map(toApiKey), next_cursor: page.nextCursor };
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/api-keys/:api_key_id',
        operationId: 'getApiKey',
        summary: 'One API key, without the key itself.',
        parameters: ApiKeyParameters,
        answers: { 200: json('The key.', ApiKey) },
      },
      async ({ parameters, caller }) => {
        const key = await database.asTenant(caller.tenantId, (tx) => visibleKey(tx, caller, parameters.api_key_id));
        return { status: 200, body: toApiKey(key) };
      },
    ),
  ];
}

function createEndpoint({ database, pepper, region, revocations }: ApiKeyDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/api-keys',
      operationId: 'createApiKey',
      tag: 'api-keys',
      summary: 'Make an API key; it is in the answer and nowhere else.',
      description:
        'Never wider than its maker in role, scopes or time. Whoever may only manage their own keys makes them for ' +
        'themselves. A key of a user never may more than the user, also when their role changes later.',
      access: 'keys:own',
      body: ApiKeyRequest,
      answers: { 201: json('The key, shown this once.', NewApiKeyAnswer) },
    },
    async ({ body, caller }) => {
      const { key, record } = await database.asTenant(caller.tenantId, async (tx) => {
        const plan = await planKey(tx, caller, body);
        const issued = await issueKey(tx, { pepper, region }, body.environment ?? 'live', plan);
        const { role, scopes, projectId, userId, expiresAt } = issued.record;
        await appendAuditEvent(tx, {
          action: 'api-key.created',
          actor: caller.actor,
          target: issued.record.id,
          details: {
            role,
            scopes: scopes.join(' '),
            user: userId,
            project: projectId,
            expires_at: expiresAt?.toISOString() ?? null,
          },
        });
        return issued;
      });
      revocations.announce(caller.tenantId);
      const answer: NewApiKeyAnswer = { key, api_key: toApiKey(record) };
      const location = `/api/v1/api-keys/${record.id}`;
      return { status: 201, body: answer, headers: { 'cache-control': 'no-store', location } };
    },
  );
}

function revokeEndpoint({ database, revocations }: ApiKeyDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/api-keys/:api_key_id',
      operationId: 'revokeApiKey',
      tag: 'api-keys',
      summary: 'Revoke an API key for good.',
      description: 'At once in the process that answers, within five seconds in every other.',
      access: 'keys:own',
      parameters: ApiKeyParameters,
      answers: { 204: { description: 'Revoked, now or before.' } },
    },
    async ({ parameters, caller }) => {
      await database.asTenant(caller.tenantId, async (tx) => {
        const key = await visibleKey(tx, caller, parameters.api_key_id);
        requireRightToEnd(caller, key);
        if (!(await revokeApiKey(tx, key.id))) return;
        const event = { action: 'api-key.revoked', actor: caller.actor, target: key.id };
        await appendAuditEvent(tx, { ...event, details: { role: key.role, user: key.userId } });
      });
      revocations.announce(caller.tenantId);
      return { status: 204, body: null };
    },
  );
}
