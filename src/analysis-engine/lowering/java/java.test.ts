import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../ir.ts';
import { kindOf, type SourceParser, type SyntaxTree } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { javaFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('java');
});

const parse = (source: string): SyntaxTree => parser.parse(source, 'java');
const lower = (source: string): Program => javaFrontEnd.lower(parse(source), 'Example.java');
const inMethod = (steps: string): string => `class C { void m(int a, String b) { ${steps} } }`;

/** Kinds of module descriptors, which hold no code. */
const OF_MODULES = /module|requires_modifier/;
const SUPERTYPES = new Set(['declaration', 'expression', 'primary_expression', 'statement']);

describe('the Java lowering as a whole', () => {
  it('knows every kind of the grammar that occurs in code', () => {
    const tree = parse(readFileSync(new URL('fixtures/EveryKind.java', import.meta.url), 'utf8'));
    const { unknownKinds } = javaFrontEnd.lower(tree, 'EveryKind.java');
    const named = new Set(
      tree.grammar.kinds.filter(
        (kind, id) =>
          tree.grammar.named[id] === 1 && !OF_MODULES.test(kind) && !SUPERTYPES.has(kind) && !kind.startsWith('_'),
      ),
    );
    const seen = new Set(Array.from({ length: tree.count }, (_, node) => kindOf(tree, node)));
    const missing = [...named].filter((kind) => !seen.has(kind));
    const share = 1 - unknownKinds.size / named.size;
    console.info(
      `java: ${(share * 100).toFixed(1)} % of the grammar's kinds are lowered; unknown: ${[...unknownKinds.keys()].join(', ') || 'none'}; not in the sample: ${missing.join(', ') || 'none'}`,
    );
    expect(tree.errorCount).toBe(0);
    expect(missing.length).toBeLessThanOrEqual(5);
    expect(share).toBeGreaterThanOrEqual(0.98);
  });

  it('numbers functions and classes densely, <main> first', () => {
    const program = lower('class A { void b() { Runnable r = () -> {}; new Object() { void c() {} }; } class D { } }');
    expect(program.functions.map(({ id }) => id)).toEqual(program.functions.map((_, index) => index));
    expect(program.classes.map(({ id }) => id)).toEqual(program.classes.map((_, index) => index));
    expect(program.main).toBe(program.functions[0]);
    expect(program.main.name).toBe('<main>');
  });

  it('exports classes by name, nested ones with their outer class', () => {
    const program = lower('package a; import b.*; class A { static class B { class C { } } } interface D { }');
    expect(program.exports.map(({ name }) => name).sort()).toEqual(['A', 'A.B', 'A.B.C', 'D']);
    expect(program.namespace).toBe('a');
    expect(program.wildcards).toEqual(['b']);
  });
});

describe('deep and long input', () => {
  const many = 20_000;
  const nested = (open: string, inner: string, close: string, count: number): string =>
    open.repeat(count) + inner + close.repeat(count);

  it.each([
    ['a chain of +', inMethod(`b = ${Array.from({ length: many }, (_, i) => `b${i}`).join(' + ')};`)],
    ['a chain of mixed operators', inMethod(`a = ${'a / a - '.repeat(many)}a;`)],
    ['a chain of calls', inMethod(`b${'.trim()'.repeat(many)};`)],
    ['a chain of fields', inMethod(`b = b${'.c'.repeat(many)};`)],
    ['a chain of indexes', inMethod(`b = b${'[0]'.repeat(many)};`)],
    ['a chain of else if', inMethod(`if (a == 0) m(); ${'else if (a == 1) m(); '.repeat(many)}`)],
    ['a chain of conditionals', inMethod(`b = ${'a > 1 ? b : '.repeat(2_000)}b;`)],
    ['a long package', `import ${'a.'.repeat(2_000)}B; class C { ${'a.'.repeat(2_000)}B x; }`],
    ['many cases', inMethod(`switch (a) { ${Array.from({ length: 5_000 }, (_, i) => `case ${i}: m();`).join(' ')} }`)],
    [
      'many members',
      `class C { ${Array.from({ length: 3_000 }, (_, i) => `int f${i} = f(); void m${i}() { f${i}++; }`).join(' ')} }`,
    ],
    ['many classes', Array.from({ length: 2_000 }, (_, i) => `class C${i} { }`).join(' ')],
    ['parentheses', inMethod(`a = ${nested('(', 'a', ')', many)};`)],
    ['calls in calls', inMethod(nested('m(', 'a', ')', 3_000))],
    ['casts', inMethod(`a = ${'(int) '.repeat(3_000)}a;`)],
    ['not', inMethod(`a = ${'!'.repeat(3_000)}a;`)],
    ['assignments', inMethod(`${'a = '.repeat(2_000)}1;`)],
    ['lambdas', inMethod(`f = ${'x -> '.repeat(2_000)}a;`)],
    ['blocks', inMethod(nested('{', 'm();', '}', 3_000))],
    ['ifs', inMethod(`${'if (a > 1) '.repeat(2_000)}m();`)],
    ['array initialisers', inMethod(`int[] x = ${nested('{', '1', '}', 3_000)};`)],
    ['generic types', inMethod(`${nested('A<', 'B', '>', 2_000)} x;`)],
    ['classes in classes', nested('class C {', '', '}', 1_000)],
    ['anonymous classes', inMethod(nested('new A() { Object x = ', 'null', '; }', 500))],
    ['local classes', inMethod(nested('class D { void n() { ', '', ' } }', 500))],
    ['open brackets', inMethod(`a = ${'('.repeat(many)}`)],
    ['open braces', '{'.repeat(many)],
    ['record patterns', inMethod(`if (b instanceof ${nested('A(', 'int c', ')', 500)}) m();`)],
    ['annotations', `${nested('@A(', '@B', ')', 500)} class C { }`],
  ])('survives %s', (_name, source) => {
    expect(lower(source).functions.length).toBeGreaterThan(0);
  });

  it('flattens a chain of one operator into one operation', () => {
    const program = lower(inMethod(`b = ${Array.from({ length: many }, () => 'b').join(' + ')};`));
    const [step] = program.functions[1].body;
    const value = step.kind === 'evaluate' && step.expression.kind === 'assign' ? step.expression.value : null;
    expect(value?.kind === 'operation' && value.operands.length).toBe(many);
  });

  it('keeps the names of what is nested too deep, and counts it', () => {
    const program = lower(inMethod(`m(${nested('!', 'a', '', 2_000)});`));
    expect(program.unknownKinds.get('unary_expression')).toBe(1);
    expect(JSON.stringify(program.functions[1].body).match(/"name":"a"/g)).toHaveLength(1);
  });
});
