// What opens a backup: a passphrase that a person remembers, or a key. Each file gets a key of its own derived from it.
import { randomBytes, scrypt } from 'node:crypto';
import { deriveKey, open, seal } from './encryption.ts';

export type BackupSecret =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** 32 bytes */
  | { readonly kind: 'key'; readonly key: Buffer };

/** Stands in the clear at the beginning of the file. */
export interface BackupKeyHeader {
  readonly secret: BackupSecret['kind'];
  /** base64, new for each file */
  readonly salt: string;
  /** of scrypt; for a passphrase */
  readonly cost?: number;
  /** tells a wrong secret from a damaged file */
  readonly check: string;
}

// 2^17 with blocks of 8: 128 MiB and about half a second a guess, what OWASP asks for at least.
const COST = 2 ** 17;
const BLOCK = 8;
const LOWEST_COST = 2 ** 15;
const HIGHEST_COST = 2 ** 20;
const KEY_LENGTH = 32;
const SALT_LENGTH = 32;

/** A new header and the key that goes with it. */
export async function newBackupKey(secret: BackupSecret): Promise<{ header: BackupKeyHeader; key: Buffer }> {
  const salt = randomBytes(SALT_LENGTH).toString('base64');
  const cost = secret.kind === 'passphrase' ? { cost: COST } : {};
  const key = await derive(secret, salt, COST);
  return { header: { secret: secret.kind, salt, ...cost, check: checkOf(key) }, key };
}

/** The key of a file with this header, or null when it takes another secret or the header is none of ours. */
export async function backupKey(secret: BackupSecret, header: unknown): Promise<Buffer | null> {
  const { secret: kind, salt, cost = COST, check } = (header ?? {}) as Partial<BackupKeyHeader>;
  if (kind !== secret.kind || typeof salt !== 'string') return null;
  if (!Number.isInteger(cost) || cost < LOWEST_COST || cost > HIGHEST_COST) return null;
  const key = await derive(secret, salt, cost);
  return checkOf(key) === check ? key : null;
}

async function derive(secret: BackupSecret, salt: string, cost: number): Promise<Buffer> {
  if (secret.kind === 'key') return deriveKey(secret.key, `backup:${salt}`);
  return await stretch(secret.passphrase, Buffer.from(salt, 'base64'), cost);
}

const checkOf = (key: Buffer) => deriveKey(key, 'backup-check').subarray(0, 8).toString('base64');

/** Bytes as text that only the secret opens; for the operator's keys inside a backup, under a secret of their own. */
export async function sealForBackup(secret: BackupSecret, plaintext: Buffer): Promise<string> {
  const { header, key } = await newBackupKey(secret);
  return JSON.stringify({ header, sealed: seal(key, plaintext, JSON.stringify(header)).toString('base64') });
}

/** null when the secret does not fit */
export async function openFromBackup(secret: BackupSecret, text: string): Promise<Buffer | null> {
  try {
    const { header, sealed } = JSON.parse(text) as { header: BackupKeyHeader; sealed: string };
    const key = await backupKey(secret, header);
    return key === null ? null : open(key, Buffer.from(sealed, 'base64'), JSON.stringify(header));
  } catch {
    return null;
  }
}

function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: BLOCK, p: 1, maxmem: 256 * cost * BLOCK };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_LENGTH, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
