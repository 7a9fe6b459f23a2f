// What the pass notes for rules that listen: only what was tested or assigned in the very call, over all runs.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import { lineIndexOf } from '../parsing/line-index.ts';
import { EVENT_KINDS, type Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';

const RULES: readonly Rule[] = EVENT_KINDS.map((kind) => ({
  id: kind,
  message: '{source}',
  severity: 'low',
  category: 'bug',
  cwe: [],
  languages: [],
  confidence: 1,
  events: [kind],
}));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: RULES,
  });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
});

const found = (language: string, code: string): string[] => {
  const lines = lineIndexOf(code);
  return engine
    .analyze({ code, language, path: 'a.js', files: [] })
    .findings.map(({ ruleId, range }) => `${lines.positionAt(range.start).line} ${ruleId}`);
};

describe('events', () => {
  it('notes members of what was found to hold nothing', () => {
    expect(found('javascript', 'function f(x) {\n  if (x === null) {\n    x.a();\n  }\n}')).toEqual(['3 null-access']);
    expect(found('python', 'def f(x):\n    if x is None:\n        x = g()\n    return x.a')).toEqual([]);
  });

  it('notes a condition only when it goes the same way in every run', () => {
    const twice = 'function f(x) {\n  if (x === 1) {\n    return x === 1 ? 1 : 2;\n  }\n}';
    expect(found('javascript', twice)).toEqual(['3 constant-by-test']);
    expect(found('javascript', 'function f(x) {\n  return x ? 1 : 2;\n}\nf(1);')).toEqual([]);
  });

  it("does not take a caller's constants for the function's own", () => {
    expect(found('javascript', 'function f(x) {\n  return x.a;\n}\nf(null);')).toEqual([]);
  });

  it('trusts no variable that a closure writes', () => {
    const code = 'function f(each) {\n  let x = null;\n  each(() => { x = g(); });\n  return x.a;\n}';
    expect(found('javascript', code)).toEqual([]);
  });

  it('tells what is nothing from what is undefined', () => {
    const code = 'function f(x) {\n  if (x == null) return x === undefined ? 1 : 2;\n  return 3;\n}';
    expect(found('javascript', code)).toEqual([]);
  });
});
