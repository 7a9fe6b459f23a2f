// What a file says about itself: the interpreter in its first line, an editor's mode line, the ending of its name.

const INTERPRETERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
    awk: 'awk',
    gawk: 'awk',
    raku: 'raku',
    perl6: 'raku',
    osascript: 'applescript',
    crystal: 'crystal',
    nim: 'nim',
  }),
);

/** Names of editor modes that differ from the language's id. */
const MODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
  }),
);

const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+|\w+=\S+[ \t]+)*)?(?:\S*\/)?([A-Za-z][A-Za-z-]*)/;
const EMACS_MODE = /-\*-[ \t]*(?:mode:[ \t]*)?([A-Za-z+-]{1,20})[ \t]*(?:;|-\*-)/i;
const VIM_MODE =
  /\bvim?:[ \t]*(?:set?[ \t]+)?(?:[a-z]{1,12}(?:=[^\s:]{1,20})?[: \t]){0,6}(?:ft|filetype|syntax)=([a-z+]{1,20})/i;

/** The language that the shebang names, or null. */
export function shebangLanguage(code: string): string | null {
  if (!code.startsWith('#!')) return null;
  const interpreter = SHEBANG.exec(code.slice(0, 200))?.[1]?.toLowerCase();
  return interpreter === undefined ? null : (INTERPRETERS.get(interpreter) ?? null);
}

/** The language that an editor mode line in the first lines names, or null. */
export function modeLineLanguage(code: string): string | null {
  const head = code.slice(0, 400);
  const mode = (EMACS_MODE.exec(head)?.[1] ?? VIM_MODE.exec(head)?.[1])?.toLowerCase();
  return mode === undefined ? null : (MODES.get(mode) ?? mode);
}

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
    'build.bazel': 'starlark',
    workspace: 'starlark',
  }),
);

/** Endings that the files of a language usually have; an ending may stand for several languages. */
const ENDINGS = `
ada: adb ads · applescript: applescript · assembly: asm s nasm · autohotkey: ahk · awk: awk · batchfile: bat cmd · c: c h
c#: cs · c++: cpp cc cxx hpp hh hxx · clojure: clj cljs cljc edn · cmake: cmake · cobol: cbl cob · coffeescript: coffee
common lisp: lisp lsp asd cl · crystal: cr · css: css · csv: csv · cuda: cu cuh · d: d di · dart: dart · diff: diff patch
dockerfile: dockerfile · elixir: ex exs · elm: elm · emacs lisp: el · erlang: erl hrl · f#: fs fsi fsx · forth: fth 4th
fortran: f90 f95 f03 f08 f for · gdscript: gd · gherkin: feature · glsl: glsl vert frag comp geom · go: go
graphql: graphql gql · groovy: groovy gradle · handlebars: hbs handlebars mustache · haskell: hs · haxe: hx
hcl: tf tfvars hcl · hlsl: hlsl · html: html htm xhtml · html+erb: erb · ini: ini cfg properties conf · java: java
javascript: js mjs cjs jsx · jinja: j2 jinja jinja2 · json: json jsonc json5 webmanifest · julia: jl · kotlin: kt kts
less: less · lua: lua · makefile: mk mak · markdown: md markdown · matlab: m · nim: nim · nix: nix · objective-c: m mm
ocaml: ml mli · pascal: pas pp dpr lpr · perl: pl pm t · php: php phtml · powershell: ps1 psm1 psd1 · prolog: pl pro
protocol buffer: proto · puppet: pp · purescript: purs · python: py pyi pyw · r: r · racket: rkt · raku: raku rakumod pm6
restructuredtext: rst · ruby: rb gemspec rake · rust: rs · sas: sas · scala: scala sbt sc · scheme: scm ss sld · scss: scss
shell: sh bash zsh ksh fish · smalltalk: st · solidity: sol · sql: sql plsql ddl · standard ml: sml sig fun
starlark: bzl star bazel · stata: do ado · svelte: svelte · swift: swift · tcl: tcl · tex: tex sty cls ltx · toml: toml
twig: twig · typescript: ts tsx mts cts · v: v · vala: vala · verilog: v sv svh vh · vhdl: vhd vhdl · vim script: vim
visual basic: vb bas vba frm · vue: vue · webassembly: wat wast · wgsl: wgsl · wolfram language: wl wls m
xml: xml xsd xsl xslt svg csproj plist pom · yaml: yml yaml · zig: zig`;

const LANGUAGES_BY_ENDING = new Map<string, string[]>();
for (const entry of ENDINGS.trim().split(/·|\n/)) {
  const [language = '', endings = ''] = entry.split(':').map((part) => part.trim());
  for (const ending of endings.split(' ')) {
    LANGUAGES_BY_ENDING.set(ending, [...(LANGUAGES_BY_ENDING.get(ending) ?? []), language]);
  }
}

/** The languages that files of this name are usually in; empty when the name says nothing. */
export function languagesOfPath(path: string): readonly string[] {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const byName = BY_NAME.get(name);
  if (byName !== undefined) return [byName];
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [] : (LANGUAGES_BY_ENDING.get(name.slice(dot + 1)) ?? []);
}
