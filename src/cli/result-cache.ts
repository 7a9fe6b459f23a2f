// Answers of earlier runs, kept on disk. An entry is one file named by its key; nothing in it is trusted before its
// checksum fits, and nothing that goes wrong here fails a run: at worst files are analysed again.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ResultCache {
  /** what was kept under a key, or null */
  readonly get: (key: string) => string | null;
  readonly set: (key: string, text: string) => void;
  /** lets the oldest entries go when there are too many */
  readonly close: () => void;
}

/** Changes when entries are laid out in another way. */
const LAYOUT = 'results-1';

const HOUR_MS = 3_600_000;

/** Of the allowed bytes this share is left after entries were let go, so that it is not done at every run. */
const LEFT_AFTER_PRUNING = 0.8;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The cache in a directory, which is made when something is first kept. */
export function openResultCache(directory: string, mostBytes: number): ResultCache {
  const root = join(directory, LAYOUT);
  const fileOf = (key: string): string => join(root, key.slice(0, 2), key.slice(2));
  let isBroken = false;
  let hasGrown = false;
  return {
    get: (key) => {
      const file = fileOf(key);
      const text = contentOf(file);
      if (text !== null) touch(file);
      return text;
    },
    set: (key, text) => {
      if (isBroken) return;
      hasGrown = true;
      isBroken = !writeAtomically(fileOf(key), `${digestOf(text)}\n${text}`);
    },
    close: () => {
      if (hasGrown) prune(root, mostBytes);
    },
  };
}

/** For a run without a cache. */
export const NO_RESULT_CACHE: ResultCache = { get: () => null, set: () => undefined, close: () => undefined };

function contentOf(file: string): string | null {
  try {
    const content = readFileSync(file, 'utf8');
    const line = content.indexOf('\n');
    const text = content.slice(line + 1);
    return line > 0 && content.slice(0, line) === digestOf(text) ? text : null;
  } catch {
    return null;
  }
}

/** Entries in use are young; the hour spares most of the writes. */
function touch(file: string): void {
  try {
    if (Date.now() - statSync(file).mtimeMs > HOUR_MS) utimesSync(file, new Date(), new Date());
  } catch {
    // Another run let it go.
  }
}

/** Other runs see the old entry or the new one, never half of it. */
function writeAtomically(file: string, content: string): boolean {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, file);
    return true;
  } catch {
    removeQuietly(temporary);
    return false;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is none.
  }
}

function prune(root: string, mostBytes: number): void {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ file, stats: statSync(file) }));
    let total = entries.reduce((sum, { stats }) => sum + stats.size, 0);
    if (total <= mostBytes) return;
    for (const { file, stats } of entries.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs)) {
      if (total <= mostBytes * LEFT_AFTER_PRUNING) return;
      rmSync(file, { force: true });
      total -= stats.size;
    }
  } catch {
    // Another run is at it.
  }
}
