import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { LIMITS } from './limits.ts';
import type { Rule } from './rule.ts';
import { analyze, SMALL_RULES, type SmallLanguage, smallEngine } from './testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join('');
const nested = (open: string, middle: string, close: string, count: number): string =>
  open.repeat(count) + middle + close.repeat(count);

describe('an analysis', () => {
  it('gives the same answer every time', () => {
    const code = many(30, (index) => `def f${index}(x):\n    run(f${(index + 1) % 30}(x) + input())\n    return x\n`);
    expect(analyze(engine, 'python', code)).toEqual(analyze(engine, 'python', code));
  });

  it('runs the selected rules only', () => {
    const request = { code: 'run(input())\nhash("md5")', language: 'python', path: 'a.py', files: [] };
    const ids = (enabled: readonly string[] | null, disabled: readonly string[]): string[] =>
      engine.analyze(request, { enabled, disabled }).findings.map((finding) => finding.ruleId);
    expect(ids(null, [])).toEqual(['sql', 'weak']);
    expect(ids(['weak'], [])).toEqual(['weak']);
    expect(ids(null, ['weak'])).toEqual(['sql']);
  });

  it('follows no data for rules that only look at the code, and finds the same', () => {
    const code = `def f(x):\n    run(x)\n\n${'f(input())\n'.repeat(20)}`;
    const files = [{ path: 'b.py', code: 'import a\n' }];
    const { flow: _, ...plain } = SMALL_RULES[0] as Rule;
    const rule: Rule = { ...plain, id: 'own', patterns: [{ languages: ['python'], pattern: 'run(...)' }] };
    const own = { rules: [rule], facts: [] };
    const analysed = (enabled: readonly string[]) =>
      engine.analyze({ code, language: 'python', path: 'a.py', files, own }, { enabled, disabled: [] });
    const [alone, beside] = [analysed([]), analysed(['sql'])];
    expect(alone.statistics.steps).toBe(0);
    expect(alone.filesRead).toEqual([]);
    expect(beside.statistics.steps).toBeGreaterThan(0);
    expect(alone.findings).toEqual(beside.findings.filter(({ ruleId }) => ruleId === 'own'));
    expect(alone.findings).toHaveLength(1);
  });

  it('finds the same in the files of a project in whatever order they come, and in each on its own', async () => {
    const project = {
      'web.py': 'from orders import find, last\n\ndef show():\n    find(input())\n    page(last())\n',
      'orders.py':
        'import store\nfrom store import rows\n\ndef find(x):\n    rows(x.strip())\n\ndef last():\n    return store.kept\n',
      'store.py': 'kept = input()\n\ndef rows(x):\n    run("a" + x)\n    if x == "b":\n        rows(kept)\n',
      'other.py': 'from orders import find\nfrom web import show\nfind("fixed")\nshow()\n',
    };
    const files = Object.entries(project).map(([path, code]) => ({ path, code }));
    const found = (engineFor: Engine, { path, code }: { readonly path: string; readonly code: string }) =>
      engineFor.analyze({ code, language: 'python', path, files: files.filter((file) => file.path !== path) });
    const forwards = new Map(files.map((file) => [file.path, found(engine, file)]));
    const backwards = new Map(files.toReversed().map((file) => [file.path, found(engine, file)]));
    expect(forwards.get('web.py')?.findings.map(({ ruleId }) => ruleId)).toContain('sql');
    for (const file of files) {
      expect(backwards.get(file.path)).toEqual(forwards.get(file.path));
      expect(found(await smallEngine(), file)).toEqual(forwards.get(file.path));
    }
  });

  it('says that it cannot analyse a language', () => {
    const { findings, notices } = engine.analyze({ code: 'x', language: 'cobol', path: 'a', files: [] });
    expect(findings).toEqual([]);
    expect(notices.map((notice) => notice.code)).toEqual(['language_not_analysed']);
  });

  it('looks through syntax errors', () => {
    const { findings, statistics } = analyze(engine, 'python', 'def f(:\n    pass\n\nrun(input())\n)))');
    expect(statistics.syntaxErrors).toBeGreaterThan(0);
    expect(findings.map((finding) => finding.ruleId)).toEqual(['sql']);
  });

  it('keeps to its number of findings and says so', () => {
    const { findings, notices } = analyze(engine, 'python', 'run(input())\n'.repeat(LIMITS.findings + 50));
    expect(findings).toHaveLength(LIMITS.findings);
    expect(notices.map((notice) => notice.code)).toEqual(['limit_reached']);
  });
});

describe('hostile input', () => {
  it.each<readonly [string, SmallLanguage, string]>([
    ['parentheses', 'python', `run(${nested('(', 'input()', ')', 20_000)})`],
    ['parentheses', 'javascript', `run(${nested('(', 'input()', ')', 20_000)})`],
    ['parentheses', 'java', `class A { void a() { Api.run(${nested('(', 'Api.input()', ')', 20_000)}); } }`],
    ['functions', 'javascript', nested('function a(){', 'run(input())', '}', 3_000)],
    ['calls', 'javascript', nested('f(', 'input()', ')', 5_000)],
    ['lists', 'javascript', `run(${nested('[', 'input()', ']', 5_000)})`],
    ['branches', 'javascript', nested('if(c){', 'run(input())', '}', 3_000)],
  ])('survives nested %s in %s', (_, language, code) => {
    expect(analyze(engine, language, code).statistics.nodes).toBeGreaterThan(10_000);
  });

  it.each<readonly [string, SmallLanguage, string]>([
    ['concatenations', 'javascript', `run("a"${'+"b"'.repeat(20_000)}+input())`],
    ['else-if arms', 'javascript', many(5_000, (index) => `${index > 0 ? 'else ' : ''}if(a==${index}){x=${index}}`)],
    ['variables in branches', 'python', many(2_000, (index) => `v${index} = input()\nif c:\n    v${index} = v0\n`)],
    [
      'functions that call on',
      'python',
      `${many(2_000, (index) => `def f${index}(x):\n    return f${index + 1}(x)\n`)}run(f0(input()))`,
    ],
    [
      'classes that inherit on',
      'java',
      many(
        500,
        (index) => `class C${index} extends C${index + 1} { String f = Api.input(); void m() { Api.run(f); } }\n`,
      ),
    ],
    ['entries of a table', 'javascript', `var t = {${many(20_000, (index) => `k${index}:{a:${index}},`)}}; run(t)`],
  ])('takes a bounded number of steps on many %s', (_, language, code) => {
    const { statistics } = analyze(engine, language, code);
    expect(statistics.steps).toBeLessThanOrEqual(
      LIMITS.stepsForAnyFile + statistics.nodes * LIMITS.stepsPerNode + 1_000,
    );
  });

  it('ends on objects that hold themselves', () => {
    const { findings } = analyze(
      engine,
      'javascript',
      'let o = { x: input() };\nfor (;;) { o = { o, p: o, q: [o, o] }; run(o); }',
    );
    expect(findings).toHaveLength(1);
  });
});
