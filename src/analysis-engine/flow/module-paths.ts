// Where an imported module may lie among the files of a request. Pure text.
import type { Program } from '../ir.ts';

/** A path to try, and the export to take from the file there; `rest` null: the module itself. */
export interface ModulePath {
  readonly path: string;
  readonly rest: string | null;
}

/** Candidates, likeliest first. */
export function modulePaths(program: Program, module: string, name: string | null): ModulePath[] {
  if (program.language === 'python') return pythonPaths(program.path, module, name);
  return javascriptPaths(program.path, module, name);
}

function folderOf(path: string): string[] {
  return path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/')
    .slice(0, -1);
}

function pythonPaths(path: string, module: string, name: string | null): ModulePath[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  const folder = folderOf(path);
  // An absolute import may start at any folder above: the root of the project is not known.
  const roots = dots > 0 ? [folder.slice(0, Math.max(0, folder.length - dots + 1))] : ancestors(folder);
  return roots.flatMap((root) => {
    const base = [...root, ...parts].join('/');
    const inside = name === null ? [] : [{ path: join(base, `${name}.py`), rest: null }];
    const own = parts.length === 0 ? [] : [{ path: `${base}.py`, rest: name }];
    return [...own, ...inside, { path: join(base, '__init__.py'), rest: name }];
  });
}

function join(base: string, file: string): string {
  return base === '' ? file : `${base}/${file}`;
}

function ancestors(folder: readonly string[]): string[][] {
  return Array.from({ length: folder.length + 1 }, (_, up) => folder.slice(0, folder.length - up));
}

const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.cjs', '.jsx', '.tsx', '.json', '/index.js', '/index.ts'];

function javascriptPaths(path: string, module: string, name: string | null): ModulePath[] {
  if (!module.startsWith('.')) return [];
  const parts = folderOf(path);
  for (const part of module.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const base = parts.join('/');
  // TypeScript sources name the files they compile to.
  const source = base.replace(/\.(m|c)?js$/, '.$1ts');
  const bases = source === base ? [base] : [base, source];
  return bases.flatMap((each) => EXTENSIONS.map((extension) => ({ path: `${each}${extension}`, rest: name })));
}
