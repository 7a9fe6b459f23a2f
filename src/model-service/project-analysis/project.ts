// The files of a project, and which others each of them depends on: what goes along with a file when it is analysed.
import { createHash } from 'node:crypto';
import { createDependencyGraph, ENGINE_LIMITS, manifestsFor } from '../../analysis-engine/index.ts';
import type { JobFile } from '../model-service.ts';
import { ENGINE_DIGEST } from '../model-versioning/source-digests.generated.ts';
import { openKeptDependencies, type TextStore } from './kept-dependencies.ts';

export interface ProjectFile {
  readonly path: string;
  readonly code: string;
  /** of the text; whatever the caller tells contents apart by */
  readonly digest: string;
  /** as it goes along with others */
  readonly asNeighbour: JobFile;
}

export interface Project {
  /** paths of the files that go along with one: those it depends on, and what says where modules lie */
  readonly contextOf: (path: string) => readonly string[];
  /** files as a job takes them */
  readonly jobFilesOf: (paths: readonly string[]) => readonly JobFile[];
  /** what tells the path from any other, in few characters: a scan names each file once for every one that it goes along with */
  readonly shortNameOf: (path: string) => string;
  /** whether answers depend on the day: some suppression has an end */
  readonly hasDates: boolean;
  readonly digestOf: (path: string) => string | undefined;
  /** whether some file is another than in the run that the store knows of, or there was none */
  readonly hasChanged: boolean;
  /** Hands what the files depend on to the store that the project was made with. */
  readonly keep: () => void;
}

/** Characters of a path's digest in base64, 132 bits: nobody finds two paths that have them in common. */
const SHORT_NAME = 22;

/** A suppression with an end. */
const DATED = /assay-ignore[^\n]*\buntil\b/;

/** Reads off every file what it depends on, or takes it over from what `store` has of an earlier run. */
export function createProject(files: readonly ProjectFile[], store: TextStore | null = null): Project {
  const byPath = new Map(files.map((file) => [file.path, file] as const));
  const kept = store === null ? null : openKeptDependencies(files, store, ENGINE_DIGEST);
  const graph = createDependencyGraph(files, kept?.known);
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
  const contextOf = (path: string): readonly string[] => {
    const closure = graph.closureOf(path, most);
    const manifests = closure.length === 0 ? [] : manifestsOf(path);
    if (manifests.length === 0) return closure;
    return [...new Set([...manifests, ...closure].slice(0, most))];
  };
  const shortNames = new Map<string, string>();
  const shortNameOf = (path: string): string => {
    let name = shortNames.get(path);
    if (name === undefined) {
      name = createHash('sha256').update(path).digest('base64url').slice(0, SHORT_NAME);
      shortNames.set(path, name);
    }
    return name;
  };
  return {
    contextOf,
    jobFilesOf: (paths) => paths.flatMap((each) => byPath.get(each)?.asNeighbour ?? []),
    shortNameOf,
    hasDates: files.some(({ code }) => code.includes('assay-ignore') && DATED.test(code)),
    digestOf: (path) => byPath.get(path)?.digest,
    hasChanged: (kept?.known.size ?? 0) < files.length,
    keep: () => kept?.keep(graph),
  };
}
