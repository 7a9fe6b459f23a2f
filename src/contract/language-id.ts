// Language ids are GitHub Linguist names in lower case; people also write aliases.

/** Aliases accepted in requests, mapped to the Linguist name in lower case. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    js: 'javascript',
    jsx: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    node: 'javascript',
    ts: 'typescript',
    tsx: 'typescript',
    mts: 'typescript',
    cts: 'typescript',
    py: 'python',
    python3: 'python',
    golang: 'go',
    rb: 'ruby',
    rs: 'rust',
    cpp: 'c++',
    'c plus plus': 'c++',
    cxx: 'c++',
    cc: 'c++',
    csharp: 'c#',
    cs: 'c#',
    fsharp: 'f#',
    sh: 'shell',
    bash: 'shell',
    zsh: 'shell',
    yml: 'yaml',
    terraform: 'hcl',
    tf: 'hcl',
    kt: 'kotlin',
    objc: 'objective-c',
    ps1: 'powershell',
    md: 'markdown',
    latex: 'tex',
    docker: 'dockerfile',
    make: 'makefile',
    pl: 'perl',
    hs: 'haskell',
    ex: 'elixir',
    erl: 'erlang',
  }),
);

/** The canonical id of a language name as a client wrote it, e.g. `TSX` → `typescript`. */
export function canonicalLanguageId(name: string): string {
  const lower = name.trim().toLowerCase();
  return ALIASES.get(lower) ?? lower;
}
