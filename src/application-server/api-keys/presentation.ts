// An API key as it is shown: everything but the key.
import type { ApiKey } from '../../contract/index.ts';
import type { ApiKeyRecord } from '../../database-service/index.ts';
import { toQuota } from '../tenants/quota.ts';

export function toApiKey(record: ApiKeyRecord): ApiKey {
  return {
    api_key_id: record.id,
    prefix: record.prefix,
    name: record.name,
    role: record.role as ApiKey['role'],
    scopes: [...record.scopes],
    user_id: record.userId,
    project_id: record.projectId,
    is_bootstrap: record.isBootstrap,
    created_at: record.createdAt.toISOString(),
    created_by: record.createdBy,
    expires_at: record.expiresAt?.toISOString() ?? null,
    revoked_at: record.revokedAt?.toISOString() ?? null,
    last_used_at: record.lastUsedAt?.toISOString() ?? null,
    replaced_by: record.replacedBy,
    quota: toQuota(record),
  };
}
