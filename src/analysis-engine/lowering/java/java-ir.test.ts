import { beforeAll, describe, expect, it } from 'vitest';
import { printProgram } from '../../ir-printer.ts';
import type { SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { javaFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('java');
});

const print = (source: string): string =>
  printProgram(javaFrontEnd.lower(parser.parse(source, 'java'), 'Example.java')).trimEnd();

/** The steps of method `m`, in a class with the members. */
function body(steps: string, members = ''): string {
  const lines = print(`class C { ${members} void m(String p, int n) { ${steps} } }`).split('\n');
  const start = lines.findIndex((line) => / m\(p/.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('  '));
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(2))
    .join('\n');
}

describe('names', () => {
  it('tells locals, fields, inherited fields, static fields and outer members apart', () => {
    const text = print(`package a.b;
      class Base { String inherited; static String shared; }
      class C extends Base {
        String own;
        void m(String own) { use(own, this.own, inherited, shared); }
        void use(Object... all) { }
        static class Nested { void n() { helper(shared); } }
        static void helper(String s) { }
      }`);
    expect(text).toContain('this.use(own, this.own, this.inherited, Base^.shared)');
    expect(text).toContain('C^.helper(Base^.shared)');
    expect(text).toContain('class #1 a.b.C(Base) types=[a.b.Base]');
  });

  it('resolves types by imports, java.lang, packages written out, and leaves the rest', () => {
    const text = print(`import java.sql.Statement; import static java.util.Map.entry; import java.util.*;
      class C { void m(Statement s, List l, Integer i, java.io.File f, StringBuilder b, Same t) {
        entry(1, java.util.Objects.hash(2)); Math.random(); Collections.sort(l); Same.of(); } }`);
    expect(text).toContain('s: java.sql.Statement');
    expect(text).toContain('l: List');
    expect(text).toContain('i: number');
    expect(text).toContain('f: java.io.File');
    expect(text).toContain('b: java.lang.StringBuilder');
    expect(text).toContain('import:java.util.Map#entry(1, import:java.util.Objects.hash(2))');
    expect(text).toContain('import:java.lang.Math.random()');
    expect(text).toContain('global:Collections.sort(l)');
    expect(text).toContain('global:Same.of()');
  });

  it('gives names in lower case that nothing declares to a superclass in another file', () => {
    const text = print('class C extends Other { void m() { log(field); } }');
    expect(text).toContain('this.log(this.field)');
  });

  it('lets a local hide a field only in its block', () => {
    expect(body('{ String f = p; m(f, 1); } m(f, 2);', 'String f;')).toBe(
      'block\n  f: string = p\n  this.m(f, 1)\nthis.m(this.f, 2)',
    );
  });
});

describe('expressions', () => {
  it.each([
    ['int x = 7 / 2 / n;', 'x: number = (7 // 2 // n)'],
    ['double x = 7.0 / 2;', 'x: number = (7 / 2)'],
    [`String x = "a" + 'b' + p + 1;`, 'x: string = ("a" + "b" + p + 1)'],
    ['n += n++ * 2;', 'n: number += ((n: number += 1 - 1) * 2)'],
    ['n <<= 1; ++n;', 'n: number <<= 1\nn: number += 1'],
    ['String x = n > 1 ? "a" : n > 0 ? p : "c";', 'x: string = ((n > 1) ? "a" : ((n > 0) ? p : "c"))'],
    ['Object o = (String) p; Object q = (Object) p;', 'o = (string)p\nq = p'],
    ['int[] xs = {1, 2}; xs[0] = xs[1];', 'xs: number[] = [1, 2]\nxs[0] = xs[1]'],
    ['String x = "\\u0041\\101\\n\\"";', 'x: string = "AA\\n\\""'],
    ['long x = 1_000L + 0xFFL + 0b11 + 017;', 'x: number = (1000 + 255 + 3 + 15)'],
    ['Class<?> c = String.class;', 'c: java.lang.Class = import:java.lang.String.class'],
  ])('%s', (source, expected) => {
    expect(body(source)).toBe(expected);
  });

  it('binds the variables of patterns before the test', () => {
    expect(body('if (o instanceof String s && s.isEmpty()) m(s, 1);', 'Object o;')).toBe(
      'if sequence(s: string = (string)this.o, (this.o instanceof import:java.lang.String)) and (s.isEmpty())\n  this.m(s, 1)'.replace(
        'if sequence(s: string = (string)this.o, (this.o instanceof import:java.lang.String)) and (s.isEmpty())',
        'if (sequence(s: string = (string)this.o, (this.o instanceof import:java.lang.String)) and s.isEmpty())',
      ),
    );
  });

  it('strips the indentation of text blocks', () => {
    expect(body('String x = """\n      a\n        b\\\n      c\n      """;')).toContain('"a\\n  bc\\n"');
  });
});

