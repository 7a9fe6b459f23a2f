// Sealed mode, the client's side: findings are encrypted and names become keyed hashes, under a key that no server has.
import { createHash, createHmac } from 'node:crypto';
import { createDataKey, deriveKey, seal } from './encryption.ts';

/** A team's key as it lies in a file; whoever has it can open what was sealed with it. */
export interface SealedKey {
  /** names the key without saying anything of it */
  readonly id: string;
  readonly key: Buffer;
}

/** What is hashed apart: the same text as a path and as a function gives two names. */
export type SealedName = 'repository' | 'path' | 'function' | 'fingerprint' | 'feature';

export interface FindingSealer {
  readonly keyId: string;
  /** 32 hexadecimal digits: HMAC-SHA256, so that nobody without the key can try names out */
  name(kind: SealedName, text: string): string;
  /** AES-256-GCM, base64url; opens with this key and this context only */
  seal(text: string, context: string): string;
}

const NAME_LENGTH = 32;
const KEY_LENGTH = 32;

export function createSealedKey(): SealedKey {
  const key = createDataKey();
  return { id: keyId(key), key };
}

/** The text of a key file. */
export function writeSealedKey({ id, key }: SealedKey): string {
  return `${JSON.stringify({ assay_sealed_key: 1, id, key: key.toString('base64url') }, null, 2)}\n`;
}

/** The key in a file's text, or null for anything else and for a key that does not fit its id. */
export function readSealedKey(text: string): SealedKey | null {
  try {
    const { assay_sealed_key: version, id, key } = JSON.parse(text) as Record<string, unknown>;
    const bytes = Buffer.from(String(key), 'base64url');
    return version === 1 && bytes.length === KEY_LENGTH && id === keyId(bytes)
      ? { id: keyId(bytes), key: bytes }
      : null;
  } catch {
    return null;
  }
}

export function createFindingSealer({ id, key }: SealedKey): FindingSealer {
  // The purposes are spelt the same in the page that opens findings (application-server/sealed/client/sealed-opener.js).
  const encryptionKey = deriveKey(key, 'sealed:encryption');
  const nameKey = deriveKey(key, 'sealed:names');
  return {
    keyId: id,
    name: (kind, text) =>
      createHmac('sha256', nameKey).update(`${kind}\0${text}`, 'utf8').digest('hex').slice(0, NAME_LENGTH),
    seal: (text, context) => seal(encryptionKey, Buffer.from(text, 'utf8'), context).toString('base64url'),
  };
}

function keyId(key: Buffer): string {
  return createHash('sha256').update(deriveKey(key, 'sealed:key-id')).digest('hex').slice(0, 16);
}
