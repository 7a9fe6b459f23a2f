// Own rules and facts through the model service, as analyses take them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelService } from '../create-model-service.ts';
import type { AnalysisJob, ModelService } from '../model-service.ts';
import { ownDocuments } from './own-documents.ts';
import { testRules } from './rule-tests.ts';

let service: ModelService;
beforeAll(() => {
  service = createModelService({ threads: 0, timeoutMs: 10_000, memoryMb: 256, maxQueue: 4 });
});
afterAll(() => service.close());

const RULES = `rules:
  - id: no-banner
    languages: [python]
    severity: WARNING
    message: Not banner($X).
    paths: { exclude: ["generated/**"] }
    pattern: banner($X)
  - id: form-to-report
    languages: [python, javascript]
    severity: ERROR
    message: A form reaches the report.
    mode: taint
    pattern-sources: [{ pattern: read_form(...) }]
    pattern-sinks: [{ pattern: report(...) }]
    pattern-sanitizers: [{ pattern: clean(...) }]
`;
const own = ownDocuments([{ name: 'rules.yaml', text: RULES }], []);
const job = (code: string, more: Partial<AnalysisJob> = {}): AnalysisJob => ({
  code,
  declaredLanguage: 'python',
  path: 'app.py',
  files: [],
  enabledRules: null,
  disabledRules: [],
  own,
  ...more,
});
const rulesOf = async (code: string, more: Partial<AnalysisJob> = {}) =>
  (await service.analyze(job(code, more))).issues.map(({ ruleId }) => ruleId);

describe('own rules', () => {
  it('speak beside the built-in ones', async () => {
    const { issues, notices } = await service.analyze(job('import os\nbanner(1)\neval(input())\n'));
    expect(notices).toEqual([]);
    expect(issues).toMatchObject([
      { ruleId: 'no-banner', message: 'Not banner(1).', severity: 'medium', location: { start: { line: 2 } } },
      { ruleId: 'code-injection' },
    ]);
  });

  it('follow data', async () => {
    expect(await rulesOf('def f():\n    x = read_form("a")\n    y = x\n    report(y)\n')).toEqual(['form-to-report']);
    expect(await rulesOf('def f():\n    x = clean(read_form("a"))\n    report(x)\n')).toEqual([]);
    const script = { declaredLanguage: 'javascript', path: 'a.js' };
    expect(await rulesOf('const x = read_form(1);\nreport(x);\n', script)).toEqual(['form-to-report']);
  });

  it('keep silent where paths, selections and comments say so', async () => {
    expect(await rulesOf('banner(1)\n', { path: 'generated/app.py' })).toEqual([]);
    expect(await rulesOf('banner(1)\n', { path: 'src/generated.py' })).toEqual(['no-banner']);
    expect(await rulesOf('banner(1)\n', { disabledRules: ['no-banner'] })).toEqual([]);
    expect(await rulesOf('banner(1)\neval(input())\n', { enabledRules: ['no-banner'] })).toEqual(['no-banner']);
    const { issues, notices } = await service.analyze(job('banner(1)  # assay-ignore no-banner: shown to no one\n'));
    expect(notices).toEqual([]);
    expect(issues).toMatchObject([{ ruleId: 'no-banner', suppressedBy: 'shown to no one' }]);
  });

  it('leave no trace in the next analysis', async () => {
    await rulesOf('banner(1)\n');
    expect(await rulesOf('banner(1)\n', { own: ownDocuments([], []) })).toEqual([]);
  });

  it('that cannot run are told with their place, and the others run', async () => {
    const text = `${RULES}  - id: odd
    languages: [python, cobol]
    severity: INFO
    message: m
    patterns:
      - pattern: "def ((("
  - { id: joined, languages: [python], severity: INFO, message: m, mode: join, join: {} }
  - { id: slow, languages: [python], severity: INFO, message: m, pattern-regex: "(a+)+$" }
`;
    const documents = ownDocuments([{ name: 'r.yaml', text }], []);
    const { problems, rules } = await service.checkDocuments(documents);
    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['no-banner', 'form-to-report']));
    expect(problems).toMatchObject([
      { ruleId: 'odd', line: 21, feature: 'pattern syntax' },
      { ruleId: 'odd', line: 17, feature: 'language cobol' },
      { ruleId: 'joined', line: 22, feature: 'mode: join' },
    ]);
    const { issues, notices } = await service.analyze(job('banner(1)\n', { own: documents }));
    expect(issues).toHaveLength(1);
    expect(notices[0]).toMatchObject({ code: 'rule_refused', message: expect.stringContaining('r.yaml:21:') });
  });

  it('of two documents with one id are told apart', async () => {
    const twice = ownDocuments(
      [
        { name: 'a.yaml', text: RULES },
        { name: 'b.yaml', text: RULES },
      ],
      [],
    );
    const { problems } = await service.checkDocuments(twice);
    expect(problems.map(({ document, ruleId }) => [document, ruleId])).toEqual([
      ['b.yaml', 'no-banner'],
      ['b.yaml', 'form-to-report'],
    ]);
  });
});