describe('lambdas, references and inner classes', () => {
  it('takes lambdas of every form', () => {
    const text = print(
      'class C { Object f = x -> x; Object g = (String a, int b) -> { return a; }; Object h = () -> f; }',
    );
    expect(text).toContain('(x) this=outer\n  return x');
    expect(text).toContain('(a: string: string, b: number: number) this=outer\n  return a');
    expect(text).toContain('this=outer\n  return this.f');
  });

  it('writes method references out', () => {
    const text = print(`class C { static String s(String x) { return x; } String i(String x) { return x; }
      void m(Object o) { use(C::s, this::i, String::trim, Integer::parseInt, C::new); } void use(Object... all) { } }`);
    expect(text).toContain('C^.s, ');
    expect(text).toContain('return this.i(');
    expect(text).toContain('return *self.trim(');
    expect(text).toContain('import:java.lang.Integer.parseInt');
    expect(text).toContain('return new C^^(');
  });

  it('hands the outer object to inner classes that need it, and to no others', () => {
    const text = print(`class Outer { String secret;
      class Needs { String get() { return secret; } }
      class Free { String get() { return "x"; } }
      Object m() { return new Needs().get() + new Free().get(); } }`);
    expect(text).toContain('return (new Outer.Needs^(this).get() + new Outer.Free^().get())');
    expect(text).toContain('return this.this$0.secret');
    expect(text).toContain('this.this$0 = this$0');
  });

  it('lets anonymous and local classes see locals and the outer object', () => {
    const text = print(`class Outer { String field;
      Object m(String local) { return new Runnable() { String own; public void run() { use(local, field, own); } void use(Object... a) { } }; } }`);
    expect(text).toContain('this.use(local^, this^.field, this.own)');
    expect(text).toMatch(/this: Outer = this/);
  });
});

