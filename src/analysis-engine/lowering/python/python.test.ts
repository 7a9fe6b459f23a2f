import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Program, Step } from '../../ir.ts';
import { kindOf, type SourceParser, type SyntaxTree } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { pythonFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('python');
});

const parse = (source: string): SyntaxTree => parser.parse(source, 'python');
const lower = (source: string): Program => pythonFrontEnd.lower(parse(source), 'example.py');

/** Kinds that stand for others, are tokens of their parent, or belong to nodes that are read as a whole. */
const NEVER_LOWERED_ALONE = new Set([
  '_compound_statement',
  '_simple_statement',
  'expression',
  'parameter',
  'pattern',
  'primary_expression',
]);

describe('the Python lowering as a whole', () => {
  it('knows every kind of the grammar that occurs in real code', () => {
    const source = readFileSync(new URL('fixtures/every-kind.py', import.meta.url), 'utf8');
    const tree = parse(source);
    const { unknownKinds } = pythonFrontEnd.lower(tree, 'every-kind.py');
    const named = tree.grammar.kinds.filter(
      (kind, id) => tree.grammar.named[id] === 1 && !NEVER_LOWERED_ALONE.has(kind) && kind !== '',
    );
    const seen = new Set(Array.from({ length: tree.count }, (_, node) => kindOf(tree, node)));
    const missing = [...new Set(named)].filter((kind) => !seen.has(kind) && !kind.startsWith('_'));
    const share = 1 - unknownKinds.size / new Set(named).size;
    console.info(
      `python: ${(share * 100).toFixed(1)} % of the grammar's kinds are lowered; unknown: ${[...unknownKinds.keys()].join(', ') || 'none'}; not in the sample: ${missing.join(', ')}`,
    );
    expect(missing.length).toBeLessThanOrEqual(12);
    expect(share).toBeGreaterThanOrEqual(0.98);
  });

  it('numbers functions and classes as they begin, <main> first', () => {
    const program = lower(
      'def a():\n  def b(): pass\n  return lambda: 1\nclass C:\n  def d(self): pass\nclass E: pass\n',
    );
    expect(program.functions.map(({ id, name }) => [id, name])).toEqual([
      [0, '<main>'],
      [1, 'a'],
      [2, 'b'],
      [3, ''],
      [4, 'd'],
    ]);
    expect(program.classes.map(({ id, name }) => [id, name])).toEqual([
      [0, 'C'],
      [1, 'E'],
    ]);
    expect(program.main).toBe(program.functions[0]);
  });

  it('exports every module-level name', () => {
    const program = lower('import os\nfrom .m import f as g\nx = 1\ndef h(): y = 2\nclass C: z = 3\n');
    expect(program.exports.map(({ name, value }) => [name, value.kind])).toEqual([
      ['x', 'variable'],
      ['h', 'variable'],
      ['C', 'variable'],
      ['os', 'import'],
      ['g', 'import'],
    ]);
  });

  it('lowers what stands around and inside broken code', () => {
    const program = lower('import os\ndef f(x:\n    os.system(x)\n\nclass\n\ny = g(\ndef h(z):\n    return eval(z)\n');
    const text = JSON.stringify(program.functions.map(({ name, body }) => [name, body]));
    expect(text).toContain('"key":"system"');
    expect(text).toContain('"name":"eval"');
  });
});

describe('deep and long input', () => {
  const operands = 20_000;

  it.each([
    ['a chain of +', `x = ${Array.from({ length: operands }, (_, i) => `a${i}`).join(' + ')}\n`],
    ['a chain of mixed operators', `x = ${'a + b - '.repeat(operands)}c\n`],
    ['a chain of and', `x = ${'a and '.repeat(operands)}b\n`],
    ['a chain of calls', `x = a${'.b(c)'.repeat(operands)}\n`],
    ['a chain of subscripts', `x = a${'[0]'.repeat(operands)}\n`],
    ['a chain of elif', `if a:\n  pass\n${'elif b:\n  c()\n'.repeat(operands)}`],
    ['a chain of conditionals', `x = ${'a if b else '.repeat(2_000)}c\n`],
    ['parentheses', `x = ${'('.repeat(operands)}a${')'.repeat(operands)}\n`],
    ['brackets', `x = ${'['.repeat(operands)}a${']'.repeat(operands)}\n`],
    ['braces', `x = ${'{'.repeat(operands)}a${'}'.repeat(operands)}\n`],
    ['open brackets', `x = ${'['.repeat(operands)}\n`],
    ['calls in calls', `x = ${'f('.repeat(5_000)}a${')'.repeat(5_000)}\n`],
    ['lambdas', `x = ${'lambda: '.repeat(5_000)}a\n`],
    ['not', `x = ${'not '.repeat(5_000)}a\n`],
    ['assignments', `${'x = '.repeat(2_000)}1\n`],
    [
      'blocks',
      `${Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}if a:\n`).join('')}${' '.repeat(600)}b()\n`,
    ],
    ['types', `x: ${'a['.repeat(2_000)}b${']'.repeat(2_000)} = 1\n`],
    ['patterns', `match a:\n  case ${'['.repeat(2_000)}b${']'.repeat(2_000)}: pass\n`],
    ['f-strings', `x = ${'f"{'.repeat(100)}a${'}"'.repeat(100)}\n`],
  ])('survives %s', (_name, source) => {
    expect(lower(source).main.body.length).toBeGreaterThanOrEqual(0);
  });

  it('flattens a chain of one operator into one operation', () => {
    const [step] = lower(`x = ${Array.from({ length: operands }, (_, i) => `a${i}`).join(' + ')}\n`).main.body;
    const value = step.kind === 'evaluate' && step.expression.kind === 'assign' ? step.expression.value : null;
    expect(value?.kind === 'operation' && value.operands.length).toBe(operands);
  });

  it('keeps the names of what is nested too deep, and counts it', () => {
    const program = lower(`x = ${'['.repeat(1_000)}a${']'.repeat(1_000)}\n`);
    expect(program.unknownKinds.get('list')).toBe(1);
    let deepest: unknown = program.main.body[0] satisfies Step;
    const names: string[] = [];
    const search = [deepest];
    while (search.length > 0) {
      deepest = search.pop();
      if (deepest === null || typeof deepest !== 'object') continue;
      if ('kind' in deepest && deepest.kind === 'global' && 'name' in deepest) names.push(String(deepest.name));
      search.push(...Object.values(deepest));
    }
    expect(names).toEqual(['a']);
  });
});
