import { describe, expect, it } from 'vitest';
import { createDependencyGraph, manifestsFor } from './dependency-graph.ts';

const graphOf = (files: Readonly<Record<string, string>>) =>
  createDependencyGraph(Object.entries(files).map(([path, code]) => ({ path, code })));

describe('the dependency graph', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'Python: names over several lines, packages, modules',
      {
        'p/a.py': 'from . import (\n  b,  # one\n  c,\n)\nimport p.d as d, os\n',
        'p/__init__.py': '',
        'p/b.py': '',
        'p/c.py': '',
        'p/d.py': '',
      },
      ['p/__init__.py', 'p/b.py', 'p/c.py', 'p/d.py'],
    ],
    [
      'JavaScript: every way to import',
      {
        'a.ts': "import x from './b.js';\nexport * from './c';\nconst d = require('./d');\nawait import('./e');",
        'b.ts': '',
        'c/index.ts': '',
        'd.js': '',
        'e.mjs': '',
        'f.js': '',
      },
      ['b.ts', 'c/index.ts', 'd.js', 'e.mjs'],
    ],
    [
      'Java: imports, the package, packages imported whole',
      {
        'src/a/A.java': 'package a;\nimport b.B;\nimport c.*;\nimport static d.D.run;\nclass A { Same s; C c; }',
        'src/a/Same.java': 'package a;',
        'src/a/Other.java': 'package a;',
        'lib/b/B.java': 'package b;',
        'lib/c/C.java': 'package c;',
        'lib/d/D.java': 'package d;',
      },
      ['lib/b/B.java', 'lib/d/D.java', 'src/a/Same.java', 'lib/c/C.java'],
    ],
    [
      'Go: the package and those of the module',
      {
        'cmd/main.go': 'package main\nimport (\n\t"fmt"\n\tstore "example.com/m/store"\n)',
        'cmd/other.go': 'package main',
        'cmd/other_test.go': 'package main',
        'go.mod': 'module example.com/m\n',
        'store/store.go': 'package store',
      },
      ['cmd/other.go', 'store/store.go'],
    ],
    [
      'files named in strings',
      {
        'web/a.py': 'render("users/list.html")\nload("app.ini")',
        'web/templates/users/list.html': '',
        'list.html': '',
        'app.ini': '',
      },
      ['web/templates/users/list.html', 'app.ini'],
    ],
  ])('%s', (_what, files, expected) => {
    const [first = ''] = Object.keys(files);
    expect([...graphOf(files).dependenciesOf(first)].sort()).toEqual([...expected].sort());
  });

  it('goes through other files, nearest first, up to a bound, and back', () => {
    const graph = graphOf({
      'a.py': 'import b',
      'b.py': 'import c\nimport a',
      'c.py': 'import d',
      'd.py': '',
      'e.py': '',
    });
    expect(graph.closureOf('a.py', 10)).toEqual(['b.py', 'c.py', 'd.py']);
    expect(graph.closureOf('a.py', 2)).toEqual(['b.py', 'c.py']);
    expect([...graph.dependentsOf('c.py')].sort()).toEqual(['a.py', 'b.py']);
    expect(graph.dependentsOf('e.py')).toEqual([]);
  });

  it('takes the manifests of the language along', () => {
    const paths = ['package.json', 'x/tsconfig.build.json', 'go.mod', 'data.json'];
    expect(manifestsFor('x/a.ts', paths)).toEqual(['package.json', 'x/tsconfig.build.json']);
    expect(manifestsFor('a.go', paths)).toEqual(['go.mod']);
    expect(manifestsFor('a.py', paths)).toEqual([]);
  });
});
