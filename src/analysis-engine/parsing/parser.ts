// Source in, flat syntax tree out. Pure: the caller brings the bytes of the runtime and of the grammars.
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { type GrammarLayout, readInBulk } from './bulk-reader.ts';
import { type NodeTable, readWithCursor } from './cursor-reader.ts';
import { describeGrammar } from './grammar-vocabulary.ts';
import { GRAMMAR_FILES, type GrammarName, grammarsOf } from './grammars.ts';
import { defaultBudget, ParseBudgetExceeded } from './parse-budget.ts';
import { respellings } from './respelling.ts';
import { checkedLayout } from './self-check.ts';
import { END, type Grammar, KIND, START, type SyntaxTree } from './syntax-tree.ts';
import { type ParserRuntime, startRuntime } from './wasm-runtime.ts';

/** Where the bytes come from. File names are `package/file` below node_modules. */
export interface ParserSources {
  readonly loadGrammar: (wasmFileName: string) => Promise<Uint8Array>;
  /** the bytes of `web-tree-sitter/web-tree-sitter.wasm` */
  readonly loadRuntime: () => Promise<Uint8Array>;
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
  /** undefined when trees are read with the cursor */
  readonly layout: GrammarLayout | undefined;
}

/** Starts the runtime (once a thread) and returns a parser without grammars. */
export async function createParser(sources: ParserSources): Promise<SourceParser> {
  return new SourceParser(sources, await startRuntime(sources.loadRuntime));
}

/** Parses synchronously with the grammars that were loaded; holds WebAssembly memory until `close()`. */
export class SourceParser {
  readonly #sources: ParserSources;
  readonly #runtime: ParserRuntime;
  readonly #loaded = new Map<GrammarName, LoadedGrammar>();
  readonly #loading = new Map<GrammarName, Promise<void>>();

  constructor(sources: ParserSources, runtime: ParserRuntime) {
    this.#sources = sources;
    this.#runtime = runtime;
  }

  /** Makes a grammar ready; calling it again costs nothing. */
  load(name: GrammarName): Promise<void> {
    const known = this.#loading.get(name);
    if (known) return known;
    const loading = this.#load(name).catch((error: unknown) => {
      this.#loading.delete(name);
      throw error;
    });
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
    const loaded = this.#loaded.get(name);
    if (!loaded) return undefined;
    return loaded.layout ? 'bulk' : 'cursor';
  }

  /** Bytes of WebAssembly memory held; it never shrinks, so that a host may want a new thread after a huge file. */
  get memoryBytes(): number {
    return this.#runtime.memory.buffer.byteLength;
  }

  /** Parses with one grammar, which must be loaded. Throws ParseBudgetExceeded; the next parse works all the same. */
  parse(source: string, name: GrammarName, options: ParseOptions = {}): SyntaxTree {
    const loaded = this.#loaded.get(name);
    if (!loaded) throw new Error(`The grammar ${name} was not loaded.`);
    this.#runtime.checkpoint();
    try {
      return this.#parse(loaded, source, options.budget ?? defaultBudget(source.length));
    } catch (error) {
      if (error instanceof ParseBudgetExceeded) throw error;
      this.#runtime.restore();
      // Out of memory ends as a RuntimeError of WebAssembly, out of stack as a RangeError.
      const exhausted = error instanceof Error && (error.name === 'RuntimeError' || error.name === 'RangeError');
      throw exhausted ? new ParseBudgetExceeded(name, 'memory') : error;
    }
  }

  /**
   * Parses with the grammar that fits the language and the path best: of several candidates the one that leaves the
   * fewest errors, and with errors left the code as an older grammar knows it, if that helps. Throws when the language has no grammar, and ParseBudgetExceeded.
   */
  parseFile(source: string, languageId: string, path?: string, options?: ParseOptions): SyntaxTree {
    const [first, ...others] = grammarsOf(languageId, path);
    if (!first) throw new Error(`There is no grammar for ${languageId}.`);
    let best = this.parse(source, first, options);
    for (const name of others) {
      if (best.errorCount === 0) break;
      const tree = this.#tryParse(source, name, options);
      if (tree && tree.errorCount < best.errorCount) best = tree;
    }
    if (best.errorCount === 0) return best;
    for (const read of respellings(source, languageId)) {
      const tree = this.#tryParse(read, best.grammar.name as GrammarName, options);
      if (tree && tree.errorCount < best.errorCount) best = { ...tree, source };
    }
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
    const layout = checkedLayout(this.#runtime.memory, language, grammar, parser);
    this.#loaded.set(name, { grammar, parser, layout });
    this.#runtime.keep();
  }

  #tryParse(source: string, name: GrammarName, options?: ParseOptions): SyntaxTree | undefined {
    try {
      return this.parse(source, name, options);
    } catch (error) {
      if (error instanceof ParseBudgetExceeded) return undefined;
      throw error;
    }
  }

  #parse(loaded: LoadedGrammar, source: string, budget: number): SyntaxTree {
    const read = withoutNul(source);
    const tree = this.#runtime.reading(read, () => parseWithin(loaded, read, budget));
    try {
      const table = this.#read(tree, loaded);
      // No grammar has a root of kind 0: a scanner's state (deep indentation in Python) ran over other memory.
      if (table.nodes[KIND] === 0) throw new RangeError('The parser lost its root.');
      return finish(source, loaded.grammar, table);
    } finally {
      tree.delete();
    }
  }

  #read(tree: Tree, { grammar, layout }: LoadedGrammar): NodeTable {
    const table = layout && readInBulk(this.#runtime.memory, tree, layout);
    return table ?? readWithCursor(tree, grammar);
  }
}

function parseWithin(loaded: LoadedGrammar, source: string, budget: number): Tree {
  let steps = 0;
  const progressCallback = (): boolean => ++steps > budget;
  const tree = loaded.parser.parse(source, null, { progressCallback });
  if (tree) return tree;
  // Otherwise the next parse would go on where this one stopped.
  loaded.parser.reset();
  throw new ParseBudgetExceeded(loaded.grammar.name, 'steps');
}

/** The parser takes the character NUL for the end of the file; white space in its place leaves every offset as it is. */
function withoutNul(source: string): string {
  return source.includes('\0') ? source.replaceAll('\0', ' ') : source;
}

/** The root spans the whole file, also where tree-sitter leaves out white space at its ends. */
function finish(source: string, grammar: Grammar, table: NodeTable): SyntaxTree {
  table.nodes[START] = 0;
  table.nodes[END] = source.length;
  return { source, grammar, ...table };
}
