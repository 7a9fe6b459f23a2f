// The neighbouring files of a job as the engine takes them: those on disk or in shared memory are read when they are first needed.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JobFile } from '../model-service.ts';

/** UTF-16 units of files that a thread keeps between jobs. */
const MOST_KEPT = 16 * 2 ** 20;

export interface OpenedFiles {
  readonly files: readonly { readonly path: string; readonly code: string }[];
  /** whether a file on disk was not what the job says it is */
  readonly isStale: () => boolean;
}

/** Keeps texts by digest, so that files that many others depend on are read once. */
export function createFileOpener(): (files: readonly JobFile[]) => OpenedFiles {
  const texts = new Map<string, string>();
  let kept = 0;
  const read = (file: Exclude<JobFile, { readonly code: string }>): string | null => {
    const { digest } = file;
    const known = texts.get(digest);
    if (known !== undefined) return known;
    const text = 'shared' in file ? textOf(file) : readWithDigest(file.file, digest);
    if (text === null) return null;
    if (kept + text.length > MOST_KEPT) {
      texts.clear();
      kept = 0;
    }
    texts.set(digest, text);
    kept += text.length;
    return text;
  };
  return (files) => {
    let isStale = false;
    const opened = files.map((each) => {
      if ('code' in each) return each;
      return {
        path: each.path,
        get code(): string {
          const text = read(each);
          isStale ||= text === null;
          return text ?? '';
        },
      };
    });
    return { files: opened, isStale: () => isStale };
  };
}

function textOf({ shared, offset, length }: Extract<JobFile, { readonly shared: SharedArrayBuffer }>): string {
  return Buffer.from(shared, offset, length).toString('utf8');
}

function readWithDigest(file: string, digest: string): string | null {
  try {
    const bytes = readFileSync(file);
    const isSame = createHash('sha256').update(bytes).digest('hex') === digest;
    return isSame ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : null;
  } catch {
    return null;
  }
}
