// Which grammars there are and which of them a language is parsed with. Data only: the caller turns a file name into bytes.

/** Grammar name → where its WebAssembly lies, as `package/file` below node_modules. */
export const GRAMMAR_FILES = {
  python: 'tree-sitter-python/tree-sitter-python.wasm',
  java: 'tree-sitter-java/tree-sitter-java.wasm',
  javascript: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  typescript: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  tsx: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  go: 'tree-sitter-go/tree-sitter-go.wasm',
} as const satisfies Record<string, string>;

export type GrammarName = keyof typeof GRAMMAR_FILES;

export const GRAMMAR_NAMES = Object.keys(GRAMMAR_FILES) as readonly GrammarName[];

const GRAMMARS_OF_LANGUAGE: ReadonlyMap<string, readonly GrammarName[]> = new Map<string, readonly GrammarName[]>([
  ['python', ['python']],
  ['java', ['java']],
  ['javascript', ['javascript']],
  // JSX and the old `<T>x` cast exclude each other, so that TypeScript needs both grammars.
  ['typescript', ['typescript', 'tsx']],
  ['go', ['go']],
]);

/**
 * The grammars to try for a file, best first; empty when the language has none. A later one is worth trying only when
 * the earlier left errors.
 */
export function grammarsOf(languageId: string, path = ''): readonly GrammarName[] {
  const grammars = GRAMMARS_OF_LANGUAGE.get(languageId) ?? [];
  if (languageId === 'typescript' && /\.[jt]sx$/i.test(path)) return ['tsx'];
  return grammars;
}
