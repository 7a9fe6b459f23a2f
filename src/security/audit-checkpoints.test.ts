import { createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  auditPublicKeyPem,
  auditSigningKey,
  checkpointHash,
  isSignedBy,
  parseCheckpoint,
  signCheckpoint,
} from './audit-checkpoints.ts';

const secret = randomBytes(32);
const publicKey = createPublicKey(auditPublicKeyPem(secret));
const hash = () => randomBytes(32).toString('hex');
const checkpoint = () => ({ chain: hash(), seq: 7, head: hash(), time: new Date(0).toISOString(), previous: hash() });

describe('checkpoints', () => {
  it('are signed over every field', () => {
    const line = signCheckpoint(auditSigningKey(secret), checkpoint());
    const signed = parseCheckpoint(line);
    if (signed === null) throw new Error('it could not be read');
    expect(isSignedBy(publicKey, signed)).toBe(true);
    const changes = [
      { chain: hash() },
      { seq: 8 },
      { head: hash() },
      { time: new Date(1).toISOString() },
      { previous: null },
      { key: '0'.repeat(16) },
      { signature: randomBytes(64).toString('base64url') },
      { signature: '' },
    ];
    for (const change of changes) {
      expect(isSignedBy(publicKey, { ...signed, ...change }), JSON.stringify(change)).toBe(false);
    }
    expect(isSignedBy(createPublicKey(auditPublicKeyPem(randomBytes(32))), signed)).toBe(false);
    expect(checkpointHash(line)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are told from torn lines', () => {
    const line = signCheckpoint(auditSigningKey(secret), checkpoint());
    for (const torn of ['', 'null', '[]', line.slice(0, -1), JSON.stringify({ ...JSON.parse(line), seq: '7' })]) {
      expect(parseCheckpoint(torn), torn).toBeNull();
    }
  });
});
