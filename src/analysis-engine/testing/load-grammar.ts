// Gives tests and scripts the bytes of the runtime and of the grammars, from node_modules. Never imported by the product.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createParser, GRAMMAR_NAMES, type GrammarName, type SourceParser } from '../parsing/index.ts';

const NODE_MODULES = new URL('../../../node_modules/', import.meta.url);

/** `name` is `package/file`, as the table of grammars writes it. */
export async function loadGrammarFromNodeModules(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(fileURLToPath(new URL(name, NODE_MODULES))));
}

export function loadRuntimeFromNodeModules(): Promise<Uint8Array> {
  return loadGrammarFromNodeModules('web-tree-sitter/web-tree-sitter.wasm');
}

/** A parser with the named grammars loaded (all when none is named). */
export async function parserForTests(...names: readonly GrammarName[]): Promise<SourceParser> {
  const parser = await createParser({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
  });
  for (const name of names.length > 0 ? names : GRAMMAR_NAMES) await parser.load(name);
  return parser;
}
