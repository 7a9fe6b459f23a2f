// Which files of a project a file depends on, directly and through others, and which depend on it. Pure.
import { type FileRequests, javaNamespace, requestsOf } from './file-requests.ts';
import { goPackageFiles } from './go-modules.ts';
import { modulePaths } from './module-resolution.ts';
import { resourceIndex } from './resources.ts';
import { createSourceTree, type ProjectFile } from './source-tree.ts';

export interface DependencyGraph {
  /** files that the file itself names */
  readonly dependenciesOf: (path: string) => readonly string[];
  /** with those that these depend on, nearest first, itself left out, at most `most` */
  readonly closureOf: (path: string, most: number) => readonly string[];
  /** files that depend on it, directly or through others, itself left out */
  readonly dependentsOf: (path: string) => readonly string[];
}

/** Files that say where modules lie: every file of their language depends on them. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  javascript: /(?:^|\/)(?:package|[jt]sconfig[\w.-]*)\.json$/,
  go: /(?:^|\/)go\.mod$/,
};

/** The manifests that resolve imports of the file's language. */
export function manifestsFor(path: string, paths: readonly string[]): string[] {
  const language = path.endsWith('.go') ? 'go' : 'javascript';
  const isConcerned = language === 'go' || /\.[cm]?[jt]sx?$/.test(path);
  return isConcerned ? paths.filter((each) => MANIFESTS[language]?.test(each)) : [];
}

const NONE_KEPT: ReadonlyMap<string, readonly string[]> = new Map();

/**
 * Reads every file once, when it is first needed. `kept`: dependencies that are known already, from when what they rest on was
 * the same (`meaningForOthers`); files that have such are not read.
 */
export function createDependencyGraph(
  files: readonly ProjectFile[],
  kept: ReadonlyMap<string, readonly string[]> = NONE_KEPT,
): DependencyGraph {
  const byPath = new Map(files.map((file) => [file.path, file] as const));
  const paths = [...byPath.keys()];
  let resolve: ReturnType<typeof resolver> | null = null;
  const direct = new Map(kept);
  const dependenciesOf = (path: string): readonly string[] => {
    let found = direct.get(path);
    if (found === undefined) {
      const file = byPath.get(path);
      resolve ??= resolver(files);
      const asked = file === undefined ? [] : resolve(path, requestsOf(path, file.code));
      found = [...new Set(asked)].filter((each) => each !== path);
      direct.set(path, found);
    }
    return found;
  };
  let reverse: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    dependenciesOf,
    closureOf: (path, most) => reach(path, dependenciesOf, most),
    dependentsOf: (path) => {
      reverse ??= reversed(paths, dependenciesOf);
      return reach(path, (each) => reverse?.get(each) ?? [], Number.POSITIVE_INFINITY);
    },
  };
}

/** Breadth first. */
function reach(start: string, next: (path: string) => readonly string[], most: number): string[] {
  const seen = new Set([start]);
  const order = [start];
  for (let index = 0; index < order.length && order.length <= most; index++) {
    for (const path of next(order[index])) {
      if (seen.has(path) || order.length > most) continue;
      seen.add(path);
      order.push(path);
    }
  }
  return order.slice(1);
}

function reversed(paths: readonly string[], dependenciesOf: (path: string) => readonly string[]) {
  const dependents = new Map<string, string[]>();
  for (const path of paths) {
    for (const dependency of dependenciesOf(path)) {
      const list = dependents.get(dependency);
      if (list) list.push(path);
      else dependents.set(dependency, [path]);
    }
  }
  return dependents;
}

/** Files that may say what an import of another file means: manifests and configurations, which name each other as they like. */
const CONFIGURATION = /\.json$|(?:^|\/)(?:go\.mod|[^/.]+)$/;

/** What of a file decides, beside the paths of all, what other files depend on. */
export function meaningForOthers({ path, code }: ProjectFile): string {
  if (path.endsWith('.java')) return javaNamespace(code);
  return CONFIGURATION.test(path) ? code : '';
}

function resolver(files: readonly ProjectFile[]) {
  const tree = createSourceTree(files);
  const resources = resourceIndex(files.map(({ path }) => path));
  let java: ReturnType<typeof javaClasses> | null = null;
  return (path: string, asked: FileRequests): string[] => {
    const named = asked.literals.flatMap((literal) => resources(literal, path));
    if (path.endsWith('.java')) {
      java ??= javaClasses(files);
      return [...java(asked), ...named];
    }
    if (path.endsWith('.go')) {
      const packages = [null, ...asked.modules.map(({ module }) => module)];
      const found = packages.flatMap((module) => goPackageFiles(tree, path, module));
      return [...found.map((file) => file.path), ...named];
    }
    const language = /\.pyi?$/.test(path) ? 'python' : 'javascript';
    const modules = asked.modules.flatMap(({ module, name }) => modulePaths(tree, language, path, module, name));
    return [...modules.flatMap((each) => tree.file(each.path)?.path ?? []), ...named];
  };
}

/** Classes by package and name; a name means a class of the same package, of an import, of a package imported whole. */
function javaClasses(files: readonly ProjectFile[]): (asked: FileRequests) => string[] {
  const byName = new Map<string, string[]>();
  for (const { path, code } of files) {
    const simple = /([^/\\]+)\.java$/.exec(path)?.[1];
    if (simple === undefined) continue;
    const namespace = javaNamespace(code);
    const name = namespace === '' ? simple : `${namespace}.${simple}`;
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return ({ modules, namespace, typeNames }) => {
    const packages = [namespace ?? '', ...modules.filter(({ name }) => name === '*').map(({ module }) => module)];
    const imported = modules.flatMap(({ module }) => [module, module.slice(0, module.lastIndexOf('.'))]);
    const inPackages = packages.flatMap((each) => typeNames.map((name) => (each === '' ? name : `${each}.${name}`)));
    return [...imported, ...inPackages].flatMap((name) => byName.get(name) ?? []);
  };
}
