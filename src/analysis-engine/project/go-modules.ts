// Which folder of a project a Go import means: the module's path in `go.mod`, then the rest of the import. Pure.
import { folderOf, joinPath, normalisePath, type ProjectFile, type SourceTree } from './source-tree.ts';

/** Files of the package that an import names; without one (`module` null) those of the file's own, itself left out. */
export function goPackageFiles(tree: SourceTree, from: string, module: string | null): ProjectFile[] {
  const own = normalisePath(from);
  const folders = module === null ? [folderOf(own)] : goFolders(tree, module);
  const withTests = module === null && own.endsWith('_test.go');
  return folders.flatMap((folder) =>
    tree.filesIn(folder).filter(({ path }) => {
      const file = normalisePath(path);
      return file.endsWith('.go') && file !== own && (withTests || !file.endsWith('_test.go'));
    }),
  );
}

function goFolders(tree: SourceTree, module: string): string[] {
  for (const manifest of tree.filesNamed('go.mod')) {
    const name = /^\s*module\s+"?([^\s"]+)/m.exec(manifest.code)?.[1];
    if (name === undefined || (module !== name && !module.startsWith(`${name}/`))) continue;
    const folder = joinPath(folderOf(normalisePath(manifest.path)), module.slice(name.length + 1)).replace(/\/$/, '');
    if (tree.hasFolder(folder)) return [folder];
  }
  // Without a manifest the path of the project's root is not known: an import may end in any folder of the project.
  const last = module.slice(module.lastIndexOf('/') + 1);
  return tree
    .holdersOf(last)
    .map((holder) => joinPath(holder, last))
    .filter((folder) => tree.hasFolder(folder) && mayEndIn(module, folder));
}

function mayEndIn(module: string, folder: string): boolean {
  return folder === module || module.endsWith(`/${folder}`) || folder.endsWith(`/${module}`);
}
