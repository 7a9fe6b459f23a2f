// Secrets that name their tenant, so that they are looked up inside it: of sessions, and of tokens that set a password.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const PATTERN =
  /^(?:([a-z][a-z0-9-]{0,19})\.)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{43})$/;

export interface TenantSecret {
  readonly tenantId: string;
  /** where the tenant is at home; null: it does not say */
  readonly region: string | null;
  /** what is stored: SHA-256, since 256 bits of chance need no slow hash */
  readonly hash: Buffer;
  /** bound to the secret and useless without it; may be known to the page, which cannot read the cookie */
  readonly csrfToken: string;
}

/** A new secret: `text` goes to its owner, the hash into the database. */
export function createTenantSecret(
  tenantId: string,
  region: string | null = null,
): TenantSecret & { readonly text: string } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const text = `${region === null ? '' : `${region}.`}${tenantId}.${secret}`;
  return { text, ...describe(tenantId, region, secret) };
}

/** What a secret says, or null for text that is none. Whether it is known, only the database can say. */
export function readTenantSecret(text: string): TenantSecret | null {
  const [, region = null, tenantId, secret] = PATTERN.exec(text) ?? [];
  return tenantId === undefined || secret === undefined ? null : describe(tenantId, region, secret);
}

function describe(tenantId: string, region: string | null, secret: string): TenantSecret {
  const hash = createHash('sha256').update(secret).digest();
  const csrfToken = createHmac('sha256', secret).update('assay:csrf').digest('base64url');
  return { tenantId, region, hash, csrfToken };
}

/** Comparison in constant time. */
export function isEqualSecret(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
