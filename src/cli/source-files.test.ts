import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSourceFiles, readSource, type SkipCounts } from './source-files.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-cli-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function find(targets: readonly string[] = ['.']): { readonly paths: string[]; readonly skipped: SkipCounts } {
  const skipped: SkipCounts = new Map();
  return { paths: findSourceFiles(targets, root, skipped).map(({ path }) => path), skipped };
}

describe('findSourceFiles', () => {
  it('walks folders in the order of names and leaves out what is no source of the project', () => {
    write({ 'b.py': '', 'a/z.py': '', 'a/y.py': '', 'node_modules/x/i.js': '', '.git/config': '' });
    const { paths, skipped } = find();
    expect(paths).toEqual(['a/y.py', 'a/z.py', 'b.py']);
    expect(skipped.get('excluded')).toBe(2);
  });

  it('honours nested .gitignore files as git does', () => {
    write({
      '.git/info/exclude': 'secret.py\n',
      '.gitignore': '*.gen.py\n/build/\nlogs\n',
      'a.gen.py': '',
      'build/x.py': '',
      'deep/build/kept.py': '',
      'deep/logs/x.py': '',
      'deep/.gitignore': '!keep.gen.py\n/local.py\n',
      'deep/keep.gen.py': '',
      'deep/drop.gen.py': '',
      'deep/local.py': '',
      'deep/lower/local.py': '',
      'deep/secret.py': '',
    });
    const { paths, skipped } = find();
    expect(paths.filter((path) => path.endsWith('.py'))).toEqual([
      'deep/build/kept.py',
      'deep/keep.gen.py',
      'deep/lower/local.py',
    ]);
    expect(skipped.get('ignored')).toBe(6);
  });

  it('applies the rules of the repository to a folder inside it, unless that folder itself is ignored', () => {
    mkdirSync(join(root, '.git'));
    write({ '.gitignore': '*.min.js\nvendor/\n', 'src/a.js': '', 'src/a.min.js': '', 'vendor/v.js': '' });
    expect(find(['src']).paths).toEqual(['src/a.js']);
    expect(find(['vendor']).paths).toEqual(['vendor/v.js']);
  });

  it('reads files that are named even when they are ignored, and each file once', () => {
    write({ '.gitignore': 'a.py\n', 'a.py': '' });
    expect(find(['a.py', 'a.py', './a.py']).paths).toEqual(['a.py']);
  });

  it('follows no links', () => {
    write({ 'a/x.py': '' });
    symlinkSync(root, join(root, 'a', 'loop'));
    const { paths, skipped } = find();
    expect(paths).toEqual(['a/x.py']);
    expect(skipped.get('link')).toBe(1);
  });

  it('refuses what does not exist', () => {
    expect(() => find(['missing'])).toThrow('There is no file or folder missing.');
  });

  it('walks folders nested deeper than calls may be', () => {
    let path = '';
    for (let depth = 0; depth < 1500; depth++) path = `${path}d/`;
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'x.py'), '');
    expect(find().paths).toHaveLength(1);
  });
});

describe('readSource', () => {
  it.each([
    ['binary', new Uint8Array([65, 0, 66])],
    ['not UTF-8', new Uint8Array([0xc3, 0x28])],
    ['too large', 'x'.repeat(1_048_577)],
  ])('says %s', (reason, content) => {
    write({ f: content });
    expect(readSource(join(root, 'f'))).toEqual({ reason });
  });

  it('takes a file of just the limit, and keeps its byte order mark as a character', () => {
    write({ f: `\uFEFF${'x'.repeat(1_048_573)}` });
    const source = readSource(join(root, 'f'));
    expect('code' in source && source.code.length).toBe(1_048_574);
  });

  it.skipIf(process.getuid?.() === 0)('says unreadable', () => {
    write({ f: 'x' });
    chmodSync(join(root, 'f'), 0);
    expect(readSource(join(root, 'f'))).toEqual({ reason: 'unreadable' });
  });
});
