// What a project's files depend on, kept for the next run: after an edit only what changed is read off again.
import { createHash } from 'node:crypto';
import { type DependencyGraph, meaningForOthers } from '../../analysis-engine/index.ts';

/** Where texts are kept by key; what is lost there is worked out again. */
export interface TextStore {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, text: string) => void;
}

export interface KeptDependencies {
  /** of the files that are the same as they were; nothing unless all that imports rest on is the same */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Keeps them all, if that is any news. */
  readonly keep: (graph: DependencyGraph) => void;
}

interface KeptFile {
  readonly path: string;
  readonly code: string;
  readonly digest: string;
}

/** One entry for each file, in the order of the files: the key says that they are the same ones. */
interface Entry {
  readonly digests: readonly string[];
  /** places of the files that each depends on */
  readonly dependencies: readonly (readonly number[])[];
}

/** `version` changes whenever the same files may depend on others than before. */
export function openKeptDependencies(files: readonly KeptFile[], store: TextStore, version: string): KeptDependencies {
  const key = keyOf(files, version);
  const text = store.get(key);
  const entry = text === null ? null : (JSON.parse(text) as Entry);
  const known = new Map<string, readonly string[]>();
  for (const [place, { path, digest }] of files.entries()) {
    if (entry?.digests[place] !== digest) continue;
    known.set(
      path,
      (entry.dependencies[place] ?? []).flatMap((each) => files[each]?.path ?? []),
    );
  }
  return {
    known,
    keep: (graph) => {
      if (known.size === files.length) return;
      const places = new Map(files.map(({ path }, place) => [path, place] as const));
      const next: Entry = {
        digests: files.map(({ digest }) => digest),
        dependencies: files.map(({ path }) => graph.dependenciesOf(path).flatMap((each) => places.get(each) ?? [])),
      };
      store.set(key, JSON.stringify(next));
    },
  };
}

/** Everything that decides what imports mean but the text of the file that has them. */
function keyOf(files: readonly KeptFile[], version: string): string {
  const hash = createHash('sha256').update(JSON.stringify(['dependencies', version, files.length]));
  for (const file of files) hash.update(`${file.path}\0${meaningForOthers(file)}\0`);
  return hash.digest('hex');
}
