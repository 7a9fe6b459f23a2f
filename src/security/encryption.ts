// Encryption at rest: an operator key wraps one data key a tenant, and the data key seals that tenant's code.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

// Sealed bytes are: version 1 | nonce 12 | ciphertext | tag 16. A 96-bit random nonce is what NIST SP 800-38D asks for.
const VERSION = 1;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const KEY_LENGTH = 32;
const OVERHEAD = 1 + NONCE_LENGTH + TAG_LENGTH;

/** A new random 256-bit key. */
export function createDataKey(): Buffer {
  return randomBytes(KEY_LENGTH);
}

/** AES-256-GCM. `context` is authenticated, not stored: opening with another one fails, so rows cannot be swapped. */
export function seal(key: Buffer, plaintext: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext of `seal`. Throws when the key or context is another one or a bit was changed. */
export function open(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < OVERHEAD || sealed[0] !== VERSION) throw new Error('These bytes were not sealed by Assay.');
  const nonce = sealed.subarray(1, 1 + NONCE_LENGTH);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_LENGTH));
  return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_LENGTH, -TAG_LENGTH)), decipher.final()]);
}

/** The tenant's data key as it is stored: sealed under the operator's master key, bound to the tenant. */
export function wrapDataKey(masterKey: Buffer, dataKey: Buffer, tenantId: string): Buffer {
  return seal(masterKey, dataKey, `data-key:${tenantId}`);
}

export function unwrapDataKey(masterKey: Buffer, wrapped: Buffer, tenantId: string): Buffer {
  return open(masterKey, wrapped, `data-key:${tenantId}`);
}

/**
 * Where code is stored: HMAC-SHA256 of its bytes under a key derived from the tenant's data key, 32 bytes. Equal code
 * of one tenant has one address; nobody without the key can test whether a known file is stored (CWE-759 for files).
 */
export function contentAddress(dataKey: Buffer, code: string): Buffer {
  return createHmac('sha256', deriveKey(dataKey, 'content-address')).update(code, 'utf8').digest();
}

/** A 32-byte key for one purpose (HKDF-SHA256, RFC 5869), so that no key serves two algorithms. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `assay:${purpose}`, KEY_LENGTH));
}
