import { describe, expect, it } from 'vitest';
import { readRuleDocument } from './rule-document.ts';

const read = (text: string) => readRuleDocument({ name: 'rules.yaml', text });
const rule = (lines: string) => `rules:\n  - id: a\n    languages: [python]\n    message: m\n${lines}`;

describe('a document of rules', () => {
  it('says of each rule what its author says in other words', () => {
    const { rules, problems } = read(`rules:
  - id: no-eval
    languages: [python, js, tsx]
    severity: ERROR
    message: "  Not $X. "
    metadata: { cwe: ["CWE-095: Eval", "CWE-94"], confidence: HIGH, category: security, references: [none, "https://example.org/eval"] }
    paths: { include: ["src/**"], exclude: ["*_test.py"] }
    pattern: eval($X)
  - { id: plain, languages: [go], severity: INFO, message: m, pattern: f() }`);
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: 'no-eval',
        message: 'Not $X.',
        severity: 'high',
        category: 'security',
        cwe: ['CWE-95', 'CWE-94'],
        confidence: 0.9,
        reference: 'https://example.org/eval',
        languages: ['python', 'javascript', 'typescript'],
        paths: { include: ['src/**'], exclude: ['*_test.py'] },
      },
      { id: 'plain', severity: 'low', category: 'bug', cwe: [], reference: null, confidence: 0.7, languages: ['go'] },
    ]);
  });

  it.each([
    ['no YAML', 'rules: [', 1, 'yaml'],
    ['no list', 'rules: 3', 1, 'shape'],
    ['nothing', '', 1, 'shape'],
    ['a rule that is a text', 'rules:\n  - hello', 2, 'shape'],
    ['a severity that is none', rule('    severity: LOUD'), 5, 'severity'],
    ['a rule without severity', rule('    pattern: x'), 2, 'severity'],
    [
      'an id of a built-in rule',
      'rules:\n  - {id: sql-injection, languages: [go], severity: INFO, message: m}',
      2,
      'id',
    ],
    ['an id with spaces', 'rules:\n  - {id: "a b", languages: [go], severity: INFO, message: m}', 2, 'id'],
    ['paths that are no lists', rule('    severity: INFO\n    paths: { include: x }'), 6, 'paths'],
    [
      'a rule twice',
      `${rule('    severity: INFO')}\n  - {id: a, languages: [go], severity: INFO, message: m}`,
      6,
      'id',
    ],
  ])('is refused with its place: %s', (_, text, line, feature) => {
    expect(read(text).problems).toMatchObject([{ document: 'rules.yaml', line, feature }]);
  });

  it('takes texts only for texts, and names that every object has for no names', () => {
    const metadata = '{ category: constructor, confidence: { toString: 1 }, cwe: [{ toString: 1 }], references: 3 }';
    const { rules, problems } = read(rule(`    severity: INFO\n    pattern: f()\n    metadata: ${metadata}`));
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([{ category: 'bug', confidence: 0.7, cwe: [], reference: null }]);
    expect(read(rule('    severity: constructor')).problems).toMatchObject([{ feature: 'severity' }]);
  });

  it('cannot explode', () => {
    const level = (name: string, of: string) =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(',')}]`;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const bomb = ['a: &a [x]', ...names.slice(1).map((name, index) => level(name, names[index]))].join('\n');
    expect(read(`${bomb}\nrules: *h`).problems).toMatchObject([{ feature: 'yaml' }]);
    expect(read(`#${'x'.repeat(2_000_000)}`).problems).toMatchObject([{ feature: 'size' }]);
    const rules = Array.from({ length: 50 }, (_, index) => {
      return `  - { id: r${index}, languages: [go], severity: INFO, message: m, pattern: f(), metadata: *big }`;
    });
    const big = `anchor: &big { a: [${'1,'.repeat(60_000)}1] }\nrules:\n${rules.join('\n')}`;
    const { rules: kept, problems } = read(big);
    expect(kept.length).toBeLessThan(50);
    expect(problems).toMatchObject([{ feature: 'size' }]);
    expect(read('rules: !!js/function "function(){}"').rules).toEqual([]);
    expect(read(`rules: ${'['.repeat(5000)}`).rules).toEqual([]);
  });
});
