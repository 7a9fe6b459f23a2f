import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { analyze, type SmallLanguage, smallEngine } from './testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

const reasons = (language: SmallLanguage, code: string): (string | null)[] =>
  analyze(engine, language, code).findings.map((finding) => finding.suppressedBy);

describe('our own comments', () => {
  it.each([
    ['behind the statement', 'python', 'run(input())  # assay-ignore sql: tested by hand', ['tested by hand']],
    ['before the statement', 'python', '# assay-ignore sql: because\nrun(input())\nrun(input())', ['because', null]],
    ['bound to the statement, not the line', 'python', '# assay-ignore sql: why\nrun(\n  "a" +\n  input())', ['why']],
    ['several rules', 'python', '# assay-ignore html, sql: why\nrun(input())', ['why']],
    ['another rule', 'python', '# assay-ignore html: why\nrun(input())', [null]],
    [
      'only the head of a block',
      'python',
      '# assay-ignore sql: why\nif run(input()):\n    run(input())',
      ['why', null],
    ],
    ['the first statement of a block', 'python', 'if c:\n    # assay-ignore sql: why\n    run(input())', ['why']],
    ['behind the opening of a block', 'python', 'if c:  # assay-ignore sql: why\n    run(input())', [null]],
    ['block comments', 'javascript', '/* assay-ignore sql: why */\nrun(input());', ['why']],
    [
      'line comments of Java',
      'java',
      'class A { void a() {\n// assay-ignore sql: why\nApi.run(Api.input()); } }',
      ['why'],
    ],
  ] as const)('%s', (_, language, code, expected) => {
    expect(reasons(language, code)).toEqual(expected);
  });

  it('ends on the day it names', () => {
    const code = 'run(input())  # assay-ignore sql: for now until 2026-05-31';
    const on = (today: string) => engine.analyze({ code, language: 'python', path: 'a.py', files: [], today });
    expect(on('2026-05-31').findings[0]?.suppressedBy).toBe('for now');
    expect(on('2026-06-01').findings[0]?.suppressedBy).toBeNull();
    expect(on('2026-06-01').notices).toEqual([
      { code: 'suppression_expired', message: 'The suppression on line 1 ended on 2026-05-31.' },
    ]);
  });

  it('is told when it matches nothing or says nothing', () => {
    const code = '# assay-ignore sql: gone\nrun("a")\nrun(input())  # assay-ignore\n';
    expect(analyze(engine, 'python', code).notices.map((notice) => notice.code)).toEqual([
      'suppression_malformed',
      'suppression_unused',
    ]);
    expect(reasons('python', code)).toEqual([null]);
  });
});

describe("other tools' comments", () => {
  it.each([
    ['nosemgrep', 'python', 'run(input())  # nosemgrep', ['nosemgrep']],
    ['nosemgrep before', 'python', '# nosemgrep: some.rule\nrun(input())', ['nosemgrep']],
    ['NOSONAR', 'java', 'class A { void a() {\nApi.run(Api.input()); // NOSONAR\n} }', ['NOSONAR']],
    [
      'eslint',
      'javascript',
      '// eslint-disable-next-line\nrun(input());\nrun(input()); // eslint-disable-line',
      ['eslint-disable', 'eslint-disable'],
    ],
    ['eslint for another rule', 'javascript', 'run(input()); // eslint-disable-line no-console', [null]],
    ['noqa', 'python', 'run(input())  # noqa', ['noqa']],
    ['noqa for style', 'python', 'run(input())  # noqa: E501', [null]],
    ['noqa for security', 'python', 'run(input())  # noqa: S608', ['noqa']],
    ['nosec', 'python', 'run(input())  # nosec B608', ['nosec']],
    ['the word in a text', 'python', 'run(input() + "# nosec")', [null]],
  ] as const)('%s', (_, language, code, expected) => {
    expect(reasons(language, code)).toEqual(expected);
  });
});
