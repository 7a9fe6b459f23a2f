// The arrows of the architecture: a box may import only doors, and only of the boxes below it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const ORDER = ['roles', 'cli', 'api-gateway', 'application-server', 'training-pipeline', 'model-service', 'rules'];
const SERVICES = ['database-service', 'cache', 'message-queue', 'monitoring', 'security', 'upstreams'];
const FOUNDATION = ['config', 'contract'];
/** Files directly under src: the entry may reach everything; the error catalogue is below all but the pure boxes. */
const ROOT_FILES: Readonly<Record<string, readonly string[]>> = {
  main: ['cli', 'roles', 'config', 'errors'],
  errors: [],
};

function allowed(box: string): ReadonlySet<string> {
  if (box in ROOT_FILES) return new Set(ROOT_FILES[box]);
  if (box === 'contract') return new Set();
  if (box === 'analysis-engine') return new Set(['contract']);
  if (box === 'config') return new Set(['contract', 'errors']);
  if (SERVICES.includes(box)) return new Set([...FOUNDATION, 'errors']);
  const below = ORDER.slice(ORDER.indexOf(box) + 1);
  return new Set([...below, ...SERVICES, ...FOUNDATION, 'errors', 'analysis-engine']);
}

const boxOf = (path: string) => (path.split('/')[1] ?? '').replace(/\.ts$/, '');

function violations(path: string, text: string): string[] {
  const found: string[] = [];
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const target = join(path, '..', specifier);
    const [from, to] = [boxOf(path), boxOf(target)];
    if (!target.startsWith('src/') || from === to) continue;
    if (!allowed(from).has(to)) found.push(`${path} may not import ${target}: ${from} is not above ${to}`);
    else if (to !== 'errors' && target !== `src/${to}/index.ts`)
      found.push(`${path} goes past the door of ${to}: ${target}`);
  }
  return found;
}

describe('boundaries', () => {
  const files = sourceFiles().filter((path) => path.startsWith('src/') && path.endsWith('.ts'));

  it('every import goes down the list and through a door', () => {
    const production = files.filter((path) => !path.endsWith('.test.ts') && !path.includes('/testing/'));
    expect(production.flatMap((path) => violations(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('would catch an upward and a deep import', () => {
    const upward = violations('src/cache/memory.ts', "import { x } from '../roles/index.ts';");
    const deep = violations('src/roles/api.ts', "import { x } from '../cache/memory.ts';");
    expect([upward.length, deep.length]).toEqual([1, 1]);
  });

  it('the engine is pure: no Node, no clock, no environment', () => {
    const impure = /from 'node:|\bprocess\.|Date\.now|new Date\(|performance\.now|Math\.random/;
    const engine = files.filter(
      (path) => path.startsWith('src/analysis-engine/') && !/\.test\.ts$|\/testing\//.test(path),
    );
    const code = (path: string) => readFileSync(path, 'utf8').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
    const offenders = engine.filter(
      (path) => !path.includes('.generated.') && impure.test(code(path).replace(/'[^'\n]*Math\.random[^'\n]*'/g, '')),
    );
    expect(offenders).toEqual([]);
  });

  it('only the configuration reads the environment', () => {
    const readers = files.filter(
      (path) => !path.endsWith('.test.ts') && !path.includes('/testing/') && !path.startsWith('src/config/'),
    );
    expect(
      readers.filter(
        (path) =>
          /process\.env\b/.test(readFileSync(path, 'utf8').replace(/^\s*(?:\/\/|\*).*$/gm, '')) &&
          !path.includes('.generated.'),
      ),
    ).toEqual([]);
  });
});