describe('classes', () => {
  it('runs initialisers from every constructor that does not call another', () => {
    const text = print(
      'class C { String a = "x"; Object b = make(); { a = "y"; } C() { this(1); } C(int i) { super(); } Object make() { return a; } }',
    );
    expect(text).toContain('<fields>() this=this\n  this.b = this.make()\n  this.a = "y"');
    expect(text).toContain('constructor() this=this\n  this(1)\nfunction');
    expect(text).toContain('constructor(i: number: number) this=this\n  super()\n  this.<fields>()');
    expect(text).toContain('a: string = "x"');
  });

  it('runs static initialisers after all classes are made', () => {
    const text = print(
      'class A { static String X = B.Y + "1"; static { use(X); } static void use(String s) { } } class B { static final String Y = "y"; }',
    );
    expect(text).toMatch(/B = class #1\n {2}A\.X = \(B\.Y \+ "1"\)\n {2}block\n {4}A\.use\(A\.X\)/);
  });

  it('makes superclasses before their subclasses', () => {
    expect(print('class A extends B { } class B { }')).toMatch(/<main>\(\).*\n {2}B = class #1\n {2}A = class #0/);
  });

  it('gives records constructors and accessors, enums constants and look-ups', () => {
    const text = print(
      'record R(String a, int b) { R { a = a.trim(); } public int b() { return 1; } } enum E { ONE("x"), TWO; E(String... s) { } }',
    );
    expect(text).toContain(
      'constructor(a: string: string, b: number: number) this=this\n  a: string = a.trim()\n  this.a = a\n  this.b = b',
    );
    expect(text).toContain(' a() this=this\n  return this.a');
    expect(text.match(/ b\(\) this=this/g)).toHaveLength(1);
    expect(text).toContain('E.ONE = new E("x")');
    expect(text).toContain('return [E^.ONE, E^.TWO]');
  });

  it('leaves methods without a body to those who implement them', () => {
    const text = print('interface I { String a(); default String b() { return a(); } int C = 1; }');
    expect(text).not.toMatch(/ a\(\) this/);
    expect(text).toContain(' b() this=this\n  return this.a()');
    expect(text).toContain('static C: number = 1');
  });

  it('keeps annotations of methods and parameters with their qualified names', () => {
    const program = javaFrontEnd.lower(
      parser.parse('import a.b.Get; class C { @Get(value = "/x") void m(@a.c.Param("q") String q) { } }', 'java'),
      'C.java',
    );
    const method = program.functions.find(({ name }) => name === 'm');
    expect(method?.annotations.map(({ name, arguments: [first] }) => [name, first?.name])).toEqual([
      ['a.b.Get', 'value'],
    ]);
    expect(method?.parameters[0].annotations[0].name).toBe('a.c.Param');
  });
});

describe('statements', () => {
  it('lowers loops', () => {
    expect(
      body('for (int i = 0; i < n; i++) { continue; } do { n--; } while (n > 0); for (String s : p.split(",")) break;'),
    ).toBe(
      [
        'i: number = 0',
        'while (i < n) update i: number += 1',
        '  continue',
        'do while (n > 0) update ',
        '  n: number -= 1',
        'for s: string of elements p.split(",")',
        '  break',
      ].join('\n'),
    );
  });

  it('opens resources in the body of their try', () => {
    expect(
      body(
        'try (R r = open(p); r2) { use(r); } catch (A | B e) { throw e; } finally { n = 0; }',
        'R r2; R open(String s) { return null; } void use(R r) { }',
      ),
    ).toBe(
      [
        'try',
        '  r: R = this.open(p)',
        '  this.r2',
        '  this.use(r)',
        'catch A | B e: java.lang.Exception',
        '  throw e',
        'finally',
        '  n: number = 0',
      ].join('\n'),
    );
  });

  it('lowers switches of both forms, as statements and as values', () => {
    const enumeration = 'enum E { ONE, TWO } E e;';
    expect(body('switch (n) { case 1: case 2: m(p, 1); break; default: m(p, 2); }')).toBe(
      'switch n\ncase 1 falls\ncase 2 falls\n  this.m(p, 1)\n  break\ncase default falls\n  this.m(p, 2)',
    );
    expect(body('String x = switch (e) { case ONE -> "a"; default -> p; };', enumeration)).toBe(
      'x: string = sequence(switch = this.e, ((switch == C.E^.ONE) ? "a" : p))',
    );
    const blocks = print(
      'class C { int m(Object o) { return switch (o) { case String s when s.isEmpty() -> { yield 1; } default -> 2; }; } }',
    );
    expect(blocks).toContain('return function #2()');
    expect(blocks).toContain('s: string = (string)o^');
    expect(blocks).toContain('if s.isEmpty()');
  });
});

describe('broken and partial code', () => {
  it('takes statements and methods without a class', () => {
    const text = print('String q = read(); run(q);\nvoid run(String s) { exec(s); }');
    expect(text).toContain('run = function');
    expect(text).toContain('run(q)');
    expect(text).toContain('exec(s)');
  });

  it('lowers what stands around and inside errors', () => {
    const text = print(
      'class C { void m(String p) { int = ; exec(p); if (x { exec(p + 1); } } void n(String q) { exec(q); ',
    );
    expect(text).toContain('exec(p)');
    expect(text).toContain('exec((p + 1))');
    expect(text).toContain('exec(q)');
  });
});
