// The files that git would commit, for the tests about the tree itself.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Paths from the root of tracked and new files that are not ignored. */
export function sourceFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  return output.split('\n').filter((path) => path !== '' && existsSync(path));
}
