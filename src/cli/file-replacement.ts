// Writes a file so that it is always whole, and only when nobody has changed it since it was read.
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Replaces `before` by `after`; gives what went wrong, or null. The new text is written beside the file and takes its place. */
export function replaceFile(file: string, before: string, after: string): string | null {
  const beside = join(dirname(file), `.${basename(file)}.assay-${process.pid}`);
  try {
    const stats = lstatSync(file);
    if (!stats.isFile()) return 'is a link or no plain file, and was left as it is';
    if (readFileSync(file, 'utf8') !== before) return 'changed meanwhile, and was left as it is';
    const descriptor = openSync(beside, 'wx', stats.mode & 0o777);
    try {
      writeFileSync(descriptor, after);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (readFileSync(file, 'utf8') !== before) {
      rmSync(beside, { force: true });
      return 'changed meanwhile, and was left as it is';
    }
    renameSync(beside, file);
    return null;
  } catch (error) {
    rmSync(beside, { force: true });
    return `could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`;
  }
}
