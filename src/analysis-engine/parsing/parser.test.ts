import { beforeAll, describe, expect, test } from 'vitest';
import { loadRuntimeFromNodeModules, parserForTests } from '../testing/load-grammar.ts';
import { GRAMMAR_NAMES, type GrammarName, grammarsOf } from './grammars.ts';
import { ParseBudgetExceeded } from './parse-budget.ts';
import { createParser, type SourceParser } from './parser.ts';
import { childByField, kindOf, nextOf, startOf, textOf } from './syntax-tree.ts';

const MEBIBYTE = 1_048_576;
let parser: SourceParser;

beforeAll(async () => {
  parser = await parserForTests();
});

/** Proof that the parser still works after whatever happened before. */
function expectWorking(): void {
  for (const name of GRAMMAR_NAMES) expect(parser.parse('x', name).count).toBeGreaterThan(1);
  expect(parser.parse('def f(a): return a\n', 'python').errorCount).toBe(0);
}

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('trees', () => {
  test('every grammar is read by the fast reader', () => {
    expect(GRAMMAR_NAMES.map((name) => parser.readerOf(name))).toEqual(GRAMMAR_NAMES.map(() => 'bulk'));
  });

  test('fields, kinds and text, offsets in UTF-16 units', () => {
    const tree = parser.parse('😀 = "é😀"\nname = value # note\n', 'python');
    const assignments = [...Array(tree.count).keys()].filter((node) => kindOf(tree, node) === 'assignment');
    const last = assignments.at(-1) ?? 0;
    expect(textOf(tree, last)).toBe('name = value');
    expect(textOf(tree, childByField(tree, last, 'right'))).toBe('value');
    expect(startOf(tree, last)).toBe(11);
  });

  test('a character NUL does not end the file', () => {
    const tree = parser.parse('/* a\0b */ const x = "c\0d";\n', 'javascript');
    expect(tree.errorCount).toBe(0);
    expect(tree.source).toContain('\0');
  });

  test('the root spans the file, white space at its ends included', () => {
    const source = '\n\n  x = 1\n\n';
    const tree = parser.parse(source, 'javascript');
    expect(textOf(tree, 0)).toBe(source);
    expect(nextOf(tree, 0)).toBe(tree.count);
  });

  test('errors are counted and do not stop the parse', () => {
    const tree = parser.parse('const x = = 1;\nconst after = 2;\n', 'javascript');
    expect(tree.errorCount).toBeGreaterThan(0);
    expect([...Array(tree.count).keys()].some((node) => textOf(tree, node) === 'after = 2')).toBe(true);
  });
});

describe('choice of the grammar', () => {
  test('TypeScript: by the path, else the one with fewer errors', () => {
    expect(grammarsOf('typescript', 'src/App.TSX')).toEqual(['tsx']);
    expect(grammarsOf('cobol')).toEqual([]);
    const nameFor = (source: string, path?: string) => parser.parseFile(source, 'typescript', path).grammar.name;
    expect(nameFor('const x = <T>y;')).toBe('typescript');
    expect(nameFor('const x: A = <div class="a">text</div>;')).toBe('tsx');
    expect(nameFor('const x = 1;', 'a.tsx')).toBe('tsx');
    expect(nameFor('const x = ;')).toBe('typescript');
  });

  test.each([
    ['variance', 'interface Box<in out A, out B extends C = never> extends D<A> { a: A }\n'],
    [
      'call signatures without semicolons',
      'const f: {\n  (a: A): <B extends C>(b: B) => B\n  <B extends C>(b: B, a: A): B\n} = g;\n',
    ],
  ])('TypeScript newer than its grammar: %s', (_, source) => {
    const tree = parser.parseFile(source, 'typescript', 'a.ts');
    expect([tree.errorCount, tree.source]).toEqual([0, source]);
    expect(parser.parse(source, 'typescript').errorCount).toBeGreaterThan(0);
  });

  test('a language without a grammar, and a grammar that was not loaded, are errors of the caller', async () => {
    expect(() => parser.parseFile('x', 'cobol')).toThrow('no grammar for cobol');
    const empty = await createParser({
      loadGrammar: () => Promise.reject(new Error('offline')),
      loadRuntime: loadRuntimeFromNodeModules,
    });
    expect(() => empty.parse('x', 'java')).toThrow('was not loaded');
    await expect(empty.load('java')).rejects.toThrow('offline');
    await expect(empty.load('java')).rejects.toThrow('offline');
    expect(empty.isLoaded('java')).toBe(false);
  });
});

