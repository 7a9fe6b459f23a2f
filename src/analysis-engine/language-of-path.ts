// The language of a context file, by its extension: only those that the engine can analyse.

const LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    go: 'go',
    java: 'java',
    py: 'python',
    pyi: 'python',
    js: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    jsx: 'javascript',
    ts: 'typescript',
    mts: 'typescript',
    cts: 'typescript',
    tsx: 'typescript',
  }),
);

/** Linguist name in lower case, or null when the engine does not analyse such files. */
export function languageOfPath(path: string): string | null {
  const extension = /\.([A-Za-z]+)$/.exec(path)?.[1].toLowerCase();
  return extension === undefined ? null : (LANGUAGES.get(extension) ?? null);
}
