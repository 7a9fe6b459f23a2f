// A file as patterns are matched on it: its nodes by kind, its calls by name, what its names mean.
import type { SyntaxTree } from '../../parsing/syntax-tree.ts';
import { withoutComments } from '../generic/text-comments.ts';
import type { CommentStyle } from '../generic/text-pattern.ts';
import { TextUnits } from '../generic/text-units.ts';
import { CodeNode, LIST_KINDS, NONE } from './code-node.ts';
import { codeTreeOf, nodesOf } from './code-tree.ts';
import { type Declaration, type Symbols, symbolsOf } from './symbols.ts';
import { WordIndex } from './word-index.ts';

/** Made once a file and only when a rule has a chance in it; tables are made when first asked for. */
export class CodeFile {
  readonly source: string;
  readonly language: string;
  readonly path: string;
  readonly #tree: SyntaxTree;
  #root: CodeNode | undefined;
  #kinds: Map<string, CodeNode[]> | undefined;
  #imported: ReadonlySet<string> | undefined;
  #calls: Map<string, CodeNode[]> | undefined;
  #symbols: Symbols | undefined;
  #words: WordIndex | undefined;
  #smallLetters: string | undefined;
  readonly #letters = new Map<string, boolean>();
  #named: Set<CodeNode | undefined> | undefined;
  readonly #units = new Map<CommentStyle, TextUnits>();
  readonly #flat = new Map<CodeNode, readonly CodeNode[]>();
  readonly #expanded = new Map<CodeNode, CodeNode | null>();

  constructor(tree: SyntaxTree, language: string, path: string) {
    this.#tree = tree;
    this.source = tree.source;
    this.language = language;
    this.path = path;
  }

  get root(): CodeNode {
    this.#root ??= codeTreeOf(this.#tree, false);
    return this.#root;
  }

  get symbols(): Symbols {
    this.#symbols ??= symbolsOf(this.root, this.language);
    return this.#symbols;
  }

  /** The file as patterns without a language see it. */
  unitsOf(comments: CommentStyle): TextUnits {
    const units = this.#units.get(comments) ?? new TextUnits(withoutComments(this.source, comments));
    this.#units.set(comments, units);
    return units;
  }

  /** Whether the word occurs in the source at all. */
  hasWord(word: string): boolean {
    return this.#wordIndex().has(word);
  }

  /** Whether these small letters stand in the source in any case. */
  hasLetters(letters: string): boolean {
    let has = this.#letters.get(letters);
    if (has === undefined) {
      this.#smallLetters ??= this.source.toLowerCase();
      has = this.#smallLetters.includes(letters);
      this.#letters.set(letters, has);
    }
    return has;
  }

