// Where an imported module may lie among the files of a project, for the languages whose imports name modules. Pure.
import { javascriptModulePaths } from './javascript-modules.ts';
import { pythonModulePaths } from './python-modules.ts';
import { normalisePath, type SourceTree } from './source-tree.ts';

/** A path to try, and the export to take from the file there; `rest` null: the module itself. */
export interface ModulePath {
  readonly path: string;
  readonly rest: string | null;
}

/** Files of the tree that `import module` or `from module import name` in the file at `from` may mean, likeliest first. */
export function modulePaths(
  tree: SourceTree,
  language: string,
  from: string,
  module: string,
  name: string | null,
): ModulePath[] {
  const importer = normalisePath(from);
  const resolve = language === 'python' ? pythonModulePaths : javascriptModulePaths;
  return resolve(tree, importer, module, name).filter(({ path }) => path !== importer && tree.file(path) !== undefined);
}
