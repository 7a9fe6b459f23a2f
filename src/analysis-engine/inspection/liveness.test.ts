// Values that nobody reads, on every kind of path.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';
import { deadStoresOf } from './liveness.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: [],
  });
  await engine.prepare('javascript');
});

/** The lines of the body on which a value is assigned that nobody reads. */
const deadLines = (body: string): number[] => {
  const program = engine.lower(`function f(a, b) {\n${body}\n}`, 'javascript', 'a.js');
  const { tree } = program;
  return program.functions
    .filter(({ name }) => name === 'f')
    .flatMap((definition) => deadStoresOf(definition))
    .map(({ target }) => tree.source.slice(0, tree.nodes[target.node * 6 + 1]).split('\n').length - 1)
    .sort((a, b) => a - b);
};

describe('deadStoresOf', () => {
  it.each([
    ['overwritten', 'let x = a();\nx = b();\nreturn x;', [1]],
    ['read by the next assignment', 'let x = a();\nx = b(x);\nreturn x;', []],
    ['read in one branch', 'let x = a();\nif (b) return x;\nx = b();\nreturn x;', []],
    ['overwritten in all branches', 'let x = a();\nif (b) x = 1;\nelse x = 2;\nreturn x;', [1]],
    ['read in the next round', 'let x = a();\nwhile (b()) {\n  print(x);\n  x = a();\n}', []],
    ['behind a loop only', 'let x = a();\nwhile (b()) x = a();\nreturn x;', []],
    ['left by break', 'let x = a();\nfor (;;) {\n  x = b();\n  if (x) break;\n  x = 1;\n}\nreturn x;', [1, 5]],
    ['read by a handler', 'let x = a();\ntry {\n  x = b();\n  a();\n} catch {\n  return x;\n}\nreturn 1;', []],
    ['read in finally', 'let x = a();\ntry {\n  x = b();\n} finally {\n  print(x);\n}', []],
    ['written by the right side of a test', 'let x = a();\nif (b && (x = b())) return 1;\nreturn x;', []],
    ['forgotten at the end', 'let x = a();\nprint(x);\nx = b();', [3]],
    ['falls into the next case', 'let x = a();\nswitch (b) {\n  case 1: x = b();\n  case 2: print(x);\n}', []],
  ])('%s', (_, body, lines) => {
    expect(deadLines(body)).toEqual(lines);
  });
});
