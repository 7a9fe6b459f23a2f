import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { smallEngine } from '../testing/small-world.ts';
import type { ExplanationRequest } from './explanation.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

const run = (code: string, explain?: ExplanationRequest, files: readonly { path: string; code: string }[] = []) =>
  engine.analyze({ code, language: 'python', path: 'a.py', files, ...(explain && { explain }) });

/** `kind: text` of each step */
const stepsOf = (code: string, rule = 'sql', line?: number): string[] => {
  const at = line ?? code.trimEnd().split('\n').length;
  const [explanation] = run(code, { rule, line: at }).explanations;
  return (explanation?.steps ?? []).map(({ kind, text }) => `${kind}: ${text}`);
};

describe('the steps', () => {
  it('begin with the source and why it is one, and end with the sink and the confidence', () => {
    const [explanation] = run('run("a" + input())\n', { rule: 'sql', line: 1 }).explanations;
    expect(explanation?.steps).toEqual([
      {
        kind: 'source',
        range: { path: 'a.py', start: 10, end: 17 },
        text: '`input()` is user input (a query parameter)',
        fact: { name: 'input', library: 'small', file: null },
      },
      { kind: 'flow', range: { path: 'a.py', start: 4, end: 17 }, text: 'becomes part of a text', fact: null },
      {
        kind: 'sink',
        range: { path: 'a.py', start: 0, end: 18 },
        text: 'reaches `run(…)`: SQL is built from it',
        fact: { name: 'run', library: 'small', file: null },
      },
      { kind: 'confidence', range: null, text: '0.9 (how often findings of the rule are right) = 0.9', fact: null },
      { kind: 'suppression', range: null, text: 'nothing in the code suppresses it', fact: null },
    ]);
  });

  it('show sanitisers and for what they count', () => {
    expect(stepsOf('x = escape(input())\nrun(x)\n')).toContain(
      'sanitiser: `escape(input())` makes safe for html, not for sql',
    );
  });

  it('show tests that narrow a value', () => {
    const code = 'x = input()\nif x == "a":\n    print(x)\nrun(x)\n';
    expect(stepsOf(code)).toContain('guard: the test on `x` makes safe for everything, where it holds');
  });

  it('show branches that are decided, and the constants that decide them', () => {
    const steps = stepsOf('def f():\n    mode = 1\n    x = input()\n    if mode == 2:\n        x = ""\n    run(x)\n');
    expect(steps).toContain('branch: `mode == 2` is always false: its branch is not followed');
    expect(steps).toContain('constant: `mode` is known to be 1');
  });

  it('follow calls into functions', () => {
    const steps = stepsOf('def f(text):\n    return text\n\nrun(f(input()))\n');
    expect(steps).toEqual(expect.arrayContaining(['flow: passed to `f(text)`', 'flow: returned by `f(…)`']));
  });

  it('show what weakens the confidence', () => {
    const steps = stepsOf('def f(a, db):\n    db.runQuery(a)\n');
    expect(steps.find((step) => step.startsWith('confidence'))).toBe(
      'confidence: 0.9 (how often findings of the rule are right) × ' +
        '0.5 (the source is a parameter whose callers are not in sight) × ' +
        '0.6 (the sink was recognised by the name of its method alone) = 0.27',
    );
    expect(steps[0]).toMatch(/^source: `a` is a parameter.*nothing shows where its value comes from/);
  });

  it('name the constants of a use', () => {
    expect(stepsOf('hash("md5")\n', 'weak')[0]).toMatch(/^sink: `hash\(…\)` is used here; the constants .*md5/);
  });

  it('tell a suppression and its end', () => {
    const steps = stepsOf('run(input())  # assay-ignore sql: tested by hand until 2030-01-01\n');
    expect(steps.at(-1)).toBe('suppression: suppressed in the code by assay-ignore until 2030-01-01: tested by hand');
  });
});

describe('an explanation', () => {
  const code = 'run(input())\npage(input())\n';

  it('is found by the beginning of a fingerprint', () => {
    const { fingerprint } = run(code).findings[1];
    const { explanations } = run(code, { fingerprint: fingerprint.slice(0, 8) });
    expect(explanations.map((each) => [each.ruleId, each.fingerprint])).toEqual([['html', fingerprint]]);
    expect(explanations[0]?.fingerprintParts).toContainEqual({ what: 'statement', code: 'page input' });
  });

  it('is made only when it is asked for, and changes nothing else', () => {
    const plain = run(code);
    const { explanations, ...rest } = run(code, { rule: 'sql', line: 1 });
    expect(plain.explanations).toEqual([]);
    expect(explanations).toHaveLength(1);
    expect({ ...rest, explanations: [] }).toEqual(plain);
    expect(run(code, { rule: 'sql', line: 7 }).explanations).toEqual([]);
  });
});
