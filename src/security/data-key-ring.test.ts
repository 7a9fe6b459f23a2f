import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DataKeyRing, UnknownDataKeyError } from './data-key-ring.ts';
import { createDataKey, seal } from './encryption.ts';

describe('a ring of data keys', () => {
  const [first, second] = [createDataKey(), createDataKey()];
  const old = new DataKeyRing([{ version: 1, key: first }]);
  const both = new DataKeyRing([
    { version: 1, key: first },
    { version: 70_000, key: second },
  ]);

  it('seals under the newest key and opens what any of them sealed', () => {
    const text = randomBytes(100);
    const [before, after] = [old.seal(text, 'c'), both.seal(text, 'c')];
    expect([both.open(before, 'c'), both.open(after, 'c')]).toEqual([text, text]);
    expect(both.newest.version).toBe(70_000);
    expect(() => old.open(after, 'c')).toThrow(UnknownDataKeyError);
    expect(() => both.open(after, 'd')).toThrow();
  });

  it('opens what was sealed before keys had versions', () => {
    const sealed = seal(first, Buffer.from('text'), 'c');
    expect(both.open(sealed, 'c').toString()).toBe('text');
    expect(old.seal(Buffer.from('text'), 'c')[0]).toBe(sealed[0]);
  });

  it('keeps purposes apart', () => {
    const sealed = both.sealFor('cache', Buffer.from('text'), 'c');
    expect(both.openFor('cache', sealed, 'c').toString()).toBe('text');
    expect(() => both.openFor('other', sealed, 'c')).toThrow();
    expect(() => both.open(sealed, 'c')).toThrow();
  });

  it('addresses equal code equally under one key only', () => {
    expect(old.addressOf('x = 1')).toEqual(old.addressOf('x = 1'));
    expect(old.addressOf('x = 1')).not.toEqual(both.addressOf('x = 1'));
  });

  it('refuses changed bytes, cut off ones, and another version', () => {
    const sealed = both.seal(Buffer.from('text'), 'c');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => both.open(changed, 'c'), `byte ${index}`).toThrow();
      expect(() => both.open(sealed.subarray(0, index), 'c')).toThrow();
    }
  });
});
