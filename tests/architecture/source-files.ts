// The files that git would commit, for the tests about the tree itself.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that .gitignore names. */
const IGNORED = new Set(['.git', 'node_modules', 'dist', '.assay', 'coverage']);

/** Paths from the root of tracked and new files that are not ignored; without git, of every file outside ignored folders. */
export function sourceFiles(): string[] {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
    const output = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return output.split('\n').filter((path) => path !== '' && existsSync(path));
  } catch {
    return filesBelow('');
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
