// API keys as credentials: `Authorization: Bearer asy_…` or `X-API-Key`.
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../application-server/index.ts';
import { type ApiKeyInForce, type Database, findApiKeyByHash, touchApiKey } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Logger } from '../../monitoring/index.ts';
import { hashApiKey, isRole, type Permissions, parseApiKey, withinRole } from '../../security/index.ts';
import { type CredentialKind, presentedSecret } from './credential.ts';
import type { RememberedCallers } from './remembered-callers.ts';

const REMEMBERED_KEYS = 10_000;
const TOUCH_INTERVAL_MS = 60_000;

export interface ApiKeyOptions {
  readonly database: Database;
  readonly pepper: Buffer;
  readonly remembered: RememberedCallers;
  readonly logger: Logger;
}

export function apiKeyCredentials({ database, pepper, remembered, logger }: ApiKeyOptions): CredentialKind {
  const touched = new LRUCache<string, true>({ max: REMEMBERED_KEYS, ttl: TOUCH_INTERVAL_MS });
  /** Notes the use of the key, behind the request. */
  const touch = (caller: Caller) => {
    if (touched.has(caller.credential.id)) return;
    touched.set(caller.credential.id, true);
    database
      .asTenant(caller.tenantId, (tx) => touchApiKey(tx, caller.credential.id))
      .catch((error: unknown) => logger.debug({ err: error }, 'the use of an API key was not noted'));
  };
  const recognise = async (key: string): Promise<Caller> => {
    // A mistyped key is refused by its checksum, without a database look-up.
    if (parseApiKey(key) === null) throw new AssayError('unauthenticated');
    const hash = hashApiKey(key, pepper);
    const caller = await remembered.recognise(`api-key ${hash.toString('base64')}`, async () => {
      const record = await findApiKeyByHash(database, hash);
      return { caller: toCaller(record), expiresAt: record?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY };
    });
    touch(caller);
    return caller;
  };
  return {
    recognise({ headers }) {
      const secret = presentedSecret(headers);
      return secret?.startsWith('asy_') ? recognise(secret) : null;
    },
  };
}

/** The caller behind a key in force, or null. */
export function toCaller(key: ApiKeyInForce | null): Caller | null {
  if (key === null) return null;
  const permissions = permissionsOf(key);
  if (permissions === null) return null;
  const { id, tenantId, userId, expiresAt, projectId, project, requestsPerMinute, contentMbPerHour } = key;
  return {
    tenantId,
    actor: userId ?? id,
    credential: { kind: 'api-key', id, expiresAt, quota: { requestsPerMinute, contentMbPerHour } },
    userId,
    permissions,
    project: projectId === null || project === null ? null : { id: projectId, slug: project },
  };
}

/** A key never may more than its user now; one with a role that this version does not know may do nothing. */
function permissionsOf({ role, scopes, isBootstrap, user }: ApiKeyInForce): Permissions | null {
  if (!isRole(role)) return null;
  const own = { role, scopes, isBootstrap };
  if (user === null) return own;
  return isRole(user.role) ? withinRole(own, user.role) : null;
}
