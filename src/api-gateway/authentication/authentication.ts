// Who asks: an API key from the headers to the caller it belongs to. The database is asked at most every five seconds a key.
import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../application-server/index.ts';
import { type ApiKeyRecord, type Database, findApiKeyByHash, touchApiKey } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Logger } from '../../monitoring/index.ts';
import { hashApiKey, isRole, parseApiKey } from '../../security/index.ts';

/** A revoked key works no longer than this. */
const KNOWN_TTL_MS = 5000;
/** A key that was just made must not be refused for long. */
const UNKNOWN_TTL_MS = 500;
const REMEMBERED_KEYS = 10_000;
const TOUCH_INTERVAL_MS = 60_000;

export interface Authenticator {
  /** Throws AssayError `unauthenticated` when the headers bring no key in force. */
  authenticate(headers: IncomingHttpHeaders): Promise<Caller>;
}

export interface AuthenticatorOptions {
  readonly database: Database;
  readonly pepper: Buffer;
  readonly logger: Logger;
}

interface Known {
  readonly caller: Caller | null;
  /** milliseconds since the epoch */
  readonly expiresAt: number;
}

export function createAuthenticator({ database, pepper, logger }: AuthenticatorOptions): Authenticator {
  const known = new LRUCache<string, Known>({ max: REMEMBERED_KEYS, ttl: KNOWN_TTL_MS });
  const touched = new LRUCache<string, true>({ max: REMEMBERED_KEYS, ttl: TOUCH_INTERVAL_MS });
  const asked = new Map<string, Promise<Known>>();

  const ask = async (hash: Buffer, name: string): Promise<Known> => {
    try {
      const record = await findApiKeyByHash(database, hash);
      const found = { caller: toCaller(record), expiresAt: record?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY };
      known.set(name, found, { ttl: found.caller === null ? UNKNOWN_TTL_MS : KNOWN_TTL_MS });
      return found;
    } finally {
      asked.delete(name);
    }
  };
  /** Notes the use of the key, behind the request. */
  const touch = (caller: Caller) => {
    if (touched.has(caller.credential.id)) return;
    touched.set(caller.credential.id, true);
    database
      .asTenant(caller.tenantId, (tx) => touchApiKey(tx, caller.credential.id))
      .catch((error: unknown) => logger.debug({ err: error }, 'the use of an API key was not noted'));
  };

  return {
    async authenticate(headers) {
      const key = keyFrom(headers);
      // A mistyped key is refused by its checksum, without a database look-up.
      if (key === null || parseApiKey(key) === null) throw new AssayError('unauthenticated');
      const hash = hashApiKey(key, pepper);
      const name = hash.toString('base64');
      let found = known.get(name);
      if (found === undefined) {
        const pending = asked.get(name) ?? ask(hash, name);
        asked.set(name, pending);
        found = await pending;
      }
      if (found.caller === null || found.expiresAt <= Date.now()) throw new AssayError('unauthenticated');
      touch(found.caller);
      return found.caller;
    },
  };
}

/** `Authorization: Bearer <key>` (RFC 6750), or else `X-API-Key`. */
function keyFrom(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  if (authorization !== undefined) return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null;
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key.trim() : null;
}

/** A key with a role that this version does not know may do nothing. */
function toCaller(record: ApiKeyRecord | null): Caller | null {
  if (record === null || !isRole(record.role)) return null;
  const { role, scopes, isBootstrap } = record;
  return {
    tenantId: record.tenantId,
    actor: record.id,
    credential: { kind: 'api-key', id: record.id },
    userId: null,
    permissions: { role, scopes, isBootstrap },
  };
}
