// Where a Python module lies among the files of a project. Pure.
import type { ModulePath } from './module-resolution.ts';
import { closeness, folderOf, foldersUp, joinPath, type SourceTree } from './source-tree.ts';

/** Other source roots that are tried for a name that no folder around has. */
const MOST_OTHER_ROOTS = 4;

/** Candidates, likeliest first: what a package's own file says goes before a module of that name in it. */
export function pythonModulePaths(tree: SourceTree, from: string, module: string, name: string | null): ModulePath[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split('.').filter(Boolean);
  const roots = dots > 0 ? relativeRoot(from, dots) : rootsOf(tree, from, parts[0] ?? '');
  return roots.flatMap((root) => {
    const base = [root, ...parts].filter(Boolean).join('/');
    const own = parts.length === 0 ? [] : [{ path: `${base}.py`, rest: name }];
    const inside =
      name === null
        ? []
        : [
            { path: joinPath(base, `${name}.py`), rest: null },
            { path: joinPath(base, `${name}/__init__.py`), rest: null },
          ];
    return [...own, { path: joinPath(base, '__init__.py'), rest: name }, ...inside];
  });
}

function relativeRoot(from: string, dots: number): string[] {
  const up = foldersUp(folderOf(from))[dots - 1];
  return up === undefined ? [] : [up];
}

/**
 * Folders that an absolute import may start at: those around the file that are no packages themselves, then the file's
 * own (scripts), then source roots elsewhere, such as `src` seen from `tests`.
 */
function rootsOf(tree: SourceTree, from: string, first: string): readonly string[] {
  const own = folderOf(from);
  const ofTree = ROOTS.get(tree) ?? new Map<string, Map<string, readonly string[]>>();
  ROOTS.set(tree, ofTree);
  const ofFolder = ofTree.get(own) ?? new Map<string, readonly string[]>();
  ofTree.set(own, ofFolder);
  const known = ofFolder.get(first);
  if (known !== undefined) return known;
  const roots = findRoots(tree, own, first);
  ofFolder.set(first, roots);
  return roots;
}

/** By tree, folder and first name: files of one folder import from the same packages. */
const ROOTS = new WeakMap<SourceTree, Map<string, Map<string, readonly string[]>>>();

function findRoots(tree: SourceTree, own: string, first: string): string[] {
  const isPackage = (folder: string): boolean => tree.file(joinPath(folder, '__init__.py')) !== undefined;
  const around = foldersUp(own).filter((folder) => !isPackage(folder));
  const others = tree
    .holdersOf(first)
    .filter((folder) => !around.includes(folder) && folder !== own && !isPackage(folder))
    .filter((folder) => isPackage(joinPath(folder, first)))
    .sort((a, b) => closeness(b, own) - closeness(a, own) || (a < b ? -1 : 1));
  return [...around, ...(isPackage(own) ? [own] : []), ...others.slice(0, MOST_OTHER_ROOTS)];
}
