// House rules about the tree that a reviewer would otherwise repeat.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE } from '../../src/errors.ts';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();
const lines = (path: string) => readFileSync(path, 'utf8').split('\n').length;

describe('tree', () => {
  it('no source file is longer than 400 lines', () => {
    const sources = files.filter(
      (path) => /\.(ts|mjs|js|css|html)$/.test(path) && !/generated|fixtures|examples|yardsticks/.test(path),
    );
    expect(sources.filter((path) => lines(path) > 400)).toEqual([]);
  });

  it('no file is named after nothing', () => {
    expect(files.filter((path) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\.|\/)/.test(path))).toEqual([]);
  });

  it('every box has a door and a README of at most 40 lines', () => {
    const boxes = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const lacking = boxes.filter(({ name }) => {
      const readme = `src/${name}/README.md`;
      return !existsSync(`src/${name}/index.ts`) || !existsSync(readme) || lines(readme) > 41;
    });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  it('every dependency has its reason in docs/dependencies.md, and only those', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const rows = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(
      (match) => match[1],
    );
    expect([...rows].sort()).toEqual(names.sort());
  });

  it('the lock file names no download addresses', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": *"http/);
  });

  it('every error code is explained in docs/errors.md, and only those', () => {
    const headings = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## `?([a-z_]+)`?/gm)].map(
      (match) => match[1],
    );
    expect([...headings].sort()).toEqual(Object.keys(ERROR_CATALOGUE).sort());
  });
});
