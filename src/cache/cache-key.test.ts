import { describe, expect, it } from 'vitest';
import { type CacheKeyParts, cacheKey } from './index.ts';

const KEY = Buffer.alloc(32, 1);
const PARTS: CacheKeyParts = {
  tenantId: 't',
  code: 'x = 1',
  language: 'python',
  context: { path: 'a.py', files: [{ path: 'b.py', code: 'y' }] },
  preferences: { minimum_confidence: 0.3 },
  bundleDigest: 'sha256:1',
  knowledgeVersion: 1,
};
const key = (changes: Partial<CacheKeyParts> = {}) => cacheKey(KEY, { ...PARTS, ...changes });

describe('the cache key', () => {
  it('is the same for equal parts, in whatever order their members stand', () => {
    expect(key()).toBe(key());
    expect(key({ context: { files: [{ code: 'y', path: 'b.py' }], path: 'a.py' } })).toBe(key());
    expect(key()).toMatch(/^assay:[\w-]{43}$/);
  });

  it('changes with every part', () => {
    const others: Partial<CacheKeyParts>[] = [
      { tenantId: 'u' },
      { code: 'x = 2' },
      { language: null },
      { language: 'null' },
      { context: null },
      { context: { path: 'a.py', files: [] } },
      { preferences: { minimum_confidence: 0.31 } },
      { bundleDigest: 'sha256:2' },
      { knowledgeVersion: 2 },
    ];
    const keys = [key(), ...others.map(key)];
    expect(new Set(keys).size).toBe(keys.length);
    expect(cacheKey(Buffer.alloc(32, 2), PARTS)).not.toBe(key());
  });

  it('does not let text move from one part to the next', () => {
    expect(key({ tenantId: 'ab', code: 'c' })).not.toBe(key({ tenantId: 'a', code: 'bc' }));
    expect(key({ bundleDigest: 'a1', knowledgeVersion: 1 })).not.toBe(key({ bundleDigest: 'a', knowledgeVersion: 11 }));
  });

  it('tells code apart that UTF-8 cannot: different halves of surrogate pairs', () => {
    expect(key({ code: '\ud800' })).not.toBe(key({ code: '\ud801' }));
    expect(key({ code: '\ud800' })).not.toBe(key({ code: '\ufffd' }));
  });

  it('takes order of a list for meaning', () => {
    expect(key({ context: ['a', 'b'] })).not.toBe(key({ context: ['b', 'a'] }));
  });
});
