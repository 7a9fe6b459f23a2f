// Flow between files: what an import names, through files that only hand it on, into classes and back.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { type SmallLanguage, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

/** `file:line rule` for each finding; the first file is the one that is analysed. */
function places(language: SmallLanguage, files: Readonly<Record<string, string>>): string[] {
  const [[path, code], ...rest] = Object.entries(files);
  const context = rest.map(([name, text]) => ({ path: name, code: text }));
  const { findings } = engine.analyze({ code, language, path, files: context });
  return findings.map(({ range, ruleId }) => {
    const line = (files[range.path] ?? '').slice(0, range.start).split('\n').length;
    return `${range.path}:${line} ${ruleId}`;
  });
}

const SAVE = 'def save(x):\n    run(x)\n';

describe('Python', () => {
  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    [
      'a name that the package takes from one of its modules',
      {
        'app/views.py': 'from .store import save\nsave(input())',
        'app/store/__init__.py': 'from .sql import save',
        'app/store/sql.py': SAVE,
      },
      ['app/store/sql.py:2 sql'],
    ],
    [
      'all names of a module',
      {
        'app/views.py': 'from .store import *\nsave(input())',
        'app/store/__init__.py': 'from .sql import *',
        'app/store/sql.py': SAVE,
      },
      ['app/store/sql.py:2 sql'],
    ],
    [
      'an absolute import from the root of the project',
      {
        'app/web/views.py': 'from app.store import save\nsave(input())',
        'app/__init__.py': '',
        'app/web/__init__.py': '',
        'app/store.py': SAVE,
      },
      ['app/store.py:2 sql'],
    ],
    [
      'a source root that is not above the file',
      {
        'tests/check.py': 'from shop.store import save\nsave(input())',
        'src/shop/__init__.py': '',
        'src/shop/store.py': SAVE,
      },
      ['src/shop/store.py:2 sql'],
    ],
    [
      'a module by its path',
      { 'main.py': 'import shop.store\nshop.store.save(input())', 'shop/__init__.py': '', 'shop/store.py': SAVE },
      ['shop/store.py:2 sql'],
    ],
    [
      'a name that projects hand around, out of a module that is not in sight',
      { 'app/views.py': 'from .now import current\nfrom small import current as other\nrun(current)\nrun(other)' },
      ['app/views.py:3 sql', 'app/views.py:4 sql'],
    ],
    [
      'the same out of a module that is',
      { 'app/views.py': 'from .now import current\nrun(current)', 'app/now.py': 'current = "1"' },
      [],
    ],
    [
      'the same of a library, which the facts would know',
      { 'views.py': 'from Request import current\nrun(current)' },
      [],
    ],
    [
      'modules that import each other',
      {
        'a.py': 'from b import go\ndef first(x):\n    run(x)\ngo(input())',
        'b.py': 'from a import first\ndef go(x):\n    first(x)\n',
      },
      ['a.py:3 sql'],
    ],
    [
      'modules that export each other’s names',
      { 'a.py': 'from b import f\nf(input())', 'b.py': 'from c import f', 'c.py': 'from b import f' },
      [],
    ],
    [
      'an object of another file’s class, its subclass in a third',
      {
        'a.py': 'from b import Store\nStore(input()).go()',
        'b.py': 'from c import Base\nclass Store(Base):\n    pass\n',
        'c.py': 'class Base:\n    def __init__(self, q):\n        self.q = q\n    def go(self):\n        run(self.q)\n',
      },
      ['c.py:5 sql'],
    ],
    [
      'a class named as the type of a parameter',
      {
        'a.py': 'from b import Store\ndef view(store: Store):\n    store.go(input())',
        'b.py': 'class Store:\n    def go(self, q):\n        run(q)\n',
      },
      ['b.py:3 sql'],
    ],
    [
      'a module of the standard library is no file of the package',
      {
        'app/a.py': 'from os import save\nsave(input())',
        'app/__init__.py': '',
        'app/lib/__init__.py': '',
        'app/lib/os.py': SAVE,
      },
      [],
    ],
  ])('%s', (_what, files, expected) => {
    expect(places('python', files)).toEqual(expected);
  });
});

