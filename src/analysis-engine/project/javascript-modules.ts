// Where a JavaScript or TypeScript module lies among the files of a project: relative paths, folders, aliases of
// `tsconfig.json`, packages of the same workspace. Pure.
import type { ModulePath } from './module-resolution.ts';
import { folderOf, foldersUp, joinPath, resolvePath, type SourceTree } from './source-tree.ts';

const EXTENSIONS = ['.js', '.ts', '.tsx', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.json', '.d.ts'];
const CONFIGURATIONS = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];
/** Configurations that extend each other, exports within exports. */
const DEEPEST = 8;

/** Candidates, likeliest first. */
export function javascriptModulePaths(
  tree: SourceTree,
  from: string,
  module: string,
  name: string | null,
): ModulePath[] {
  return basesOf(tree, from, module)
    .flatMap((base) => filesAt(tree, base, 0))
    .map((path) => ({ path, rest: name }));
}

/** Paths without extension that the module may stand for. */
function basesOf(tree: SourceTree, from: string, module: string): string[] {
  const folder = folderOf(from);
  if (module.startsWith('.')) {
    const base = resolvePath(folder, module);
    return base === null ? [] : [base];
  }
  if (module.startsWith('#')) return importsOf(tree, folder, module);
  return [...aliasesOf(tree, folder, module), ...packageBases(tree, module)];
}

/** The file itself, with an extension, the main file of the folder. */
function filesAt(tree: SourceTree, base: string, depth: number): string[] {
  // TypeScript sources name the files they compile to.
  const source = base.replace(/\.(m|c)?js(x?)$/, '.$1ts$2');
  const files = [base, source, ...EXTENSIONS.map((extension) => base + extension)];
  if (depth > 0 || !tree.hasFolder(base)) return files.filter((path) => tree.file(path));
  const main = mainOf(tree, base).flatMap((path) => filesAt(tree, path, 1));
  const index = EXTENSIONS.map((extension) => joinPath(base, `index${extension}`));
  return [...files, ...main, ...index].filter((path) => tree.file(path));
}

/** What a package names as its beginning; often a build of sources beside it. */
function mainOf(tree: SourceTree, folder: string): string[] {
  const manifest = recordOf(tree.json(joinPath(folder, 'package.json')));
  const named = [exportOf(recordOf(manifest.exports)['.'] ?? manifest.exports, 0), manifest.module, manifest.main];
  const paths = named.filter((path) => typeof path === 'string');
  return [...paths, 'src/index', 'index', 'lib/index'].flatMap((path) => resolvePath(folder, path) ?? []);
}

/** The file of an entry of `exports`: conditions are tried in the order in which they are written. */
function exportOf(entry: unknown, depth: number): string | null {
  if (typeof entry === 'string') return entry;
  if (depth > DEEPEST) return null;
  for (const [condition, value] of Object.entries(recordOf(entry))) {
    if (condition.startsWith('.') || condition === 'types') continue;
    const found = exportOf(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** A package of the project by its name, or a file in it. */
function packageBases(tree: SourceTree, module: string): string[] {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(module) ?? [];
  const bases: string[] = [];
  for (const file of tree.filesNamed('package.json')) {
    const manifest = recordOf(tree.json(file.path));
    if (manifest.name !== name) continue;
    const folder = folderOf(file.path);
    if (rest === '') bases.push(folder);
    else {
      const exported = exportOf(recordOf(manifest.exports)[`./${rest}`], 0);
      const paths = [...(exported === null ? [] : [exported]), rest, `src/${rest}`];
      bases.push(...paths.flatMap((path) => resolvePath(folder, path) ?? []));
    }
  }
  return bases;
}

function importsOf(tree: SourceTree, folder: string, module: string): string[] {
  for (const up of foldersUp(folder)) {
    const { imports } = recordOf(tree.json(joinPath(up, 'package.json')));
    if (imports !== undefined) return matches(recordOf(imports), module).flatMap((path) => resolvePath(up, path) ?? []);
  }
  return [];
}

/** `paths` and `baseUrl` of the nearest configuration that has them. */
function aliasesOf(tree: SourceTree, folder: string, module: string): string[] {
  for (const up of foldersUp(folder)) {
    for (const name of CONFIGURATIONS) {
      const path = joinPath(up, name);
      if (tree.file(path) === undefined) continue;
      const found = aliasesIn(tree, path, module, 0);
      if (found !== null) return found;
    }
  }
  return [];
}

function aliasesIn(tree: SourceTree, path: string, module: string, depth: number): string[] | null {
  const configuration = recordOf(tree.json(path));
  const { baseUrl, paths } = recordOf(configuration.compilerOptions);
  const folder = folderOf(path);
  const base = typeof baseUrl === 'string' ? resolvePath(folder, baseUrl) : folder;
  if (base !== null && (paths !== undefined || typeof baseUrl === 'string')) {
    const targets = matches(recordOf(paths), module);
    if (typeof baseUrl === 'string') targets.push(module);
    return targets.flatMap((target) => resolvePath(base, target) ?? []);
  }
  const extended = configuration.extends;
  if (typeof extended !== 'string' || !extended.startsWith('.') || depth > DEEPEST) return null;
  const parent = resolvePath(folder, extended);
  if (parent === null) return null;
  const file = [parent, `${parent}.json`].find((each) => tree.file(each) !== undefined);
  return file === undefined ? null : aliasesIn(tree, file, module, depth + 1);
}

/** `@app/*` → `src/app/*`: what a table of patterns with one star makes of the module, the longest pattern first. */
function matches(table: Readonly<Record<string, unknown>>, module: string): string[] {
  const patterns = Object.keys(table).sort((a, b) => b.length - a.length);
  for (const pattern of patterns) {
    const [before = '', after] = pattern.split('*');
    const isExact = after === undefined;
    if (isExact ? module !== pattern : !(module.startsWith(before) && module.endsWith(after))) continue;
    if (!isExact && module.length < pattern.length - 1) continue;
    const star = isExact ? '' : module.slice(before.length, module.length - after.length);
    return targetsIn(table[pattern]).map((target) => target.replace('*', () => star));
  }
  return [];
}

function targetsIn(target: unknown): string[] {
  if (Array.isArray(target)) return target.filter((each) => typeof each === 'string');
  const found = exportOf(target, 0);
  return found === null ? [] : [found];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