describe('fixes of own rules', () => {
  const withFix = (fix: string) =>
    ownDocuments(
      [
        {
          name: 'r.yaml',
          text: `rules:\n  - id: old-call\n    languages: [python]\n    severity: INFO\n    message: m\n    pattern: old($X, ...)\n    ${fix}\n`,
        },
      ],
      [],
    );
  const textsOf = async (fix: string) => {
    const lines = ['def new(a): pass', 'def newer(a): pass', 'old(1)'];
    const { issues } = await service.analyze(job(`${lines.join('\n')}\n`, { own: withFix(fix) }));
    return issues.flatMap(({ suggestions }) =>
      suggestions.map(({ edits: [edit], verified }) => {
        const { start, end } = edit.location;
        return [lines[2].slice(0, start.column - 1) + edit.text + lines[2].slice(end.column - 1), verified];
      }),
    );
  };

  it('are suggested once they are verified', async () => {
    expect(await textsOf('fix: new($X)')).toEqual([['new(1)', true]]);
    expect(await textsOf("fix-regex: { regex: '^old(.*)', replacement: 'newer\\1' }")).toEqual([['newer(1)', true]]);
    expect(await textsOf("fix-regex: { regex: 'old', replacement: 'new(', count: 1 }")).toEqual([]);
    expect(await textsOf("fix-regex: { regex: 'nowhere', replacement: 'x' }")).toEqual([]);
    expect(await textsOf('fix-regex: 3')).toEqual([]);
  });
});

describe('own facts', () => {
  const facts = (text: string) => ownDocuments([], [{ name: 'facts.yaml', text }]);

  it('declare sources, sinks and sanitisers to the built-in rules', async () => {
    const declared = facts(`- library: our forms
  language: python
  calls:
    forms.read: { returns: { source: user-input, says: our form } }
    forms.clean: { returns: { from: [0], safeFor: [command] } }
    shop.run: { sinks: { command: 0 } }
`);
    const code = (value: string) => `import forms, shop\ndef f():\n    shop.run("ls " + ${value})\n`;
    expect(await rulesOf(code('forms.read("a")'), { own: declared })).toEqual(['command-injection']);
    expect(await rulesOf(code('forms.clean(forms.read("a"))'), { own: declared })).toEqual([]);
    expect(await rulesOf(code('forms.read("a")'), { own: facts('') })).toEqual([]);
  });

  it.each([
    ['what is no fact', 'library: x\nlanguage: python\ncallz: {}'],
    ['no YAML', '{'],
    ['no expression', 'library: x\nlanguage: python\ncalls: { f: { when: [{ argument: 0, matches: "(" }] } }'],
    [
      'one that runs away',
      'library: x\nlanguage: python\ncalls: { f: { when: [{ argument: 0, matches: "^(a+)+$" }] } }',
    ],
    ['a selector that is none', 'library: x\nlanguage: python\ncalls: { f: { sinks: { command: "??" } } }'],
  ])('are refused: %s', async (_, text) => {
    const { problems } = await service.checkDocuments(facts(text));
    expect(problems).toMatchObject([{ document: 'facts.yaml', feature: 'facts' }]);
  });
});

