// The files of a project by path and folder: what module resolution asks. Pure; code is read only where it must be.

/** `code` may be read only when it is asked for. */
export interface ProjectFile {
  readonly path: string;
  readonly code: string;
}

export interface SourceTree {
  readonly file: (path: string) => ProjectFile | undefined;
  readonly hasFolder: (folder: string) => boolean;
  /** files directly in a folder */
  readonly filesIn: (folder: string) => readonly ProjectFile[];
  /** folders that directly hold a folder or a file of this name, extension left out */
  readonly holdersOf: (name: string) => readonly string[];
  /** files of this very name in any folder: manifests */
  readonly filesNamed: (name: string) => readonly ProjectFile[];
  /** what a JSON file says, comments allowed; null when it is none */
  readonly json: (path: string) => unknown;
}

export function normalisePath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** '' for files at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A path relative to a folder, its dots resolved; null when it leads out of the tree. */
export function resolvePath(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** A folder and those around it, nearest first, the top ('') last. */
export function foldersUp(folder: string): string[] {
  const up = [folder];
  for (let at = folder; at !== ''; ) {
    at = folderOf(at);
    up.push(at);
  }
  return up;
}

/** How many characters two paths begin with in common: of several files of one name the nearest is meant. */
export function closeness(a: string, b: string): number {
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  return common;
}

interface Index {
  readonly files: Map<string, ProjectFile>;
  readonly folders: Map<string, ProjectFile[]>;
  readonly holders: Map<string, Set<string>>;
  readonly named: Map<string, ProjectFile[]>;
}

function addFile(index: Index, file: ProjectFile): void {
  const path = normalisePath(file.path);
  if (index.files.has(path)) return;
  index.files.set(path, file);
  const name = path.slice(path.lastIndexOf('/') + 1);
  pushTo(index.named, name, file);
  addHolder(index, folderOf(path), name.replace(/\.\w+$/, ''));
  let folder = folderOf(path);
  const isKnown = index.folders.has(folder);
  pushTo(index.folders, folder, file);
  if (isKnown) return;
  while (folder !== '') {
    const parent = folderOf(folder);
    addHolder(index, parent, folder.slice(folder.lastIndexOf('/') + 1));
    if (index.folders.has(parent)) return;
    index.folders.set(parent, []);
    folder = parent;
  }
}

function addHolder(index: Index, folder: string, name: string): void {
  const holders = index.holders.get(name);
  if (holders) holders.add(folder);
  else index.holders.set(name, new Set([folder]));
}

function pushTo(map: Map<string, ProjectFile[]>, key: string, file: ProjectFile): void {
  const list = map.get(key);
  if (list) list.push(file);
  else map.set(key, [file]);
}

/** Of two files with one path the first counts. */
export function createSourceTree(files: readonly ProjectFile[]): SourceTree {
  const index: Index = { files: new Map(), folders: new Map(), holders: new Map(), named: new Map() };
  for (const file of files) addFile(index, file);
  const parsed = new Map<string, unknown>();
  return {
    file: (path) => index.files.get(path),
    hasFolder: (folder) => index.folders.has(folder),
    filesIn: (folder) => index.folders.get(folder) ?? [],
    holdersOf: (name) => [...(index.holders.get(name) ?? [])],
    filesNamed: (name) => index.named.get(name) ?? [],
    json: (path) => {
      if (!parsed.has(path)) parsed.set(path, parseLooseJson(index.files.get(path)?.code ?? ''));
      return parsed.get(path) ?? null;
    },
  };
}

/** JSON with comments and trailing commas, as configuration files of TypeScript are written. */
function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Perhaps it has comments.
  }
  try {
    return JSON.parse(withoutComments(text).replace(/,(?=\s*[}\]])/g, ''));
  } catch {
    return null;
  }
}

function withoutComments(text: string): string {
  let kept = '';
  for (let at = 0; at < text.length; ) {
    const end = endOfToken(text, at);
    if (text[at] !== '/' || end === at + 1) kept += text.slice(at, end);
    at = end;
  }
  return kept;
}

/** Where the string, comment or other character that begins here ends. */
function endOfToken(text: string, at: number): number {
  if (text[at] === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  const two = text.slice(at, at + 2);
  if (two !== '//' && two !== '/*') return at + 1;
  const end = text.indexOf(two === '//' ? '\n' : '*/', at + 2);
  if (end < 0) return text.length;
  return two === '//' ? end : end + 2;
}
