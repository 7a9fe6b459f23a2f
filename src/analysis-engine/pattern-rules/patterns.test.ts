// What patterns match: pattern, code, the texts that it must find.
import { describe, expect, it } from 'vitest';
import { matchedTexts } from './testing/matched-texts.ts';

type Case = readonly [language: string, pattern: string, code: string, expected: readonly string[]];

const run = (cases: readonly Case[]): void => {
  it.each(cases)('%s: %s in %s', (language, pattern, code, expected) => {
    expect(matchedTexts(language, pattern, code)).toEqual(expected);
  });
};

describe('metavariables', () => {
  run([
    ['python', 'f($X)', 'f(1)\nf(a, b)\ng(2)', ['f(1)']],
    ['python', '$X == $X', 'a == a\na == b\na.b( 1 ) == a.b(1)', ['a == a', 'a.b( 1 ) == a.b(1)']],
    ['javascript', '$F($_, $_)', 'f(1, 2); g(1)', ['f(1, 2)']],
    ['go', '$X.Close()', 'package p\nfunc f() { a.b.Close() }', ['a.b.Close()']],
    ['java', '$O.run($X)', 'class A { void m() { x.y.run(1); run(2); } }', ['x.y.run(1)']],
    ['java', '$F($X)', 'class A { void m() { a.b(1); } }', ['a.b(1)']],
    ['python', 'f($...ARGS, 3)', 'f(1, 2, 3)\nf(3)\nf(1)', ['f(1, 2, 3)', 'f(3)']],
  ]);
});

describe('ellipsis', () => {
  run([
    ['python', 'f(..., 2, ...)', 'f(1, 2)\nf(2, 3)\nf(1)', ['f(1, 2)', 'f(2, 3)']],
    ['python', 'f(..., shell=True, ...)', 'f(x, check=1, shell=True)\nf(shell=False)', ['f(x, check=1, shell=True)']],
    ['python', 'f(a=1, b=2)', 'f(b=2, a=1)\nf(a=1)\nf(a=1, b=2, c=3)', ['f(b=2, a=1)']],
    ['javascript', 'x. ... .end()', 'x.end(); x.a().b.end(); y.end()', ['x.end()', 'x.a().b.end()']],
    ['python', '{..., "a": 1, ...}', 'x = {"b": 2, "a": 1}', ['{"b": 2, "a": 1}']],
    ['python', '{"a": 1}', '{"b": 2, "a": 1}\n{"a": 1}', ['{"a": 1}']],
    ['javascript', '{a: 1}', 'f({b: 2, "a": 1})', ['{b: 2, "a": 1}']],
    ['python', '[..., 1]', 'x = [0, 1]\ny = [1, 0]', ['[0, 1]']],
    ['go', 'T{..., A: $X, ...}', 'package p\nvar x = T{B: 1, A: 2}', ['T{B: 1, A: 2}']],
    ['python', 'f"...{$X}..."', 'f"a{b}c"\nf"a"', ['f"a{b}c"']],
    ['python', 'return ...', 'def f():\n  return\ndef g():\n  return 1', ['return', 'return 1']],
  ]);
});

describe('deep expressions', () => {
  run([
    ['python', 'f(<... secret ...>)', 'f(a + g(secret))\nf(a)', ['f(a + g(secret))']],
    ['javascript', 'if (<... $X.ok ...>) {...}', 'if (!(a && b.ok)) { c(); }', ['if (!(a && b.ok)) { c(); }']],
  ]);
});

describe('texts and constants', () => {
  run([
    ['python', 'f("...")', 'f("a")\nf(b)\nf("a" "b")', ['f("a")', 'f("a" "b")']],
    ['javascript', 'f("a")', "f('a'); f(`a`); f('b')", ["f('a')", 'f(`a`)']],
    ['javascript', 'f("=~/^a+$/")', 'f("aa"); f("ab")', ['f("aa")']],
    ['java', 'f("$X")', 'class A { void m() { f("t"); f(u); } }', ['f("t")']],
    ['python', 'f("...")', 'N = "a"\ndef g():\n  f(N)\n  f(N + "b")', ['f(N)', 'f(N + "b")']],
    ['python', 'f("a")', 'x = "b"\nx = "a"\nf(x)\nx = "c"', ['f(x)']],
    ['java', 'f("a")', 'class A { static final String N = "a"; void m() { f(N); } }', ['f(N)']],
    ['python', 'f(1)', 'f(0x1)\nf(2)', ['f(0x1)']],
  ]);
});

