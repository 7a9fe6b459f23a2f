// Chooses the neighbours that go along with a file, so that data flow crosses files: small ones whose name it mentions.
import { basename, dirname, extname } from 'node:path';
import { readSource, type SourceFile } from './source-files.ts';

interface ContextFile {
  readonly path: string;
  readonly code: string;
}

/** Files of one family may import each other; property files are read by Java. */
const FAMILIES: Readonly<Record<string, string>> = {
  '.py': 'python',
  '.pyi': 'python',
  '.java': 'java',
  '.properties': 'java',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'javascript',
  '.mts': 'javascript',
  '.cts': 'javascript',
  '.tsx': 'javascript',
};
const LIMITS = { files: 12, fileCharacters: 48 * 1024, characters: 192 * 1024, remembered: 512 };
const NAME = /[A-Za-z_$][\w$-]*/g;

export interface Neighbourhood {
  /** The neighbours of one file; reads them when needed. */
  contextOf(file: SourceFile, code: string): ContextFile[];
}

/** Of files with one name the one in the nearest folder is meant, by the longest common path. */
function nearest(candidates: readonly SourceFile[], path: string): SourceFile | undefined {
  const folder = dirname(path);
  let best: SourceFile | undefined;
  let longest = -1;
  for (const candidate of candidates) {
    if (candidate.path === path) continue;
    const other = dirname(candidate.path);
    let common = 0;
    while (common < folder.length && folder[common] === other[common]) common++;
    if (folder === other) common = Number.MAX_SAFE_INTEGER;
    if (common > longest) [best, longest] = [candidate, common];
  }
  return best;
}

/** Indexes the files of a scan by name. */
export function createNeighbourhood(files: readonly SourceFile[]): Neighbourhood {
  const byName = new Map<string, SourceFile[]>();
  const keyOf = (family: string, name: string) => `${family}:${name}`;
  for (const file of files) {
    const family = FAMILIES[extname(file.path)];
    if (family === undefined) continue;
    const name = basename(file.path, extname(file.path));
    // `import package` means the folder's own file
    const stem = name === 'index' || name === '__init__' ? basename(dirname(file.path)) : name;
    byName.set(keyOf(family, stem), [...(byName.get(keyOf(family, stem)) ?? []), file]);
  }
  const texts = new Map<string, string | null>();
  const textOf = (file: SourceFile): string | null => {
    const known = texts.get(file.path);
    if (known !== undefined || file.file === null) return known ?? null;
    const source = readSource(file.file);
    const text = 'code' in source && source.code.length <= LIMITS.fileCharacters ? source.code : null;
    if (texts.size >= LIMITS.remembered) texts.delete(texts.keys().next().value ?? '');
    texts.set(file.path, text);
    return text;
  };
  return {
    contextOf(file, code) {
      const family = FAMILIES[extname(file.path)];
      if (family === undefined || files.length < 2) return [];
      const context: ContextFile[] = [];
      let characters = 0;
      for (const name of new Set(code.match(NAME))) {
        const neighbour = nearest(byName.get(keyOf(family, name)) ?? [], file.path);
        const text = neighbour === undefined ? null : textOf(neighbour);
        if (neighbour === undefined || text === null || characters + text.length > LIMITS.characters) continue;
        context.push({ path: neighbour.path, code: text });
        characters += text.length;
        if (context.length === LIMITS.files) break;
      }
      return context;
    },
  };
}
