// Signed checkpoints of audit chains: what the head of a chain was at a time, each bound to the checkpoint before it. Kept outside
// the database, they show when a chain was cut off or made anew.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

export interface Checkpoint {
  /** names the chain without naming the tenant: hex of the hash before its first event */
  readonly chain: string;
  readonly seq: number;
  /** hex of the hash of that event */
  readonly head: string;
  /** RFC 3339 */
  readonly time: string;
  /** hex of the SHA-256 of the checkpoint before it in this log, whatever its chain; null for the first */
  readonly previous: string | null;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly version: 1;
  /** names the key that signed it */
  readonly key: string;
  /** Ed25519, base64url */
  readonly signature: string;
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const HASH = /^[0-9a-f]{64}$/;

/** The Ed25519 key with these 32 secret bytes. */
export function auditSigningKey(secret: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' });
}

/** The public half as PEM, for whoever verifies. */
export function auditPublicKeyPem(secret: Buffer): string {
  return createPublicKey(auditSigningKey(secret)).export({ type: 'spki', format: 'pem' }).toString();
}

/** A short name of a public key: the first 16 hex digits of the SHA-256 of its DER form. */
export function auditKeyName(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** The checkpoint as it stands in the log: one line of JSON without its line end. */
export function signCheckpoint(signingKey: KeyObject, checkpoint: Checkpoint): string {
  const key = auditKeyName(createPublicKey(signingKey));
  const signature = sign(null, signedBytes(checkpoint, key), signingKey).toString('base64url');
  const { chain, seq, head, time, previous } = checkpoint;
  return JSON.stringify({ version: 1, chain, seq, head, time, previous, key, signature } satisfies SignedCheckpoint);
}

/** What the next checkpoint of the log names as `previous`. */
export function checkpointHash(line: string): string {
  return createHash('sha256').update(line, 'utf8').digest('hex');
}

/** A line of the log, or null for one that is no checkpoint: a torn one, from a crash or a full disk. */
export function parseCheckpoint(line: string): SignedCheckpoint | null {
  let value: Partial<Record<keyof SignedCheckpoint, unknown>>;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const isHash = (one: unknown) => typeof one === 'string' && HASH.test(one);
  const shaped =
    value.version === 1 &&
    isHash(value.chain) &&
    isHash(value.head) &&
    Number.isSafeInteger(value.seq) &&
    typeof value.time === 'string' &&
    (value.previous === null || isHash(value.previous)) &&
    typeof value.key === 'string' &&
    typeof value.signature === 'string';
  return shaped ? (value as SignedCheckpoint) : null;
}

export function isSignedBy(publicKey: KeyObject, checkpoint: SignedCheckpoint): boolean {
  if (checkpoint.key !== auditKeyName(publicKey)) return false;
  const signature = Buffer.from(checkpoint.signature, 'base64url');
  return verify(null, signedBytes(checkpoint, checkpoint.key), publicKey, signature);
}

function signedBytes({ chain, seq, head, time, previous }: Checkpoint, key: string): Buffer {
  return Buffer.from(`assay:audit-checkpoint:1\n${JSON.stringify([chain, seq, head, time, previous, key])}`, 'utf8');
}
