import { beforeAll, describe, expect, it } from 'vitest';
import { printProgram } from '../../ir-printer.ts';
import type { GrammarName, SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { javascriptFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('javascript', 'tsx');
});

/** The printed IR without exports and without the head of `<main>`. */
function ir(source: string, grammar: GrammarName = 'javascript'): string {
  return printProgram(javascriptFrontEnd.lower(parser.parse(source, grammar), 'example.js'))
    .replace(/^export .*\n/gm, '')
    .replace(/^function #0 <main>\(\) this=none\n/, '')
    .replace(/^ {2}/gm, '')
    .trim();
}

const value = (expression: string): string => ir(`v(${expression})`).replace(/^global:v\((.*)\)$/s, '$1');

describe('literals', () => {
  it.each([
    [`"a\\x41\\u0042\\u{43}\\n"`, '"aABC\\n"'],
    ["'it\\'s'", '"it\'s"'],
    ['0xff + 1_000 + 0o17 + 10n + 017', '(255 + 1000 + 15 + 10 + 15)'],
    ['-1', '-1'],
    ['[null, undefined, true, , 1]', '[null, null, true, null, 1]'],
    ['`a${b}c${d}`', 'text("a", global:b, "c", global:d)'],
    ['`plain\\n`', '"plain\\n"'],
    ['sql`a ${b}`', 'global:sql`"a ", global:b`'],
    ['/a[b]/gi', '(RegExp)"/a[b]/gi"'],
  ])('%s', (source, expected) => expect(value(source)).toBe(expected));
});

describe('operators', () => {
  it.each([
    ['a + b + c', '(global:a + global:b + global:c)'],
    ['a - b + c', '((global:a - global:b) + global:c)'],
    ['a && b || (c ?? d)', '((global:a and global:b) or (global:c ?? global:d))'],
    ['a === b !== c', '((global:a == global:b) != global:c)'],
    ['!a instanceof b', '((not global:a) instanceof global:b)'],
    ['typeof a, void a, delete a.b', '(typeof global:a), sequence(global:a, null), (delete global:a.b)'],
    ['a ? b : c ? d : e', '(global:a ? global:b : (global:c ? global:d : global:e))'],
    ['(a, b)', 'sequence(global:a, global:b)'],
    ['a = b = c', 'global:a = global:b = global:c'],
    ['a ||= b', 'global:a or= global:b'],
    ['a.b++', 'global:a.b += 1'],
  ])('%s', (source, expected) => expect(value(source)).toBe(expected));
});

describe('access and calls', () => {
  it.each([
    ['a.b?.[c]?.(d)["e"].f[0]', 'global:a.b[global:c](global:d).e.f[0]'],
    ['new A(b, ...c)', 'new global:A(global:b, *global:c)'],
    ['window.document.cookie', 'global:document.cookie'],
    ['require("node:fs").readFile(a)', 'import:fs.readFile(global:a)'],
    ['await import("./x.js")', 'await import:./x.js'],
    ['_interopRequireDefault(require("a")).default.b', 'import:a.b'],
    ['Array.prototype.slice.call(a, 1)', 'global:a.slice(1)'],
    ['f.apply(null, a)', 'global:f(*global:a)'],
    ['this.f.bind(this)', 'this.f'],
    ['client.call(method, a)', 'global:client.call(global:method, global:a)'],
    [
      '{ a: 1, [b]: 2, "c": 3, 4: d, ...e, f }',
      '{"a": 1, [global:b]: 2, "c": 3, 4: global:d, **global:e, "f": global:f}',
    ],
  ])('%s', (source, expected) => expect(value(source)).toBe(expected));
});

describe('names', () => {
  it('gives let and const a slot in each block, and var one in the function', () => {
    const source = 'let a = 1; { let a = 2; var b = a } b = a';
    const { main } = javascriptFrontEnd.lower(parser.parse(source, 'javascript'), 'example.js');
    expect(main.slots).toEqual(['b', 'a', 'a']);
    const read = main.body.map((step) => {
      const assigned = step.kind === 'evaluate' && step.expression.kind === 'assign' ? step.expression.value : null;
      return assigned?.kind === 'variable' ? assigned.variable.slot : null;
    });
    expect(read).toEqual([null, null, 2, 1]);
  });

  it('knows functions before their statement and parameters before outer names', () => {
    expect(ir('f(a); const a = 1; function f(a) { return a }')).toMatchInlineSnapshot(`
      "f = function #1
      f(a)
      a = 1
      function #1 f(a) this=this
      return a"
    `);
  });

  it('binds imports of every form to the module', () => {
    const source = `import a, { b as c, default as d } from 'm'; import * as e from 'n'; import f from './f';
      const g = require('g'), { h, i: j } = require('k'), l = g.l; v(a, c, d, e, f, g, h, j, l)`;
    expect(ir(source)).toBe(
      'global:v(import:m, import:m#b, import:m, import:n, import:./f#default, import:g, import:k#h, import:k#i, import:g#l)',
    );
  });

  it('keeps a variable for a required module that is assigned again, and for a local require', () => {
    expect(ir("let fs = require('fs'); fs = x")).toBe('fs = import:fs\nfs = global:x');
    expect(ir("function f(require) { const a = require('a'); a() }")).toContain('a = require("a")');
  });

  it('collects what arguments holds', () => {
    expect(ir('function f(a) { return arguments[1] }')).toMatchInlineSnapshot(`
      "f = function #1
      function #1 f(a, *arguments…) this=this
      arguments = [a, *arguments…]
      return arguments[1]"
    `);
  });
});

describe('patterns', () => {
  it.each([
    ['const { a, b: { c = 1 }, ...d } = o', '["a": a, "b": ["c": c], ...record: d] = global:o'],
    ['const [a, , b = 2, ...c] = o', '[0: a, 2: b, ...list: c] = global:o'],
    ['[a.b, c[d]] = o', '[0: global:a.b, 1: global:c[global:d]] = global:o'],
    ['for (const [k, v] of o) k(v)', 'for [0: k, 1: v] of elements global:o\n  k(v)'],
  ])('%s', (source, expected) => expect(ir(source)).toBe(expected));

  it('takes parameters apart', () => {
    expect(ir('const f = async ({ a, b }, [c], d = a, ...e) => a')).toMatchInlineSnapshot(`
      "f = function #1
      function #1 (["a": a, "b": b], [0: c], d = a, *e) this=outer async
      return a"
    `);
  });
});

describe('control flow', () => {
  it('lowers branches, loops, switches, jumps and exceptions', () => {
    const source = `
      if (a) b(); else if (c) d(); else { e() }
      outer: for (let i = 0; i < 3; i++) { if (i) continue outer; }
      for (const k in o) f(k);
      do { g() } while (h);
      switch (a) { case 1: case 'x': b(); break; default: c() }
      try { a() } catch ({ message }) { b(message) } finally { c() }
      lbl: { break lbl; }
      throw a;`;
    expect(ir(source)).toMatchInlineSnapshot(`
      "if global:a
        global:b()
      else if global:c
        global:d()
      else
        global:e()
      i = 0
      while (i < 3) update i += 1
        if i
          continue outer
      for k of keys global:o
        global:f(k)
      do while global:h update 
        global:g()
      switch global:a
      case 1 falls
      case "x" falls
        global:b()
        break
      case default falls
        global:c()
      try
        global:a()
      catch Error ["message": message]
        global:b(message)
      finally
        global:c()
      block lbl
        break lbl
      throw global:a"
    `);
  });
});

describe('classes', () => {
  it('lowers members of every kind', () => {
    const source = `class A extends b.C {
      x = 1; static #y = 2; h = () => this.x;
      constructor(z) { super(z); this.#p = z }
      get v() { return this.x } set v(n) {}
      static async *m() { yield* n } ['k']() {}
      static { init() }
    }`;
    expect(ir(source)).toMatchInlineSnapshot(`
      "A = class #0
      function #1 () this=outer
      return this.x
      function #2 constructor(z) this=this
      super(z)
      this.#p = z
      function #3 v() this=this
      return this.x
      function #4 v(n) this=this
      function #5 m() this=this static async generator
      yield* global:n
      function #6 k() this=this
      class #0 A(global:b.C) types=[b.C]
      x: ? = 1
      static #y: ? = 2
      h: ? = function #1
      method #2 constructor
      method #3 v
      method #4 v
      method #5 m
      method #6 k
      global:init()"
    `);
  });

  it('makes classes of functions with prototypes', () => {
    const source = `function F(a) { this.a = a }
      F.prototype = Object.create(Base.prototype);
      F.prototype.m = function () { return this.a };`;
    expect(ir(source)).toMatchInlineSnapshot(`
      "F = class #0
      function #1 constructor(a) this=this
      this.a = a
      function #2 m() this=this
      return this.a
      class #0 F(global:Base) types=[Base]
      method #1 constructor
      method #2 m"
    `);
  });
});

describe('promises', () => {
  it('gives a new promise the value that its executor resolves with', () => {
    expect(ir('v(new Promise((resolve) => resolve(a)))')).toMatchInlineSnapshot(`
      "global:v(sequence(function #1(function #2, null), promised))
      function #1 (resolve) this=outer
      return resolve(global:a)
      function #2 resolve(value) this=outer
      promised^ = value"
    `);
  });
});

describe('JSX', () => {
  it('lowers elements with attributes and children', () => {
    const source = `const e = <A.B {...p} c="x&amp;y" d><>{f}</> text <br/></A.B>`;
    expect(ir(source)).toMatchInlineSnapshot(
      `"e = <global:A.B {**global:p, "c": "x&y", "d": true}><"" {}>global:f</>, " text ", <"br" {}></></>"`,
    );
  });
});