describe('tests of own rules', () => {
  it('hold what is reported against what the comments say', async () => {
    const code = [
      '# ruleid: no-banner',
      'banner(1)',
      '# ok: no-banner',
      'banner(2)',
      '# ruleid: no-banner, form-to-report',
      'other()',
      '# todoruleid: no-banner',
      'other()',
      'banner(3)',
    ].join('\n');
    expect(await testRules(service, own, [{ path: 'a.py', code }])).toEqual([
      { ruleId: 'no-banner', path: 'a.py', annotations: 4, missed: [6], unexpected: [4, 9] },
      { ruleId: 'form-to-report', path: 'a.py', annotations: 1, missed: [6], unexpected: [] },
    ]);
  });
});

describe('own rules for any text', () => {
  const TEXT_RULES = `rules:
  - { id: latest, languages: [generic], severity: ERROR, message: "$IMAGE moves.", pattern: "FROM $IMAGE:latest", fix: "FROM $IMAGE:1" }
  - { id: key-block, languages: [regex], severity: CRITICAL, message: m, pattern-regex: "BEGIN (RSA|EC) BLOCK" }
`;
  const text = ownDocuments([{ name: 'text.yaml', text: TEXT_RULES }], []);
  const analyze = (code: string, path: string | null, declaredLanguage: string | null = null) =>
    service.analyze(job(code, { path, declaredLanguage, own: text }));
  const DOCKER = 'FROM node:latest\nRUN ls\n# assay-ignore latest: ours\nFROM nginx:latest\n';

  it('look at files that nothing else is known of', async () => {
    const { issues, suppressions, notices, language } = await analyze(DOCKER, 'Dockerfile', 'dockerfile');
    expect(language.id).toBe('dockerfile');
    expect(issues.filter(({ suppressedBy }) => suppressedBy === null)).toMatchObject([
      { ruleId: 'latest', message: 'node moves.', severity: 'high', location: { start: { line: 1 } } },
    ]);
    expect(issues[0]?.suggestions).toMatchObject([{ verified: true }]);
    expect(suppressions).toHaveLength(1);
    expect(notices.map(({ code }) => code)).toEqual(['only_own_rules']);
  });

  it('look at every file, of a language with an analyser, too', async () => {
    expect((await analyze('x: BEGIN EC BLOCK\n', 'a.unheard-of')).issues).toHaveLength(1);
    const { issues, notices } = await analyze('k = "BEGIN RSA BLOCK"\neval(input())\n', 'a.py');
    expect(issues.map(({ ruleId }) => ruleId)).toEqual(['key-block', 'code-injection']);
    expect(notices).toEqual([]);
  });

  it('are tested on files of any language', async () => {
    const code = '-- ruleid: key-block\nBEGIN EC BLOCK\n-- ok: key-block\nBEGIN XX BLOCK\n';
    const tests = await testRules(service, text, [{ path: 'text.sql', code }]);
    expect(tests).toMatchObject([{ ruleId: 'key-block', annotations: 2, missed: [], unexpected: [] }]);
  });

  it('leave files alone that their paths leave out', async () => {
    const scoped = ownDocuments(
      [
        {
          name: 'scoped.yaml',
          text: TEXT_RULES.replace('pattern: "', 'paths: { include: ["*.dockerfile"] }, pattern: "'),
        },
      ],
      [],
    );
    const { issues } = await service.analyze(job(DOCKER, { path: 'a.txt', declaredLanguage: null, own: scoped }));
    expect(issues).toEqual([]);
  });
});
