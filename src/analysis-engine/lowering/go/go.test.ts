import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../ir.ts';
import { kindOf, type SourceParser, type SyntaxTree } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { goFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('go');
});

const parse = (source: string): SyntaxTree => parser.parse(source, 'go');
const lower = (source: string): Program => goFrontEnd.lower(parse(source), 'example.go');
const inFunction = (body: string): string => `package a\nfunc f() {\n${body}\n}\n`;

describe('the Go lowering as a whole', () => {
  it('knows every kind of the grammar that occurs in real code', () => {
    const source = readFileSync(new URL('../../parsing/fixtures/go.go.txt', import.meta.url), 'utf8');
    const tree = parse(source);
    const { unknownKinds } = goFrontEnd.lower(tree, 'every-kind.go');
    const named = new Set(tree.grammar.kinds.filter((kind, id) => tree.grammar.named[id] === 1 && !/^_|^$/.test(kind)));
    const seen = new Set(Array.from({ length: tree.count }, (_, node) => kindOf(tree, node)));
    const missing = [...named].filter((kind) => !seen.has(kind));
    const share = 1 - unknownKinds.size / named.size;
    console.info(
      `go: ${(share * 100).toFixed(1)} % of the grammar's kinds are lowered; unknown: ${[...unknownKinds.keys()].join(', ') || 'none'}; not in the sample: ${missing.join(', ')}`,
    );
    expect(missing.length).toBeLessThanOrEqual(8);
    expect(share).toBeGreaterThanOrEqual(0.98);
  });

  it('numbers functions and classes as they begin, <main> first', () => {
    const program = lower(
      'package a\ntype T struct{}\nfunc (t T) m() {}\nfunc f() { g := func() {}; g() }\nfunc (u *Elsewhere) n() {}\n',
    );
    expect(program.functions.map(({ id, name }) => [id, name])).toEqual([
      [0, '<main>'],
      [1, 'f'],
      [2, ''],
      [3, 'm'],
      [4, 'constructor'],
      [5, 'n'],
    ]);
    expect(program.classes.map(({ qualifiedName }) => qualifiedName)).toEqual(['a.T', 'a.Elsewhere.methods']);
    expect(program.main).toBe(program.functions[0]);
  });

  it('exports what the package declares', () => {
    const program = lower(
      'package a\nimport "os"\nvar x, _ = 1, 2\nconst (\n\ty = iota\n\tz\n)\ntype T struct{}\ntype n int\nfunc f() {}\n',
    );
    expect(program.exports.map(({ name }) => name)).toEqual(['x', 'y', 'z', 'f', 'T']);
  });

  it('lowers what stands around and inside broken code', () => {
    const program = lower(
      'package a\nimport "os"\nfunc f(x {\n\tos.Remove(x)\n}\nvar y = g(\nfunc h(z string) { os.Open(z) }\n',
    );
    const text = JSON.stringify([program.main, program.functions]);
    expect(text).toContain('"Remove"');
    expect(text).toContain('"Open"');
  });
});

describe('deep and long input', () => {
  const many = 20_000;

  it.each([
    ['a chain of +', inFunction(`x := ${Array.from({ length: many }, (_, i) => `a${i}`).join(' + ')}`)],
    ['a chain of mixed operators', inFunction(`x := ${'a + b - '.repeat(many)}c`)],
    ['conditions', inFunction(`if ${'a && '.repeat(many)}b {}`)],
    ['a chain of calls', inFunction(`a${'.b(c)'.repeat(many)}`)],
    ['a chain of indexes', inFunction(`x = a${'[0]'.repeat(many)}`)],
    ['a chain of else if', inFunction(`if a {}${' else if b { c() }'.repeat(2_000)}`)],
    ['else if that declare', inFunction(`if a {}${' else if b := c(); b {}'.repeat(1_000)}`)],
    ['parentheses', inFunction(`x = ${'('.repeat(many)}a${')'.repeat(many)}`)],
    ['stars', inFunction(`x = ${'*'.repeat(many)}a`)],
    ['not', inFunction(`if ${'!'.repeat(many)}a {}`)],
    ['calls in calls', inFunction(`${'f('.repeat(5_000)}a${')'.repeat(5_000)}`)],
    ['literals', inFunction(`x = T${'{'.repeat(5_000)}${'}'.repeat(5_000)}`)],
    ['functions', inFunction(`${'func() { '.repeat(1_000)}a()${' }()'.repeat(1_000)}`)],
    ['blocks', inFunction(`${'{'.repeat(5_000)}a()${'}'.repeat(5_000)}`)],
    ['types', `package a\nvar x ${'[]'.repeat(5_000)}int\n`],
    ['pointers', `package a\nvar x ${'*'.repeat(5_000)}int\n`],
    ['types that rename each other', 'package a\ntype A B\ntype B A\nvar x A = A{1}\n'],
    [
      'many functions',
      `package a\n${Array.from({ length: 5_000 }, (_, i) => `func f${i}() { f${i + 1}() }`).join('\n')}`,
    ],
    [
      'many methods',
      `package a\ntype T int\n${Array.from({ length: 5_000 }, (_, i) => `func (t T) f${i}() {}`).join('\n')}`,
    ],
  ])('survives %s', (_name, source) => {
    expect(lower(source).main.body.length).toBeGreaterThanOrEqual(0);
  });
});
