// The files of a run, read once: text and digest of each, and which others each one depends on.
import { createHash } from 'node:crypto';
import { createDependencyGraph, manifestsFor } from '../analysis-engine/index.ts';
import { type JobFile, MOST_CONTEXT_FILES } from '../model-service/index.ts';
import type { ReadText } from './analysis-run.ts';
import type { SkipReason, SourceFile } from './source-files.ts';

/** A file that was read. */
export interface ProjectSource {
  readonly file: SourceFile;
  readonly code: string;
  /** SHA-256 of the text as UTF-8 */
  readonly digest: string;
}

/** One entry for each file, in the order given. */
export type ReadSource = ProjectSource | { readonly file: SourceFile; readonly reason: SkipReason };

export function readSources(files: readonly SourceFile[], readText: ReadText): ReadSource[] {
  return files.map((file) => {
    const source = readText(file);
    if (!('code' in source)) return { file, reason: source.reason };
    return { file, code: source.code, digest: createHash('sha256').update(source.code).digest('hex') };
  });
}

export interface Project {
  /** the files that go along with one, as a job takes them: those it depends on, and what says where modules lie */
  readonly contextOf: (path: string) => readonly JobFile[];
  /** whether answers depend on the day: some suppression has an end */
  readonly hasDates: boolean;
  readonly digestOf: (path: string) => string | undefined;
}

/** Reads off every file what it depends on. */
export function createProject(sources: readonly ProjectSource[]): Project {
  const byPath = new Map(sources.map((source) => [source.file.path, source] as const));
  const graph = createDependencyGraph(sources.map(({ file, code }) => ({ path: file.path, code })));
  const paths = [...byPath.keys()];
  const contextOf = (path: string): readonly JobFile[] => {
    const closure = graph.closureOf(path, MOST_CONTEXT_FILES);
    if (closure.length === 0) return [];
    const wanted = new Set([...manifestsFor(path, paths), ...closure].slice(0, MOST_CONTEXT_FILES));
    return [...wanted].flatMap((each) => byPath.get(each) ?? []).map(jobFileOf);
  };
  const hasDates = sources.some(({ code }) => /assay-ignore[^\n]*\buntil\b/.test(code));
  return { contextOf, hasDates, digestOf: (path) => byPath.get(path)?.digest };
}

function jobFileOf({ file, code, digest }: ProjectSource): JobFile {
  return file.file === null ? { path: file.path, code } : { path: file.path, file: file.file, digest };
}
