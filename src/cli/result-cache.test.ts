import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openResultCache } from './result-cache.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-cache-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('the result cache', () => {
  it('gives back what was kept, to another run as well', () => {
    openResultCache(root, 1000).set('abcd', 'text\nwith lines');
    const cache = openResultCache(root, 1000);
    expect([cache.get('abcd'), cache.get('abce')]).toEqual(['text\nwith lines', null]);
  });

  it.each(['', 'x', 'short\n', '0'.repeat(64)])('takes nothing from a damaged entry (%j)', (content) => {
    openResultCache(root, 1000).set('abcd', 'text');
    for (const file of files()) writeFileSync(file, content);
    expect(openResultCache(root, 1000).get('abcd')).toBeNull();
  });

  it('stays below its bound', () => {
    const cache = openResultCache(root, 2000);
    for (let index = 0; index < 30; index++) cache.set(`key${index}`, 'x'.repeat(200));
    cache.close();
    expect(files().reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(2000);
  });

  it('fails no run where it cannot write', () => {
    writeFileSync(join(root, 'file'), '');
    const cache = openResultCache(join(root, 'file'), 1000);
    cache.set('abcd', 'text');
    cache.close();
    expect(cache.get('abcd')).toBeNull();
  });
});
