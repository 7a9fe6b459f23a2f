import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateApiKey, hashApiKey, parseApiKey } from './api-keys.ts';

const WELL_FORMED = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';

describe('API keys', () => {
  it('knows the key of the wire contract', () => {
    expect(parseApiKey(WELL_FORMED)).toEqual({ environment: 'test', region: null, prefix: 'asy_test_eval' });
  });

  it('makes keys that it knows, each another', () => {
    const keys = Array.from({ length: 200 }, (_, index) => generateApiKey(index % 2 === 0 ? 'live' : 'test'));
    expect(keys.filter((key) => parseApiKey(key) === null)).toEqual([]);
    expect(new Set(keys).size).toBe(200);
    expect(keys.every((key) => /^asy_(live|test)_[0-9A-Za-z]{36}$/.test(key))).toBe(true);
  });

  it('names its region where there is one, in what is shown of it too', () => {
    const key = generateApiKey('live', 'eu-west-1');
    expect(key).toMatch(/^asy_live_eu-west-1_[0-9A-Za-z]{36}$/);
    expect(parseApiKey(key)).toMatchObject({ environment: 'live', region: 'eu-west-1' });
    expect(parseApiKey(key)?.prefix).toBe(key.slice(0, 'asy_live_eu-west-1_'.length + 4));
    for (const name of ['', 'EU', '1eu', 'e_u', 'x'.repeat(21)]) {
      expect(parseApiKey(key.replace('eu-west-1', name)), name).toBeNull();
    }
  });

  it('notices every single mistyped character', () => {
    for (let position = 9; position < WELL_FORMED.length; position++) {
      const wrong = WELL_FORMED[position] === 'x' ? 'y' : 'x';
      const mistyped = WELL_FORMED.slice(0, position) + wrong + WELL_FORMED.slice(position + 1);
      expect(parseApiKey(mistyped), mistyped).toBeNull();
    }
  });

  it.each([
    '',
    'asy_test_',
    WELL_FORMED.slice(0, -1),
    `${WELL_FORMED}0`,
    ` ${WELL_FORMED}`,
    `${WELL_FORMED}\n`,
    'x'.repeat(1e6),
  ])('refuses what is no key', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it('hashes under the pepper', () => {
    const [pepper, other] = [randomBytes(32), randomBytes(32)];
    expect(hashApiKey(WELL_FORMED, pepper).length).toBe(32);
    expect(hashApiKey(WELL_FORMED, pepper)).toEqual(hashApiKey(WELL_FORMED, pepper));
    expect(hashApiKey(WELL_FORMED, pepper)).not.toEqual(hashApiKey(WELL_FORMED, other));
  });
});
