// Since when a line is as it is, by the version control of the folder; null where there is none.
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

/** The day (YYYY-MM-DD) of the commit that wrote the line, or null. */
export function lineSince(file: string, line: number): string | null {
  try {
    const output = execFileSync('git', ['blame', '--porcelain', '-L', `${line},${line}`, '--', file], {
      cwd: dirname(file),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // A line that is not committed yet has a hash of zeros.
    if (/^0+ /.test(output)) return null;
    const seconds = /^author-time (\d+)$/m.exec(output)?.[1];
    return seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
  } catch {
    return null;
  }
}
