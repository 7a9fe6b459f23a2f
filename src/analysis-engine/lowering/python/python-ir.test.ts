import { beforeAll, describe, expect, it } from 'vitest';
import { printProgram } from '../../ir-printer.ts';
import type { SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { pythonFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('python');
});

/** The printed IR without the exports and, when it is alone, without the head of `<main>`. */
function ir(source: string): string {
  const program = pythonFrontEnd.lower(parser.parse(source, 'python'), 'example.py');
  return printProgram(program)
    .replace(/^export .*\n/gm, '')
    .replace(/^function #0 <main>\(\) this=none\n/, '')
    .replace(/^ {2}/gm, '')
    .trim();
}

describe('literals and text', () => {
  it.each([
    ['"a" \'b\' """c"""', '"abc"'],
    ['b"\\x41\\n" r"\\n" "\\u00e9\\101"', '"A\\n\\\\néA"'],
    ['1_000 + 0xFF + 0o17 + 1.5e3', '(1000 + 255 + 15 + 1500)'],
    ['-1', '-1'],
    ['f"a{x}b"', 'text("a", global:x, "b")'],
    ['f"{x!r:>{w}}" "!"', 'text(global:x, global:w, "!")'],
    ['f"{f\'{x}\'}{{}}"', 'text(text(global:x), "{}")'],
    ['f"{x=}"', 'text("x=", global:x)'],
    ['f"{x:.2f} {y:d} {z:s}"', 'text((number)global:x, " ", (number)global:y, " ", global:z)'],
    ['"%s" % x', '("%s" % global:x)'],
    ['None, True, ...', '[null, true, null]'],
  ])('%s', (source, expected) => expect(ir(`v = ${source}\n`)).toBe(`v = ${expected}`));
});

describe('operators', () => {
  it.each([
    ['a + b + c', '(global:a + global:b + global:c)'],
    ['a - b + c - d', '(((global:a - global:b) + global:c) - global:d)'],
    ['a ** b ** c', '(global:a ** (global:b ** global:c))'],
    ['a and b and c or d', '((global:a and global:b and global:c) or global:d)'],
    ['not a', '(not global:a)'],
    ['a < b <= c', '((global:a < global:b) and (global:b <= global:c))'],
    ['a not in b', '(global:a not-in global:b)'],
    ['a is not None', '(global:a is-not null)'],
    ['a if b else c if d else e', '(global:b ? global:a : (global:d ? global:c : global:e))'],
    ['(b := a) and b', '(b = global:a and b)'],
  ])('%s', (source, expected) => expect(ir(`v = ${source}\n`)).toBe(`v = ${expected}`));
});

describe('access, calls and collections', () => {
  it.each([
    ['a.b["c"][0].d(e)', 'global:a.b["c"][0].d(global:e)'],
    ['a[1:2]', 'global:a[unknown(1, 2)]'],
    ['a[1, b]', 'global:a[[1, global:b]]'],
    ['f(a, *b, c=d, **e)', 'global:f(global:a, *global:b, c=global:d, **global:e)'],
    ['f(x for x in y)', 'global:f([x for x of global:y if ])'],
    ['[1, *a, (2, 3)]', '[1, *global:a, [2, 3]]'],
    ['{"a": 1, 2: b, c: d, **e}', '{"a": 1, 2: global:b, [global:c]: global:d, **global:e}'],
    ['[x for x in y if x for z in x]', '[x for x of global:y if x for z of x if ]'],
    ['{k: v for k, v in y.items()}', '[k: v for [0: k, 1: v] of global:y.items() if ]'],
    ['await f()', 'await global:f()'],
  ])('%s', (source, expected) => expect(ir(`v = ${source}\n`)).toBe(`v = ${expected}`));

  it('gives the names of a comprehension slots of their own', () => {
    const program = pythonFrontEnd.lower(parser.parse('x = 1\ny = [x for x in z]\nx\n', 'python'), 'example.py');
    expect(program.main.slots).toEqual(['x', 'y', 'x']);
  });
});

describe('assignment', () => {
  it.each([
    ['a = b = c()', 'a = b = global:c()'],
    ['a, (b, *c), d.e = f', '[0: a, 1: [0: b, ...list: c], 2: global:d.e] = global:f'],
    ['*a, b = c', '[...list: a, unknown(): b] = global:c'],
    ['a[b] += 1', 'global:a[global:b] += 1'],
    ['a: Optional[str] = b', 'a: string = global:b'],
    ['a: int', ''],
    ['del a[0], b.c', '(delete global:a[0])\n(delete global:b.c)'],
  ])('%s', (source, expected) => expect(ir(`${source}\n`)).toBe(expected));
});

describe('imports', () => {
  it('lets imported names stand for the import, inside functions too', () => {
    const source =
      'import os.path\nimport a.b as c\nfrom flask import request as r\nfrom ..models import User\ndef f():\n  os.path.join(c.d, r.args, User)\n';
    expect(ir(source)).toBe(
      'f = function #1\nfunction #1 f() this=none\nimport:os.path.join(import:a.b.d, import:flask#request.args, import:..models#User)',
    );
  });

  it('keeps the first of two alternatives, and a stand-in for a failed import', () => {
    const source =
      'try:\n  import simplejson as json\nexcept ImportError:\n  import json\ntry:\n  import yaml\nexcept ImportError:\n  yaml = None\njson.loads(yaml)\n';
    expect(ir(source).split('\n').pop()).toBe('import:simplejson.loads(import:yaml)');
  });

  it('assigns an import to a name that is assigned other things too', () => {
    expect(ir('from a import b\nb = b(1)\n')).toBe('b = import:a#b\nb = b(1)');
  });

  it('notes modules that are imported whole', () => {
    const program = pythonFrontEnd.lower(parser.parse('from a.b import *\n', 'python'), 'example.py');
    expect(program.wildcards).toEqual(['a.b']);
  });
});

describe('scopes', () => {
  it('makes names that a function assigns its own, wherever it assigns them', () => {
    expect(ir('x = 1\ndef f():\n  print(x)\n  x = 2\ndef g():\n  print(x)\n')).toBe(
      'x = 1\nf = function #1\ng = function #2\nfunction #1 f() this=none\nglobal:print(x)\nx = 2\nfunction #2 g() this=none\nglobal:print(x^)',
    );
  });

  it('obeys global and nonlocal', () => {
    const source = 'def f():\n  global g\n  g = 1\n  n = 2\n  def h():\n    nonlocal n\n    n = 3\n  return g\n';
    expect(ir(source)).toBe(
      'f = function #1\nfunction #1 f() this=none\ng^ = 1\nn = 2\nh = function #2\nreturn g^\nfunction #2 h() this=none\nn^ = 3',
    );
  });

  it('sees outer variables from parameters’ defaults, not the parameter of the same name', () => {
    expect(ir('x = 1\ndef f(x=x, *, y: int = 2, **z): return lambda a: x\n')).toContain(
      'function #1 f(x = x^, keyword y: number: number = 2, **z) this=none\nreturn function #2\nfunction #2 (a) this=none\nreturn x^',
    );
  });
});

describe('statements', () => {
  it.each([
    ['if a:\n  b\nelif c:\n  d\nelse:\n  e', 'if global:a\n  global:b\nelse if global:c\n  global:d\nelse\n  global:e'],
    ['for a, b in c:\n  continue\nelse:\n  d', 'for [0: a, 1: b] of elements global:c\n  continue\nelse\n  global:d'],
    ['while a:\n  break', 'while global:a update \n  break'],
    ['with open(a) as f, b:\n  f.read()', 'f = global:open(global:a)\nglobal:b\nf.read()'],
    [
      'try:\n  a\nexcept (B, c.D) as e:\n  e\nexcept:\n  f\nelse:\n  g\nfinally:\n  h',
      'try\n  global:a\ncatch B | c.D e\n  e\ncatch\n  global:f\nelse\n  global:g\nfinally\n  global:h',
    ],
    ['try:\n  a\nexcept __proto__ as e:\n  e', 'try\n  global:a\ncatch __proto__ e\n  e'],
    ['raise A(b) from c', 'throw global:A(global:b)'],
    ['assert a, b', 'assert global:a'],
    ['print "a", b', 'global:print("a", global:b)'],
    ['exec a in b', 'global:exec(global:a, global:b)'],
  ])('%s', (source, expected) => expect(ir(`${source}\n`)).toBe(expected));

  it('turns match into a switch with the captures assigned', () => {
    const source =
      'match f(x):\n  case "a" | -1: a\n  case [b, {"k": c}] if b: d\n  case P(q=r) as s: t\n  case other: u\n  case _: v\n';
    expect(ir(source)).toBe(
      [
        'subject = global:f(global:x)',
        'switch subject',
        'case "a", -1',
        '  global:a',
        'case unknown()',
        '  b = subject[0]',
        '  c = subject[1]["k"]',
        '  if b',
        '    global:d',
        'case unknown()',
        '  s = subject',
        '  r = subject.q',
        '  global:t',
        'case default',
        '  other = subject',
        '  global:u',
        'case default',
        '  global:v',
      ].join('\n'),
    );
  });
});

describe('functions and classes', () => {
  it('keeps decorators as annotations with their arguments', () => {
    const source =
      'import m\nfrom flask import Flask\napp = Flask(m)\n@app.route("/x", methods=["GET"])\n@m.check\nasync def f(a): yield a\n';
    expect(ir(source)).toBe(
      'app = import:flask#Flask(import:m)\nf = function #1\n@app.route("/x", methods=["GET"])\n@m.check()\nfunction #1 f(a) this=none async generator\nyield a',
    );
  });

  it('gives remarks in defaults and in Annotated to the parameter', () => {
    expect(
      ir(
        'from fastapi import Depends, Query\ndef f(a: Annotated[str, Query(max_length=3)], b: C = Depends(d)): pass\n',
      ),
    ).toContain(
      'function #1 f(@fastapi.Query a: string: string, @fastapi.Depends b: C: C = import:fastapi#Depends(global:d))',
    );
  });

  it('knows methods, static methods, class methods and properties', () => {
    const source = [
      'class A(B, metaclass=M):',
      '  limit = 3',
      '  double = limit * 2',
      '  name: str',
      '  if x: y = 1',
      '  def __init__(self, a): self.a = a; super().__init__(a)',
      '  @property',
      '  def p(self): return self.a',
      '  @p.setter',
      '  def p(self, v): self.a = v',
      '  @staticmethod',
      '  def s(a): return A(a)',
      '  @classmethod',
      '  def c(cls): return cls(limit)',
      '  class Inner: pass',
    ].join('\n');
    expect(ir(`${source}\n`)).toBe(
      [
        'A = class #0',
        'function #1 constructor(self, a) this=first',
        'self.a = a',
        'super.__init__(a)',
        '@property()',
        'function #2 p(self) this=first',
        'return self.a',
        '@p.setter()',
        'function #3 p(self, v) this=first',
        'self.a = v',
        '@staticmethod()',
        'function #4 s(a) this=none static',
        'return new A^(a)',
        '@classmethod()',
        'function #5 c(cls) this=first static',
        'return cls(global:limit)',
        'class #0 A(global:B) types=[B]',
        'static limit: ? = limit = 3',
        'static double: ? = double = (limit * 2)',
        'name: string',
        'static Inner: ? = Inner = class #1',
        'method #1 constructor',
        'method #2 p',
        'method #3 p',
        'method #4 s',
        'method #5 c',
        'if global:x',
        '  y = 1',
        'class #1 A.Inner() types=[]',
      ].join('\n'),
    );
  });

  it('writes the constructor that a data class gets by itself', () => {
    expect(ir('from dataclasses import dataclass\n@dataclass\nclass A:\n  x: str\n  y: int = 0\n')).toContain(
      'function #1 constructor(self, x: string: string, y: number: number = 0) this=first\nself.x = x\nself.y = y',
    );
  });
});

describe('types', () => {
  it.each([
    ['str', 'string'],
    ['Optional["Foo"]', 'Foo'],
    ['a.B | None', 'lib.B'],
    ['Union[None, Request]', 'flask.Request'],
    ['typing.List[int]', 'list'],
    ['"Request"', 'flask.Request'],
    ['dict[str, Any]', 'dict'],
    ['float', 'number'],
  ])('%s', (type, expected) => {
    const program = ir(`import lib as a, typing\nfrom flask import Request\ndef f(x: ${type}): pass\n`);
    expect(program).toContain(`f(x: ${expected}: ${expected})`);
  });
});
