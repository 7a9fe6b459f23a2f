// Finds the grammars' WebAssembly among the installed packages. The engine itself does no I/O.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folder of an installed package; works for packages whose `exports` hide package.json. */
function packageFolder(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return dirname(require.resolve(join(folder, name, 'package.json')));
    } catch {
      // Not installed at this level: the next one up may have it.
    }
  }
  throw new Error(`the package ${name} is not installed`);
}

/** Bytes of `package/file.wasm`, e.g. `tree-sitter-java/tree-sitter-java.wasm`. */
export async function loadGrammar(file: string): Promise<Uint8Array> {
  const slash = file.indexOf('/');
  return readFile(join(packageFolder(file.slice(0, slash)), file.slice(slash + 1)));
}

/** Bytes of the parser runtime. */
export const loadRuntime = (): Promise<Uint8Array> => loadGrammar('web-tree-sitter/web-tree-sitter.wasm');
