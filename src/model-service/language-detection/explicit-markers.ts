// What a file says about itself: the interpreter in its first line, an editor's mode line, the ending of its name.

const INTERPRETERS: Readonly<Record<string, string>> = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  dash: 'shell',
  ash: 'shell',
  fish: 'shell',
  python: 'python',
  pypy: 'python',
  node: 'javascript',
  nodejs: 'javascript',
  bun: 'typescript',
  deno: 'typescript',
  'ts-node': 'typescript',
  tsx: 'typescript',
  ruby: 'ruby',
  jruby: 'ruby',
  perl: 'perl',
  php: 'php',
  lua: 'lua',
  luajit: 'lua',
  rscript: 'r',
  julia: 'julia',
  groovy: 'groovy',
  scala: 'scala',
  kotlin: 'kotlin',
  elixir: 'elixir',
  escript: 'erlang',
  runhaskell: 'haskell',
  runghc: 'haskell',
  stack: 'haskell',
  ocaml: 'ocaml',
  swift: 'swift',
  pwsh: 'powershell',
  tclsh: 'tcl',
  wish: 'tcl',
  make: 'makefile',
  coffee: 'coffeescript',
  dart: 'dart',
  clojure: 'clojure',
  bb: 'clojure',
  sbcl: 'common lisp',
  emacs: 'emacs lisp',
  guile: 'scheme',
  racket: 'racket',
  swipl: 'prolog',
  'dotnet-script': 'c#',
  fsharpi: 'f#',
};

/** Names of editor modes that differ from the language's id. */
const MODES: Readonly<Record<string, string>> = {
  'c++': 'c++',
  cpp: 'c++',
  objc: 'objective-c',
  sh: 'shell',
  'shell-script': 'shell',
  bash: 'shell',
  js: 'javascript',
  js2: 'javascript',
  cperl: 'perl',
  lisp: 'common lisp',
  'emacs-lisp': 'emacs lisp',
  latex: 'tex',
  conf: 'ini',
  dosini: 'ini',
  make: 'makefile',
  csharp: 'c#',
  tuareg: 'ocaml',
  rst: 'restructuredtext',
  vim: 'vim script',
  terraform: 'hcl',
  proto: 'protocol buffer',
};

const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+|\w+=\S+[ \t]+)*)?(?:\S*\/)?([A-Za-z][A-Za-z-]*)/;
const EMACS_MODE = /-\*-[ \t]*(?:mode:[ \t]*)?([A-Za-z+-]{1,20})[ \t]*(?:;|-\*-)/i;
const VIM_MODE =
  /\bvim?:[ \t]*(?:set?[ \t]+)?(?:[a-z]{1,12}(?:=[^\s:]{1,20})?[: \t]){0,6}(?:ft|filetype|syntax)=([a-z+]{1,20})/i;

/** The language that the shebang names, or null. */
export function shebangLanguage(code: string): string | null {
  if (!code.startsWith('#!')) return null;
  const interpreter = SHEBANG.exec(code.slice(0, 200))?.[1]?.toLowerCase();
  return interpreter === undefined ? null : (INTERPRETERS[interpreter] ?? null);
}

/** The language that an editor mode line in the first lines names, or null. */
export function modeLineLanguage(code: string): string | null {
  const head = code.slice(0, 400);
  const mode = (EMACS_MODE.exec(head)?.[1] ?? VIM_MODE.exec(head)?.[1])?.toLowerCase();
  return mode === undefined ? null : (MODES[mode] ?? mode);
}

const BY_NAME: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  'cmakelists.txt': 'cmake',
  gemfile: 'ruby',
  rakefile: 'ruby',
  podfile: 'ruby',
  vagrantfile: 'ruby',
  jenkinsfile: 'groovy',
  '.bashrc': 'shell',
  '.profile': 'shell',
  '.zshrc': 'shell',
  '.vimrc': 'vim script',
  '.editorconfig': 'ini',
};

const ENDINGS: Readonly<Record<string, string>> = {
  python: 'py pyi pyw',
  java: 'java',
  javascript: 'js mjs cjs jsx',
  typescript: 'ts tsx mts cts',
  go: 'go',
  c: 'c h',
  'c++': 'cpp cc cxx hpp hh hxx',
  'c#': 'cs',
  'objective-c': 'm mm',
  ruby: 'rb gemspec rake',
  php: 'php phtml',
  rust: 'rs',
  kotlin: 'kt kts',
  swift: 'swift',
  scala: 'scala sbt sc',
  shell: 'sh bash zsh ksh fish',
  powershell: 'ps1 psm1 psd1',
  sql: 'sql plsql ddl',
  html: 'html htm xhtml',
  css: 'css',
  scss: 'scss',
  less: 'less',
  json: 'json jsonc json5 webmanifest',
  yaml: 'yml yaml',
  toml: 'toml',
  xml: 'xml xsd xsl xslt svg csproj plist pom',
  markdown: 'md markdown',
  restructuredtext: 'rst',
  dockerfile: 'dockerfile',
  makefile: 'mk mak',
  cmake: 'cmake',
  hcl: 'tf tfvars hcl',
  perl: 'pl pm t',
  lua: 'lua',
  r: 'r',
  julia: 'jl',
  haskell: 'hs',
  elixir: 'ex exs',
  erlang: 'erl hrl',
  clojure: 'clj cljs cljc edn',
  'common lisp': 'lisp lsp asd',
  'emacs lisp': 'el',
  scheme: 'scm ss sld',
  dart: 'dart',
  groovy: 'groovy gradle',
  ocaml: 'ml mli',
  'f#': 'fs fsi fsx',
  batchfile: 'bat cmd',
  vue: 'vue',
  svelte: 'svelte',
  'html+erb': 'erb',
  ini: 'ini cfg properties conf',
  diff: 'diff patch',
  'protocol buffer': 'proto',
  graphql: 'graphql gql',
  'visual basic .net': 'vb bas vba frm',
  coffeescript: 'coffee',
  matlab: 'm',
  fortran: 'f90 f95 f03 f for',
  pascal: 'pas pp dpr lpr',
  assembly: 'asm s nasm',
  verilog: 'v sv svh vh',
  prolog: 'pl pro',
  tex: 'tex sty cls ltx',
  tcl: 'tcl',
  'vim script': 'vim',
  zig: 'zig',
  solidity: 'sol',
};

const LANGUAGES_BY_ENDING = new Map<string, string[]>();
for (const [language, endings] of Object.entries(ENDINGS)) {
  for (const ending of endings.split(' ')) {
    LANGUAGES_BY_ENDING.set(ending, [...(LANGUAGES_BY_ENDING.get(ending) ?? []), language]);
  }
}

/** The languages that files of this name are usually in; empty when the name says nothing. */
export function languagesOfPath(path: string): readonly string[] {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const byName = BY_NAME[name];
  if (byName !== undefined) return [byName];
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [] : (LANGUAGES_BY_ENDING.get(name.slice(dot + 1)) ?? []);
}
