// The files of a run, read once: text and digest of each.
import { createHash } from 'node:crypto';
import type { JobFile, ProjectFile } from '../model-service/index.ts';
import type { ReadText } from './analysis-run.ts';
import type { SkipReason, SourceFile } from './source-files.ts';

/** A file that was read. The digest is the SHA-256 of the text as UTF-8. */
export interface ProjectSource extends ProjectFile {
  readonly file: SourceFile;
}

/** One entry for each file, in the order given. */
export type ReadSource = ProjectSource | { readonly file: SourceFile; readonly reason: SkipReason };

export function readSources(files: readonly SourceFile[], readText: ReadText): ReadSource[] {
  return files.map((file) => {
    const source = readText(file);
    if (!('code' in source)) return { file, reason: source.reason };
    const { code } = source;
    const digest = createHash('sha256').update(code).digest('hex');
    return { file, path: file.path, code, digest, asNeighbour: jobFileOf(file, code, digest) };
  });
}

function jobFileOf({ path, file }: SourceFile, code: string, digest: string): JobFile {
  return file === null ? { path, code } : { path, file, digest };
}
