// Which language a file of a package is written in: by the ending of its name, and by its content where endings are shared.

/** What is no program: prose, data, and notations that the identifier does not name. */
export const UNKNOWN = 'unknown';

const BY_ENDING = `
ada: adb ads · applescript: applescript · assembly: asm s S nasm · autohotkey: ahk · awk: awk · batchfile: bat cmd · c: c
c#: cs · c++: cpp cc cxx hpp hh hxx · clojure: clj cljs cljc edn · cmake: cmake · cobol: cbl cob · coffeescript: coffee
common lisp: lisp asd cl · crystal: cr · css: css · csv: csv · cuda: cu cuh · d: d di · dart: dart · diff: diff patch
dockerfile: dockerfile · elixir: ex exs · elm: elm · emacs lisp: el · erlang: erl hrl · f#: fsi fsx fs · forth: fth 4th fr
fortran: f90 f95 f03 f08 f for F F90 · gdscript: gd · gherkin: feature · glsl: glsl vert frag comp geom tesc tese
go: go · graphql: graphql gql · groovy: groovy gradle · handlebars: hbs handlebars mustache · haskell: hs · haxe: hx
hcl: tf hcl tfvars · hlsl: hlsl hlsli · html: html htm xhtml · html+erb: erb rhtml · ini: ini properties cfg desktop
java: java · javascript: js mjs cjs jsx · jinja: j2 jinja jinja2 · json: json jsonc json5 · julia: jl · kotlin: kt kts
less: less · lua: lua · makefile: mk mak am · markdown: md markdown · matlab: m · nim: nim nims · nix: nix
objective-c: mm · ocaml: ml mli · pascal: pas dpr lpr pp · perl: pm pl t · php: php · powershell: ps1 psm1 psd1 · prolog: pro plg
protocol buffer: proto · purescript: purs · python: py pyi pyw · r: r R · racket: rkt rktd · raku: raku rakumod p6 pm6 pl6
restructuredtext: rst · ruby: rb gemspec rake ru · rust: rs · sas: sas · scala: scala sbt · scheme: scm sld ss · scss: scss
shell: sh bash zsh ksh fish · smalltalk: st · solidity: sol · sql: sql plsql pls · standard ml: sml sig fun · starlark: bzl star bazel
stata: do ado · svelte: svelte · swift: swift · tcl: tcl tk · tex: tex sty ltx cls · toml: toml · twig: twig
typescript: ts tsx mts cts · v: v vv vsh · vala: vala vapi · verilog: sv svh vh · vhdl: vhd vhdl · vim script: vim
visual basic: vb vba frm bas · vue: vue · webassembly: wat wast · wgsl: wgsl · wolfram language: wl wls nb
xml: xml xsd xsl xslt svg csproj plist resx xaml ui · yaml: yml yaml · zig: zig zon
unknown: txt po pot log m4 ac roff 1 3 5 8 ll td texi csl ebnf y l bib asc key b64 tsv`;

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ['cmakelists.txt', 'cmake'],
  ['dockerfile', 'dockerfile'],
  ['containerfile', 'dockerfile'],
  ['makefile', 'makefile'],
  ['gnumakefile', 'makefile'],
  ['rakefile', 'ruby'],
  ['gemfile', 'ruby'],
  ['vagrantfile', 'ruby'],
  ['jenkinsfile', 'groovy'],
  ['build', 'starlark'],
  ['build.bazel', 'starlark'],
  ['workspace', 'starlark'],
  ['.editorconfig', 'ini'],
  ['changelog', UNKNOWN],
  ['news', UNKNOWN],
  ['authors', UNKNOWN],
  ['readme', UNKNOWN],
  ['copying', UNKNOWN],
  ['license', UNKNOWN],
  ['install', UNKNOWN],
  ['todo', UNKNOWN],
]);

const LANGUAGE_OF_ENDING: ReadonlyMap<string, string> = new Map(
  BY_ENDING.split(/·|\n/).flatMap((entry) => {
    const [language = '', endings = ''] = entry.split(':').map((part) => part.trim());
    return endings
      .split(/\s+/)
      .filter((ending) => ending !== '')
      .map((ending): [string, string] => [ending, language]);
  }),
);

/** A language and what its files hold that no other language of the same ending does; the first that fits counts. */
type Choice = readonly [language: string | null, sign: RegExp];
const ALWAYS = /(?:)/;