describe('degenerate sources', () => {
  test.each(GRAMMAR_NAMES)('%s: 20,000 nested brackets, closed and unclosed', (name) => {
    for (const open of ['(', '[', '{']) {
      expect(parser.parse(`x = ${open.repeat(20_000)}`, name).count).toBeGreaterThan(10_000);
    }
    expect(parser.parse(`x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, name).count).toBeGreaterThan(40_000);
  });

  test.each(GRAMMAR_NAMES)('%s: one line of 900 kB', (name) => {
    expect(parser.parse(`x = "${'y'.repeat(900_000)}";`, name).count).toBeLessThan(20);
    expect(parser.parse('a'.repeat(900_000), name).count).toBeLessThan(10);
    expect(parser.parse(`x = f(${'a + '.repeat(225_000)}a);`, name).count).toBeGreaterThan(450_000);
  });

  test('1 MiB of usual code takes about sixteen times as many nodes as a sixteenth of it', () => {
    const line = 'const total = items.filter((item) => item.price > 10).length;\n';
    const small = parser.parse(line.repeat(Math.floor(MEBIBYTE / 16 / line.length)), 'typescript');
    const large = parser.parse(line.repeat(Math.floor(MEBIBYTE / line.length)), 'typescript');
    expect(large.errorCount).toBe(0);
    expect(large.count / small.count).toBeCloseTo(16, 0);
  });

  test('parsing again and again takes no more memory', () => {
    const source = 'class A { void m() { int x = f(1, "two"); } }\n'.repeat(500);
    parser.parse(source, 'java');
    const before = parser.memoryBytes;
    for (let round = 0; round < 100; round++) parser.parse(source, 'java');
    expect(parser.memoryBytes).toBe(before);
  });
});

describe('budget', () => {
  test('steps: the parse is given up, and the next one starts afresh', () => {
    const source = 'x = 1\n'.repeat(10_000);
    const error = failureOf(() => parser.parse(source, 'python', { budget: 3 }));
    expect(error).toBeInstanceOf(ParseBudgetExceeded);
    expect(error).toMatchObject({ grammar: 'python', resource: 'steps' });
    expectWorking();
    expect(parser.parse(source, 'python').errorCount).toBe(0);
  });

  test.each<[string, GrammarName, string]>([
    ['heap: ambiguous generics', 'java', 'a<'.repeat(32_000)],
    ['heap: ambiguous generics', 'tsx', `x = ${'a<b,'.repeat(16_000)}`],
    ['scanner: more indentation than its state holds', 'python', indented(600)],
    ['stack: releasing an ambiguous parse', 'python', `x = /${'(a+)+'.repeat(13_000)}/`],
  ])('memory (%s): reported, and the runtime is as good as new', (_what, name, source) => {
    const before = parser.parse(SAMPLE, 'java');
    for (let round = 0; round < 2; round++) {
      const error = failureOf(() => parser.parse(source, name));
      expect(error).toMatchObject({ name: 'ParseBudgetExceeded', resource: 'memory', grammar: name });
      expectWorking();
      expect(parser.parse(SAMPLE, 'java').nodes).toEqual(before.nodes);
    }
  });
});

/** Blocks within blocks, each one column deeper. */
function indented(depth: number): string {
  const blocks = Array.from({ length: depth }, (_, level) => `${' '.repeat(level + 1)}if a != "b":\n`);
  return `def f(a):\n  x = "c"\n${blocks.join('')}${' '.repeat(depth + 1)}x = a\n`;
}

const SAMPLE = `class A<T> { String s = """
  text"""; <U> U m(List<? super T> x) { return x -> y::z; } }\n`.repeat(50);
