import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { analyze, type SmallLanguage, smallEngine } from '../testing/small-world.ts';

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
      { code: 'suppression_expired', message: 'The suppression (assay-ignore) on line 1 ended on 2026-05-31.' },
    ]);
  });

  it.each([
    ['that matches nothing', '# assay-ignore sql: gone\nrun("a")', ['suppression_unused']],
    ['without a rule', 'run(input())  # assay-ignore', ['suppression_malformed']],
    ['without a reason', 'run(input())  # assay-ignore sql', ['suppression_malformed']],
    ['with a date alone', 'run(input())  # assay-ignore sql: until 2026-05-31', ['suppression_malformed']],
    ['until no day', 'run(input())  # assay-ignore sql: why until 2026-02-30', ['suppression_malformed']],
    ['of a rule that does not exist', 'run(input())  # assay-ignore sq1: why', ['suppression_unknown_rule']],
    [
      'of one that exists and one that does not',
      'run(input())  # assay-ignore sql, x: why',
      ['suppression_unknown_rule'],
    ],
  ] as const)('is told of one %s', (_, code, codes) => {
    expect(analyze(engine, 'python', code).notices.map((notice) => notice.code)).toEqual(codes);
  });

  it('says nothing of rules that do not run', () => {
    const request = { code: 'run("a")  # assay-ignore sql: why', language: 'python', path: 'a.py', files: [] };
    expect(engine.analyze(request, { enabled: ['html'], disabled: [] }).notices).toEqual([]);
  });
});

describe("other tools' comments", () => {
  it.each([
    ['nosemgrep', 'python', 'run(input())  # nosemgrep', ['nosemgrep']],
    ['nosemgrep before', 'python', '# nosemgrep: some.rule\nrun(input())', ['nosemgrep']],
    ['nosem', 'python', 'run(input())  # nosem', ['nosemgrep']],
    ['NOSONAR', 'java', 'class A { void a() {\nApi.run(Api.input()); // NOSONAR\n} }', ['NOSONAR']],
    [
      'NOSONAR with a reason',
      'java',
      'class A { void a() {\nApi.run(Api.input()); // NOSONAR fixed text\n} }',
      ['fixed text'],
    ],
    [
      'eslint',
      'javascript',
      '// eslint-disable-next-line\nrun(input());\nrun(input()); // eslint-disable-line',
      ['eslint-disable', 'eslint-disable'],
    ],
    ['eslint for another rule', 'javascript', 'run(input()); // eslint-disable-line no-console', [null]],
    [
      'eslint for a rule with a reason',
      'javascript',
      'run(input()); // eslint-disable-line security/sql -- checked',
      ['checked'],
    ],
    [
      'eslint from here to there',
      'javascript',
      'run(input());\n/* eslint-disable */\nrun(input());\n/* eslint-enable */\nrun(input());',
      [null, 'eslint-disable', null],
    ],
    [
      'eslint for the file',
      'javascript',
      '/* eslint-disable */\nrun(input());\nrun(input());',
      ['eslint-disable', 'eslint-disable'],
    ],
    ['noqa', 'python', 'run(input())  # noqa', ['noqa']],
    ['noqa for style', 'python', 'run(input())  # noqa: E501', [null]],
    ['noqa for security', 'python', 'run(input())  # noqa: E501, S608', ['noqa']],
    ['noqa for the file', 'python', '# ruff: noqa: S608\nrun(input())\nrun(input())', ['noqa', 'noqa']],
    ['nosec', 'python', 'run(input())  # nosec B608', ['nosec']],
    ['nosec with words behind', 'python', 'run(input())  # nosec: it is fine', ['nosec']],
    ['lgtm', 'javascript', 'run(input()); // lgtm[js/sql-injection]', ['lgtm']],
    ['codeql', 'javascript', '// codeql[js/sql-injection]\nrun(input());\nrun(input());', ['codeql', null]],
    ['type: ignore is about types', 'python', 'run(input())  # type: ignore', [null]],
    ['the word in a text', 'python', 'run(input() + "# nosec")', [null]],
    [
      'SuppressWarnings on a method',
      'java',
      'class A { @SuppressWarnings("java:S2077") void a() { Api.run(Api.input()); }\nvoid b() { Api.run(Api.input()); } }',
      ['@SuppressWarnings', null],
    ],
    [
      'SuppressFBWarnings on a class, with its justification',
      'java',
      '@SuppressFBWarnings(value = "SQL_INJECTION_JDBC", justification = "fixed") class A { void a() { Api.run(Api.input()); } }',
      ['fixed'],
    ],
    [
      "SuppressWarnings of the compiler's",
      'java',
      'class A { @SuppressWarnings("unchecked") void a() { Api.run(Api.input()); } }',
      [null],
    ],
  ] as const)('%s', (_, language, code, expected) => {
    expect(reasons(language, code)).toEqual(expected);
  });
});

describe('the report', () => {
  const problems = (language: SmallLanguage, code: string) =>
    analyze(engine, language, code).suppressions.map((each) => each.problems.map(({ problem }) => problem));

  it('lists each suppression with what it says and hides', () => {
    const code = '# assay-ignore sql: why until 2030-01-01\nrun(input())\npage(input())  # nosec\n';
    const { suppressions, findings } = analyze(engine, 'python', code);
    expect(suppressions).toEqual([
      {
        range: { path: 'src/main.py', start: 0, end: 40 },
        ...{ style: 'assay-ignore', reach: 'statement', rules: ['sql'], reason: 'why', until: '2030-01-01' },
        hides: [{ fingerprint: findings[0]?.fingerprint, ruleId: 'sql' }],
        problems: [],
      },
      expect.objectContaining({
        ...{ style: 'nosec', reach: 'line', rules: null, reason: '', until: null },
        hides: [{ fingerprint: findings[1]?.fingerprint, ruleId: 'html' }],
        problems: [{ problem: 'no-reason', message: 'gives no reason' }],
      }),
    ]);
  });

  it.each([
    [
      'several rules hidden by none named',
      'python',
      'run(input()); page(input())  # noqa',
      [['over-broad', 'no-reason']],
    ],
    ['a file', 'javascript', `/* eslint-disable -- old code */\n${'run(input());\n'.repeat(4)}`, [['over-broad']]],
    ['a few in a file', 'javascript', '/* eslint-disable -- old code */\nrun(input());\n', [[]]],
    ['one that other tools need', 'python', 'print(1)  # noqa: S101\n', [[]]],
  ] as const)('calls over-broad: %s', (_, language, code, expected) => {
    expect(problems(language, code)).toEqual(expected);
  });
});