const TEMPLATE_TAG = /\{\{|\{%|<%|<\?php|<\?=|\bth:\w+=/;
const ANY_TAG = /\{\{|\{%/;
const RAKU =
  /^\s*use v6|^#!.*\b(?:raku|perl6)\b|^\s*(?:unit |my |our )?(?:role|grammar) [\w:]+.*[;{]\s*$|^\s*(?:multi |proto )(?:sub|method|MAIN)\b/m;
const DJANGO_TAG = /\{%-?\s*(?:extends|block|load|include|for|if|url|endblock|trans)\b/;

const SHARED_ENDINGS: Readonly<Record<string, readonly Choice[]>> = {
  m: [
    ['objective-c', /^\s*(?:@interface|@implementation|@import|@protocol|@class|#import)\b/m],
    [null, /^\s*:- (?:module|pred|import_module)\b/m],
    ['wolfram language', /\bBeginPackage\[|^\s*\(\*|\w\[[^\]]*\w_\w*[^\]]*\]\s*:=/m],
    ['matlab', /^\s*(?:function\b|classdef\b|%|end(?:if|for|function)?\s*;?\s*$)/m],
  ],
  v: [
    ['verilog', /^\s*endmodule\b/m],
    [null, /\b(?:Proof|Qed|Defined|Require)\b/],
    ['v', /^\s*(?:pub )?fn [\w(]/m],
  ],
  vsh: [
    ['glsl', /\bgl_\w+|\battribute\b|\bvoid\s+main\s*\(/],
    ['v', /^\s*(?:pub )?fn [\w(]|^#!.*\bv\b/m],
  ],
  vv: [['v', /^\s*(?:pub )?fn [\w(]/m]],
  ex: [['elixir', /\bdefmodule\b|\bdef\s+\w+.*\bdo\b|^\s*(?:use|import|alias) [A-Z]\w*/m]],
  pm: [
    ['raku', RAKU],
    ['perl', ALWAYS],
  ],
  pl: [
    ['raku', RAKU],
    ['prolog', /^\s*:-|^[a-z]\w*(?:\(.*\))?\s*:-/m],
    ['perl', /^\s*(?:use [\w:]+|my [$@%]|sub \w+|package \w+)|^#!.*perl/m],
  ],
  pro: [['prolog', /^\s*:-|^[a-z]\w*(?:\(.*\))?\s*:-/m]],
  t: [
    ['raku', RAKU],
    ['perl', /^\s*(?:use [\w:]+|my [$@%])|^#!.*perl/m],
  ],
  pp: [
    ['puppet', /^\s*(?:class|define|node|include|file|package|service)\b.*(?:\{|::|$)[\s\S]*=>/m],
    ['pascal', /^\s*(?:unit|program|library|begin|procedure|interface)\b/im],
  ],
  fs: [
    ['glsl', /#version|gl_\w+|\bvoid\s+main\s*\(/],
    ['forth', /^\s*(?:\\ |: \S+)/m],
    ['f#', /^\s*(?:module|namespace|open|let|type)\s/m],
  ],
  fr: [['forth', /^\s*(?:\\ |: \S+)/m]],
  gd: [
    [
      null,
      /\b(?:DeclareOperation|DeclareGlobalFunction|DeclareAttribute|InstallMethod|DeclareProperty|DeclareCategory)\b/,
    ],
    ['gdscript', /^\s*(?:extends|func|var|onready|export|class_name|signal)\b/m],
  ],
  cr: [['crystal', /^\s*(?:def|class|module|require|struct|describe|it)\b/m]],
  sol: [['solidity', /\b(?:pragma solidity|contract|interface|library)\b/]],
  d: [
    [null, /\.o\s*:|^\s*#pragma D|\bprovider\b|^\s*syscall:/m],
    ['d', /^\s*(?:module|import)\s+[\w.]+|\bunittest\b/m],
  ],
  di: [['d', /^\s*(?:module|import)\s+[\w.]+/m]],
  jl: [
    [null, /^\((?:define|defun|in-package|structure|require|declare|setq|defvar|let|open|export)\b|^;/m],
    ['julia', /^\s*(?:function|using|module|end|import|struct)\b/m],
  ],
  st: [['smalltalk', /!\s*$|subclass:|\bextend \[|^\s*\w+\s*:=.*\.\s*$/m]],
  do: [
    [null, /redo-ifchange|^\s*(?:vlib|vsim|vcom|vlog|add wave|onerror)\b/m],
    [
      'stata',
      /^\s*(?:use|gen|generate|replace|local|reg|regress|foreach|program|display|di|capture|set more|tempfile|sort|merge)\b/m,
    ],
  ],
  ado: [['stata', ALWAYS]],
  sas: [['sas', /^\s*(?:proc|data|%macro|%let|libname|run;|filename)\b/im]],
  cbl: [['cobol', /\b(?:DIVISION|PIC|PERFORM|MOVE)\b/i]],
  cob: [['cobol', /\b(?:DIVISION|PIC|PERFORM|MOVE)\b/i]],
  applescript: [['applescript', /\b(?:tell|end|set|on|property)\b/]],
  wl: [['wolfram language', /:=|->|\(\*|\w\[.*\]/]],
  bas: [
    [null, /^\s*\d+\s+\w/m],
    ['visual basic', /^\s*(?:Attribute VB_Name|(?:Public |Private )?(?:Sub|Function)\s|Dim \w+ As)/im],
  ],
  frm: [['visual basic', /^(?:VERSION|Attribute VB_Name)/m]],
  cfg: [['ini', /^\s*\[[^\]]+\]\s*$/m]],
  desktop: [['ini', /^\s*\[[^\]]+\]\s*$/m]],
  ts: [
    [null, /^\s*<\?xml|<!DOCTYPE TS/],
    ['typescript', ALWAYS],
  ],
  r: [
    [null, /^\s*REBOL/i],
    ['r', /<-|\bfunction\s*\(|\blibrary\s*\(/],
  ],
  html: [
    ['jinja', DJANGO_TAG],
    [null, TEMPLATE_TAG],
    ['html', ALWAYS],
  ],
  htm: [
    [null, TEMPLATE_TAG],
    ['html', ALWAYS],
  ],
  php: [['php', /<\?php|<\?=/]],
  tex: [['tex', /\\[a-zA-Z]+/]],
  cls: [
    ['visual basic', /^(?:VERSION|Attribute VB_Name)/m],
    ['tex', /\\(?:ProvidesClass|NeedsTeXFormat|def|newcommand)\b/],
  ],
  frag: [['glsl', /\b(?:gl_|uniform|void main)/]],
  comp: [['glsl', /\b(?:gl_|uniform|void main)/]],
  cl: [
    ['common lisp', /^\s*\((?:defun|defmacro|in-package|defvar|setq|let)\b/m],
    [null, ALWAYS],
  ],
  sig: [['standard ml', /^\s*signature\s/m]],
  fun: [['standard ml', /^\s*functor\s/m]],
  ss: [['scheme', /^\s*\((?:define|library|import|let)\b/m]],
  l: [
    ['common lisp', /^\s*\(defun\b/m],
    [UNKNOWN, ALWAYS],
  ],
  j2: [['jinja', ANY_TAG]],
  jinja: [['jinja', ANY_TAG]],
  jinja2: [['jinja', ANY_TAG]],
  hbs: [['handlebars', /\{\{/]],
  handlebars: [['handlebars', /\{\{/]],
  mustache: [['handlebars', /\{\{/]],
  erb: [['html+erb', /<%/]],
  rhtml: [['html+erb', /<%/]],
  am: [['makefile', /^[\w-]+\s*\+?=|^\S+:/m]],
  nb: [[null, ALWAYS]],
  key: [[null, ALWAYS]],
  s: [
    [null, /^\s*[{}]\s*$/m],
    ['assembly', /^\s*\.?[a-zA-Z_][\w.]*\b/m],
  ],
};

const CPP_HEADER = /^\s*(?:class\s+\w+[^;]*$|namespace\b|template\s*<|public:|private:|protected:|using\s+\w+)/m;
const OBJECTIVE_C_HEADER = /^\s*(?:@interface|@protocol|@class|#import)\b/m;

/**
 * The language of a file (GitHub Linguist's name in lower case, or `unknown` for what is no program), or null when its
 * name and content do not settle it. `path` is relative to the package; `isCpp` says whether the package holds C++.
 */
export function languageOfFile(path: string, text: string, isCpp: boolean): string | null {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const named = BY_NAME.get(base.toLowerCase());
  if (named !== undefined) return named;
  const ending = base.slice(base.lastIndexOf('.') + 1);
  if (ending === 'h') return headerLanguage(text, isCpp);
  const choices = SHARED_ENDINGS[ending];
  if (choices === undefined) return LANGUAGE_OF_ENDING.get(ending) ?? null;
  return choices.find(([, sign]) => sign.test(text))?.[0] ?? null;
}

function headerLanguage(text: string, isCpp: boolean): string | null {
  if (OBJECTIVE_C_HEADER.test(text)) return 'objective-c';
  if (CPP_HEADER.test(text)) return 'c++';
  return isCpp ? null : 'c';
}

/** Shell patterns of the names of all files that can be labelled, for unpacking. */
export function namePatterns(): string[] {
  const endings = [...new Set([...LANGUAGE_OF_ENDING.keys(), ...Object.keys(SHARED_ENDINGS), 'h'])];
  const names = [
    'CMakeLists.txt',
    '[Dd]ockerfile',
    'Containerfile',
    '[Mm]akefile',
    'GNUmakefile',
    'Rakefile',
    'Gemfile',
  ];
  const more = [
    'Vagrantfile',
    'Jenkinsfile',
    'BUILD',
    'BUILD.bazel',
    'WORKSPACE',
    '.editorconfig',
    'ChangeLog',
    'NEWS',
  ];
  const prose = ['AUTHORS', 'README', 'COPYING', 'LICENSE', 'INSTALL', 'TODO'];
  return [
    ...endings.map((ending) => `*.${ending}`),
    ...[...names, ...more, ...prose].flatMap((name) => [name, `*/${name}`]),
  ];
}