const KEEP = 'export function save(x) {\n  run(x);\n}\n';

describe('JavaScript and TypeScript', () => {
  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    [
      'everything that a file hands on',
      {
        'src/a.ts': "import { save } from './store';\nsave(input());",
        'src/store/index.ts': "export * from './sql.js';",
        'src/store/sql.ts': KEEP,
      },
      ['src/store/sql.ts:2 sql'],
    ],
    [
      'a name handed on under another',
      {
        'src/a.ts': "import { keep } from './store';\nkeep(input());",
        'src/store.ts': "export { save as keep } from './sql';",
        'src/sql.ts': KEEP,
      },
      ['src/sql.ts:2 sql'],
    ],
    [
      'a module as an object',
      {
        'src/a.ts': "import * as store from './store';\nstore.save(input());",
        'src/store.ts': "export * from './sql';",
        'src/sql.ts': KEEP,
      },
      ['src/sql.ts:2 sql'],
    ],
    [
      'CommonJS, handed on',
      {
        'a.js': "const store = require('./store');\nstore.save(input());",
        'store/index.js': "module.exports = require('./sql');",
        'store/sql.js': 'exports.save = (x) => run(x);',
      },
      ['store/sql.js:1 sql'],
    ],
    [
      'aliases of tsconfig.json, with comments and an extended file',
      {
        'src/web/a.ts': "import { save } from '@/store';\nsave(input());",
        'tsconfig.json': '{ // aliases\n  "extends": "./tsconfig.paths.json", }',
        'tsconfig.paths.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
        'src/store.ts': KEEP,
      },
      ['src/store.ts:2 sql'],
    ],
    [
      'a package of the workspace whose main file is a build',
      {
        'apps/web/a.ts': "import { save } from '@shop/store';\nsave(input());",
        'packages/store/package.json': '{ "name": "@shop/store", "main": "dist/index.js" }',
        'packages/store/src/index.ts': KEEP,
      },
      ['packages/store/src/index.ts:2 sql'],
    ],
    [
      'exports of a package by conditions',
      {
        'apps/web/a.ts': "import { save } from 'store/sql';\nsave(input());",
        'packages/store/package.json':
          '{ "name": "store", "exports": { "./sql": { "types": "./x.d.ts", "import": "./lib/sql.mjs" } } }',
        'packages/store/lib/sql.mjs': KEEP,
      },
      ['packages/store/lib/sql.mjs:2 sql'],
    ],
    [
      'files that import each other',
      {
        'a.ts': "import { go } from './b';\nexport function first(x) {\n  run(x);\n}\ngo(input());",
        'b.ts': "import { first } from './a';\nexport const go = (x) => first(x);",
      },
      ['a.ts:3 sql'],
    ],
    [
      'a class handed in by its type',
      {
        'a.ts':
          "import { Store } from './b';\nclass View {\n  constructor(private readonly store: Store) {}\n  show(req, res) {\n    this.store.go(req.query.q);\n  }\n}",
        'b.ts': 'export class Store {\n  go(q: string) {\n    run(q);\n  }\n}',
      },
      ['b.ts:3 sql'],
    ],
  ])('%s', (_what, files, expected) => {
    expect(places('typescript', files)).toEqual(expected);
  });
});

describe('Java', () => {
  it('follows classes through three packages and source roots', () => {
    const files = {
      'web/src/main/java/a/View.java':
        'package a; import b.Service; class View { Service s = new Service(); void show() { s.go(Api.input()); } }',
      'core/src/main/java/b/Service.java':
        'package b; import c.*; public class Service { private final Store store = new Store(); public void go(String q) { store.save(q); } }',
      'core/src/main/java/c/Store.java':
        'package c; public class Store { public void save(String q) {\nApi.run(q);\n} }',
    };
    expect(places('java', files)).toEqual(['core/src/main/java/c/Store.java:2 sql']);
  });
});
