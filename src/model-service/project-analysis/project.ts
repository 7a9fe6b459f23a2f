// The files of a project, and which others each of them depends on: what goes along with a file when it is analysed.
import { createDependencyGraph, ENGINE_LIMITS, manifestsFor } from '../../analysis-engine/index.ts';
import type { JobFile } from '../model-service.ts';

export interface ProjectFile {
  readonly path: string;
  readonly code: string;
  /** of the text; whatever the caller tells contents apart by */
  readonly digest: string;
  /** as it goes along with others */
  readonly asNeighbour: JobFile;
}

export interface Project {
  /** the files that go along with one, as a job takes them: those it depends on, and what says where modules lie */
  readonly contextOf: (path: string) => readonly JobFile[];
  /** whether answers depend on the day: some suppression has an end */
  readonly hasDates: boolean;
  readonly digestOf: (path: string) => string | undefined;
}

/** Reads off every file what it depends on. */
export function createProject(files: readonly ProjectFile[]): Project {
  const byPath = new Map(files.map((file) => [file.path, file] as const));
  const graph = createDependencyGraph(files);
  const paths = [...byPath.keys()];
  const most = ENGINE_LIMITS.contextFiles;
  // They depend on what kind of file it is alone, and looking for them means looking at every path.
  const manifests = new Map<string, readonly string[]>();
  const manifestsOf = (path: string): readonly string[] => {
    const kind = path.slice(path.lastIndexOf('.'));
    const found = manifests.get(kind) ?? manifestsFor(path, paths);
    manifests.set(kind, found);
    return found;
  };
  const contextOf = (path: string): readonly JobFile[] => {
    const closure = graph.closureOf(path, most);
    if (closure.length === 0) return [];
    const wanted = new Set([...manifestsOf(path), ...closure].slice(0, most));
    return [...wanted].flatMap((each) => byPath.get(each)?.asNeighbour ?? []);
  };
  const hasDates = files.some(({ code }) => /assay-ignore[^\n]*\buntil\b/.test(code));
  return { contextOf, hasDates, digestOf: (path) => byPath.get(path)?.digest };
}