describe('imports', () => {
  run([
    ['python', 'os.system(...)', 'from os import system as s\ns(1)', ['s(1)']],
    ['python', 'os.path.join(...)', 'import os.path as p\np.join(a)', ['p.join(a)']],
    ['python', 'os.$F(...)', 'from os import remove\nremove(1)\nother(1)', ['remove(1)']],
    ['javascript', 'child_process.exec(...)', "const { exec: run } = require('child_process'); run(1)", ['run(1)']],
    ['typescript', 'fs.readFile(...)', "import { readFile } from 'fs'; readFile(1)", ['readFile(1)']],
    ['javascript', 'fs.readFile(...)', "import * as f from 'node:fs'; f.readFile(1)", ['f.readFile(1)']],
    ['java', 'new a.b.C(...)', 'import a.b.C; class A { Object o = new C(1); }', ['new C(1)']],
    ['java', 'a.B.c(...)', 'import static a.B.c; class A { Object o = c(1); }', ['c(1)']],
    ['go', 'md5.New()', 'package p\nimport m "crypto/md5"\nvar h = m.New()', ['m.New()']],
    ['python', 'import a', 'import a as b, c', ['import a as b, c']],
    ['python', 'from a import $X', 'from a import b as c', ['from a import b as c']],
  ]);
});

describe('statements', () => {
  run([
    ['python', 'a()\n...\nb()', 'a()\nif x:\n  c()\n  b()', ['a()\nif x:\n  c()\n  b()']],
    ['python', '$F = open(...)\n...\n$F.close()', 'f = open(1)\nx = f.close()', ['f = open(1)\nx = f.close()']],
    ['javascript', '$X = 1', 'var a = 1, b = 2; c = 1', ['var a = 1, b = 2;', 'c = 1']],
    ['java', '$T $X = $V;', 'class A { void m() { int a = 1; b = 2; } }', ['int a = 1;']],
    ['go', '$X, $E := f()', 'package p\nfunc g() { a, err := f() }', ['a, err := f()']],
    ['java', 'if ($C) { ... }', 'class A { void m() { if (a) b(); else c(); } }', ['if (a) b(); else c();']],
    ['python', 'try:\n  ...\nexcept $E:\n  pass', 'try:\n  a()\nexcept E:\n  pass', ['try:\n  a()\nexcept E:\n  pass']],
    [
      'java',
      'try { ... } catch ($E $X) { }',
      'class A { void m() { try { a(); } catch (E e) { } } }',
      ['try { a(); } catch (E e) { }'],
    ],
    ['go', 'for ... { ... }', 'package p\nfunc g() { for i := range x { f(i) } }', ['for i := range x { f(i) }']],
  ]);
});

describe('declarations', () => {
  run([
    ['python', 'def $F(..., $X=[], ...): ...', 'def f(a, b=[]):\n  pass', ['def f(a, b=[]):\n  pass']],
    [
      'python',
      '@route(...)\ndef $F(...): ...',
      '@other\n@route("/")\nasync def f() -> int:\n  pass',
      ['@other\n@route("/")\nasync def f() -> int:\n  pass'],
    ],
    ['python', 'class $C(Base): ...', 'class A(Other, Base):\n  x = 1', ['class A(Other, Base):\n  x = 1']],
    [
      'java',
      '$T $M(..., @P $S $X, ...) { ... }',
      'class A { void m(@P int a) { b(); } }',
      ['void m(@P int a) { b(); }'],
    ],
    [
      'java',
      '@A class $C { ... }',
      '@B @A(1) public class X extends Y { int z; }',
      ['@B @A(1) public class X extends Y { int z; }'],
    ],
    ['javascript', 'function $F(...) { ... }', 'const f = (a) => { b() }', ['const f = (a) => { b() }']],
    [
      'typescript',
      'class $C { ... $M(...) { return 1 } ... }',
      'class A { x = 1; m(): number { return 1 } }',
      ['class A { x = 1; m(): number { return 1 } }'],
    ],
    [
      'go',
      'func $F(..., $X T, ...) { ... }',
      'package p\nfunc f(a, b T) int { return 1 }',
      ['func f(a, b T) int { return 1 }'],
    ],
    ['javascript', '<a href={$X} ...>...</a>', 'x = <a id="b" href={c}>d</a>', ['<a id="b" href={c}>d</a>']],
  ]);
});

describe('types', () => {
  run([
    ['java', '(Foo $X).run()', 'class A { void m(Foo a, Bar b) { a.run(); b.run(); } }', ['a.run()']],
    ['java', '(String $X) + $Y', 'class A { Object o = "a" + b; Object p = 1 + b; }', ['"a" + b']],
    [
      'go',
      '($X : *T).Run()',
      'package p\nfunc f(a *T, b T) { a.Run(); b.Run(); c := &T{}; c.Run() }',
      ['a.Run()', 'c.Run()'],
    ],
    ['typescript', '($X: Foo).run()', 'function f(a: Foo, b: Bar) { a.run(); b.run(); }', ['a.run()']],
  ]);
});
