// The key under which an answer is cached: everything the answer depends on, and nothing readable.
import { createHmac } from 'node:crypto';

/** All that an answer depends on. Two requests with equal parts get the same answer, byte for byte. */
export interface CacheKeyParts {
  readonly tenantId: string;
  readonly code: string;
  /** as declared by the client, canonical; null to detect */
  readonly language: string | null;
  /** what of the context matters to the answer, any JSON value; key order does not matter */
  readonly context: unknown;
  /** effective preferences, any JSON value; key order does not matter */
  readonly preferences: unknown;
  readonly bundleDigest: string;
  readonly knowledgeVersion: number;
}

/** `assay:` + HMAC-SHA256 in base64url. Each part is preceded by its length, so no two lists of parts look alike. */
export function cacheKey(hmacKey: Buffer, parts: CacheKeyParts): string {
  const hmac = createHmac('sha256', hmacKey);
  for (const part of [
    parts.tenantId,
    parts.code,
    canonicalJson(parts.language),
    canonicalJson(parts.context),
    canonicalJson(parts.preferences),
    parts.bundleDigest,
    String(parts.knowledgeVersion),
  ]) {
    // UTF-16 rather than UTF-8, which would map every lone surrogate to the same replacement character.
    const bytes = Buffer.from(part, 'utf16le');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return `assay:${hmac.digest('base64url')}`;
}

/** JSON with the keys of every object sorted, so that equal values give equal text. `undefined` members vanish. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}
