import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentAddress, createDataKey, deriveKey, open, seal, unwrapDataKey, wrapDataKey } from './encryption.ts';

describe('encryption at rest', () => {
  const key = createDataKey();

  it('opens what it sealed, of any size', () => {
    for (const size of [0, 1, 15, 16, 17, 100_000]) {
      const plaintext = randomBytes(size);
      expect(open(key, seal(key, plaintext, 'code:1'), 'code:1')).toEqual(plaintext);
    }
  });

  it('seals the same text to other bytes each time, and hides it', () => {
    const text = Buffer.from('a secret that must not show');
    const [first, second] = [seal(key, text, ''), seal(key, text, '')];
    expect(first).not.toEqual(second);
    expect(first.includes(text)).toBe(false);
  });

  it('refuses another key, another context, and a change of any byte', () => {
    const sealed = seal(key, Buffer.from('text'), 'tenant-1');
    expect(() => open(createDataKey(), sealed, 'tenant-1')).toThrow();
    expect(() => open(key, sealed, 'tenant-2')).toThrow();
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => open(key, changed, 'tenant-1'), `byte ${index}`).toThrow();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(key, sealed.subarray(0, length), 'tenant-1')).toThrow();
    }
  });

  it('wraps a data key for one tenant', () => {
    const dataKey = createDataKey();
    const wrapped = wrapDataKey(key, dataKey, 'tenant-1');
    expect(unwrapDataKey(key, wrapped, 'tenant-1')).toEqual(dataKey);
    expect(() => unwrapDataKey(key, wrapped, 'tenant-2')).toThrow();
  });

  it('addresses equal code of one tenant equally, and of another tenant otherwise', () => {
    expect(contentAddress(key, 'x = 1')).toEqual(contentAddress(key, 'x = 1'));
    expect(contentAddress(key, 'x = 1')).not.toEqual(contentAddress(key, 'x = 2'));
    expect(contentAddress(key, 'x = 1')).not.toEqual(contentAddress(createDataKey(), 'x = 1'));
  });

  it('derives another key for another purpose', () => {
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
    expect(deriveKey(key, 'a').length).toBe(32);
  });
});