  /**
   * Whether a piece of the file can mean all of these words: it has them, or they are of something that is imported and
   * may be called by another name.
   */
  mayMean(words: readonly string[], { start, end }: { readonly start: number; readonly end: number }): boolean {
    const index = this.#wordIndex();
    return words.every((word) => index.isBetween(word, start, end) || this.#importedWords().has(word));
  }

  nodesOfKind(kind: string): readonly CodeNode[] {
    return this.#byKind().get(kind) ?? [];
  }

  kinds(): Iterable<string> {
    return this.#byKind().keys();
  }

  /** Calls whose callee ends in a name, as written or as imported. */
  callsOf(name: string): readonly CodeNode[] {
    if (this.#calls === undefined) {
      this.#calls = new Map();
      for (const call of this.nodesOfKind('call')) {
        const written = lastName(call.parts[0]);
        add(this.#calls, written, call);
        const imported = this.importOf(call.parts[0])?.at(-1);
        if (imported !== undefined && imported !== written) add(this.#calls, imported, call);
      }
    }
    return this.#calls.get(name) ?? [];
  }

  declarationOf(node: CodeNode): Declaration | undefined {
    return node.kind === 'name' ? this.symbols.meanings.get(node) : undefined;
  }

  /** What a name was imported as where it stands: `['os', 'system']`. */
  importOf(node: CodeNode): readonly string[] | undefined {
    const imports = this.declarationOf(node)?.imports;
    return imports?.findLast(({ at }) => at <= node.start)?.path;
  }

  /** An imported name written out: `os.system` for `system`; null for other names. */
  expanded(node: CodeNode): CodeNode | null {
    const known = this.#expanded.get(node);
    if (known !== undefined) return known;
    const path = this.importOf(node);
    const made = path && !(path.length === 1 && path[0] === node.value) ? chainOf(path, node) : null;
    this.#expanded.set(node, made);
    return made;
  }

  /** Whether a function without name is given one by an assignment or an entry of an object. */
  hasName(lambda: CodeNode): boolean {
    if (this.#named === undefined) {
      const values = [...this.nodesOfKind('assign'), ...this.nodesOfKind('pair')].map(({ parts }) => parts.at(-1));
      this.#named = new Set(values.filter((value) => value?.kind === 'lambda'));
    }
    return this.#named.has(lambda);
  }

  /** What a literal holds between its quotes or slashes, with its place. */
  contentOf(literal: CodeNode): CodeNode {
    const at = this.source.indexOf(literal.value, literal.start);
    const start = at < 0 || at + literal.value.length > literal.end ? literal.start : at;
    return new CodeNode('string', literal.value, [], start, start + literal.value.length, -1);
  }

  /** The statements of a block with those of the blocks in them, in order. */
  flatStatements(block: CodeNode): readonly CodeNode[] {
    let flat = this.#flat.get(block);
    if (flat === undefined) {
      flat = flatten(block.parts);
      this.#flat.set(block, flat);
    }
    return flat;
  }

  #wordIndex(): WordIndex {
    this.#words ??= new WordIndex(this.source);
    return this.#words;
  }

  /** Parts of the paths of everything that is imported. */
  #importedWords(): ReadonlySet<string> {
    if (this.#imported === undefined) {
      const declarations = new Set(this.symbols.meanings.values());
      const paths = [...declarations].flatMap(({ imports }) => imports?.map(({ path }) => path) ?? []);
      this.#imported = new Set(paths.flat().flatMap((part) => part.split(/\W+/)));
    }
    return this.#imported;
  }

  #byKind(): Map<string, CodeNode[]> {
    if (this.#kinds === undefined) {
      this.#kinds = new Map();
      for (const node of nodesOf(this.root)) if (node !== NONE) add(this.#kinds, node.kind, node);
    }
    return this.#kinds;
  }
}

function add(table: Map<string, CodeNode[]>, key: string, node: CodeNode): void {
  const known = table.get(key);
  if (known) known.push(node);
  else table.set(key, [node]);
}

/** The last name of a callee: `system` of `os.system`; empty when it has none. */
export function lastName(callee: CodeNode): string {
  if (callee.kind === 'name') return callee.value;
  return callee.kind === 'member' && callee.parts[1].kind === 'name' ? callee.parts[1].value : '';
}

function chainOf(path: readonly string[], at: CodeNode): CodeNode {
  const name = (value: string): CodeNode => new CodeNode('name', value, [], at.start, at.end, at.syntax);
  return path
    .slice(1)
    .reduce(
      (object, part) => new CodeNode('member', '', [object, name(part)], at.start, at.end, at.syntax),
      name(path[0]),
    );
}

const STATEMENT_LISTS: ReadonlySet<string> = new Set([LIST_KINDS.block, LIST_KINDS.members]);
/** Statements with other statements in them, at any depth of parts. */
const NESTING: ReadonlySet<string> = new Set([
  'if',
  'while',
  'for',
  'each',
  'with',
  'try',
  'catch',
  'switch',
  'case',
  'function',
  'class',
  LIST_KINDS.block,
  LIST_KINDS.members,
  LIST_KINDS.subset,
  LIST_KINDS.unordered,
  'labeled_statement',
  'synchronized_statement',
]);

/** Statements in source order, each before those inside it; in expressions it does not look. */
export function flatten(statements: readonly CodeNode[]): CodeNode[] {
  const found: CodeNode[] = [];
  const open: { readonly node: CodeNode; readonly isStatement: boolean }[] = [];
  const push = (parts: readonly CodeNode[], isStatement: boolean): void => {
    for (let index = parts.length - 1; index >= 0; index--) open.push({ node: parts[index], isStatement });
  };
  push(statements, true);
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (item.isStatement) found.push(item.node);
    if (NESTING.has(item.node.kind)) push(item.node.parts, STATEMENT_LISTS.has(item.node.kind));
  }
  return found;
}
