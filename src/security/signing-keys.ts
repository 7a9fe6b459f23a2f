// The keys that sign access tokens: made, named by their thumbprint, and sealed for the database.
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { deriveKey, open, seal } from './encryption.ts';

/** P-256 with SHA-256: every library checks it, and Node 20 signs it without experimental parts. */
export const SIGNING_ALGORITHM = 'ES256';

/** The members that a public P-256 key has (RFC 7518, section 6.2.1), with what it is for. */
export interface PublicSigningKey {
  readonly kid: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly alg: string;
  readonly use: string;
}

export interface NewSigningKey {
  readonly publicKey: PublicSigningKey;
  /** the private JWK, sealed under a key derived from the operator's master key and bound to its `kid` */
  readonly sealed: Buffer;
}

export async function createSigningKey(masterKey: Buffer): Promise<NewSigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const { kty = '', crv = '', x = '', y = '' } = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint({ kty, crv, x, y }, 'sha256');
  const secret = Buffer.from(JSON.stringify(await exportJWK(privateKey)), 'utf8');
  return {
    publicKey: { kid, kty, crv, x, y, alg: SIGNING_ALGORITHM, use: 'sig' },
    sealed: seal(sealingKey(masterKey), secret, context(kid)),
  };
}

/** Throws when the master key is another one or a bit was changed. */
export async function openSigningKey(masterKey: Buffer, sealed: Buffer, kid: string): Promise<CryptoKey> {
  const jwk: JWK = JSON.parse(open(sealingKey(masterKey), sealed, context(kid)).toString('utf8'));
  return toCryptoKey(jwk);
}

/** The same private key, sealed under another master key. Throws when it was not sealed under `from`. */
export function resealSigningKey(from: Buffer, to: Buffer, sealed: Buffer, kid: string): Buffer {
  return seal(sealingKey(to), open(sealingKey(from), sealed, context(kid)), context(kid));
}

export function importPublicKey(key: PublicSigningKey): Promise<CryptoKey> {
  return toCryptoKey({ ...key });
}

async function toCryptoKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('A signing key is an elliptic-curve key.');
  return key;
}

const sealingKey = (masterKey: Buffer) => deriveKey(masterKey, 'signing-keys');
const context = (kid: string) => `signing-key:${kid}`;
