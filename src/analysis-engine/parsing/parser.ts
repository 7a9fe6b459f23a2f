// Source in, flat syntax tree out. Pure: the caller brings the bytes of the runtime and of the grammars.
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { type NodeTable, readWithCursor } from './cursor-reader.ts';
import { describeGrammar } from './grammar-vocabulary.ts';
import { GRAMMAR_FILES, type GrammarName, grammarsOf } from './grammars.ts';
import { defaultBudget, ParseBudgetExceeded } from './parse-budget.ts';
import { END, type Grammar, START, type SyntaxTree } from './syntax-tree.ts';
import { startRuntime } from './wasm-runtime.ts';

/** Where the bytes come from. File names are `package/file` below node_modules. */
export interface ParserSources {
  readonly loadGrammar: (wasmFileName: string) => Promise<Uint8Array>;
  /** the bytes of `web-tree-sitter/web-tree-sitter.wasm`; without it the library looks for the file itself */
  readonly loadRuntime?: () => Promise<Uint8Array>;
}

export interface ParseOptions {
  /** steps (100 parser operations each) after which the parse is given up; the default grows with the source */
  readonly budget?: number;
}

/** How trees of a grammar are read; `cursor` means that the self-check refused the fast reader. */
export type ReaderName = 'bulk' | 'cursor';

interface LoadedGrammar {
  readonly grammar: Grammar;
  readonly parser: Parser;
  readonly reader: ReaderName;
  readonly read: (tree: Tree) => NodeTable;
}

/** Starts the runtime (once a thread) and returns a parser without grammars. */
export async function createParser(sources: ParserSources): Promise<SourceParser> {
  await startRuntime(sources.loadRuntime);
  return new SourceParser(sources);
}

/** Parses synchronously with the grammars that were loaded; holds WebAssembly memory until `close()`. */
export class SourceParser {
  readonly #sources: ParserSources;
  readonly #loaded = new Map<GrammarName, LoadedGrammar>();
  readonly #loading = new Map<GrammarName, Promise<void>>();

  constructor(sources: ParserSources) {
    this.#sources = sources;
  }

  /** Makes a grammar ready; calling it again costs nothing. */
  load(name: GrammarName): Promise<void> {
    const loading = this.#loading.get(name) ?? this.#load(name);
    this.#loading.set(name, loading);
    return loading;
  }

  /** Loads every grammar that files of this language may need. */
  async loadLanguage(languageId: string): Promise<void> {
    for (const name of grammarsOf(languageId)) await this.load(name);
  }

  isLoaded(name: GrammarName): boolean {
    return this.#loaded.has(name);
  }

  /** Which reader serves a loaded grammar; undefined before it is loaded. */
  readerOf(name: GrammarName): ReaderName | undefined {
    return this.#loaded.get(name)?.reader;
  }

  /** Parses with one grammar, which must be loaded. Throws ParseBudgetExceeded. */
  parse(source: string, name: GrammarName, options: ParseOptions = {}): SyntaxTree {
    const loaded = this.#loaded.get(name);
    if (!loaded) throw new Error(`The grammar ${name} was not loaded.`);
    const tree = parseWithin(loaded, source, options.budget ?? defaultBudget(source.length));
    try {
      return finish(source, loaded.grammar, loaded.read(tree));
    } finally {
      tree.delete();
    }
  }

  /**
   * Parses with the grammar that fits the language and the path best: of several candidates the one that leaves the
   * fewest errors. Throws when the language has no grammar, see `PARSED_LANGUAGES`.
   */
  parseFile(source: string, languageId: string, path?: string, options?: ParseOptions): SyntaxTree {
    let best: SyntaxTree | undefined;
    for (const name of grammarsOf(languageId, path)) {
      const tree = this.parse(source, name, options);
      if (!best || tree.errorCount < best.errorCount) best = tree;
      if (best.errorCount === 0) break;
    }
    if (!best) throw new Error(`There is no grammar for ${languageId}.`);
    return best;
  }

  /** Frees the parsers' WebAssembly memory; trees that were returned stay valid. */
  close(): void {
    for (const { parser } of this.#loaded.values()) parser.delete();
    this.#loaded.clear();
    this.#loading.clear();
  }

  async #load(name: GrammarName): Promise<void> {
    const language = await Language.load(await this.#sources.loadGrammar(GRAMMAR_FILES[name]));
    const grammar = describeGrammar(name, language);
    const parser = new Parser();
    parser.setLanguage(language);
    this.#loaded.set(name, { grammar, parser, reader: 'cursor', read: (tree) => readWithCursor(tree, grammar) });
  }
}

function parseWithin(loaded: LoadedGrammar, source: string, budget: number): Tree {
  let steps = 0;
  const progressCallback = (): boolean => ++steps > budget;
  const tree = loaded.parser.parse(source, null, { progressCallback });
  if (tree) return tree;
  // Otherwise the next parse would go on where this one stopped.
  loaded.parser.reset();
  throw new ParseBudgetExceeded(loaded.grammar.name, budget);
}

/** The root spans the whole file, also where tree-sitter leaves out white space at its ends. */
function finish(source: string, grammar: Grammar, table: NodeTable): SyntaxTree {
  table.nodes[START] = 0;
  table.nodes[END] = source.length;
  return { source, grammar, ...table };
}
