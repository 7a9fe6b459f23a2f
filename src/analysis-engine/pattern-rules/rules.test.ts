// What whole rules find, what their messages say, and what is refused.
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../limits.ts';
import { filledTexts, matchedTexts } from './testing/matched-texts.ts';

type Rule = Readonly<Record<string, unknown>>;

const CODE = 'def f(a):\n  g(a, 1)\n  g(b, 20)\n\ng("key", 3)\n';

describe('conditions', () => {
  it.each<readonly [string, Rule, readonly string[]]>([
    [
      'either',
      { 'pattern-either': [{ pattern: 'g(b, ...)' }, { pattern: 'g("key", ...)' }] },
      ['g(b, 20)', 'g("key", 3)'],
    ],
    ['inside', { patterns: [{ pattern: 'g(...)' }, { 'pattern-inside': 'def f(...): ...' }] }, ['g(a, 1)', 'g(b, 20)']],
    ['not inside', { patterns: [{ pattern: 'g(...)' }, { 'pattern-not-inside': 'def f(...): ...' }] }, ['g("key", 3)']],
    [
      'same metavariable',
      { patterns: [{ pattern: 'g($A, ...)' }, { 'pattern-inside': 'def f($A): ...' }] },
      ['g(a, 1)'],
    ],
    ['not', { patterns: [{ pattern: 'g(...)' }, { 'pattern-not': 'g(a, ...)' }] }, ['g(b, 20)', 'g("key", 3)']],
    ['regex', { 'pattern-regex': 'g\\(b' }, ['g(b']],
    [
      'metavariable-regex',
      { patterns: [{ pattern: 'g($X, ...)' }, { 'metavariable-regex': { metavariable: '$X', regex: '[ab]$' } }] },
      ['g(a, 1)', 'g(b, 20)'],
    ],
    [
      'metavariable-comparison',
      { patterns: [{ pattern: 'g($X, $N)' }, { 'metavariable-comparison': { comparison: '$N > 2 and $N % 2 == 0' } }] },
      ['g(b, 20)'],
    ],
    [
      'metavariable-pattern',
      { patterns: [{ pattern: 'g($X, $N)' }, { 'metavariable-pattern': { metavariable: '$X', pattern: '"..."' } }] },
      ['g("key", 3)'],
    ],
    ['focus', { patterns: [{ pattern: 'g($X, $N)' }, { 'focus-metavariable': '$N' }] }, ['1', '20', '3']],
    [
      'new syntax',
      { match: { all: ['g($X, ...)', { not: 'g(b, ...)' }, { inside: 'def f(...): ...' }] } },
      ['g(a, 1)'],
    ],
  ])('%s', (_, rule, expected) => {
    expect(matchedTexts('python', rule, CODE)).toEqual(expected);
  });

  it('puts the code of metavariables into messages', () => {
    const rule = { pattern: 'f($X, $Y)' };
    expect(filledTexts('python', rule, 'N = 3\nf(a.b, N)', '$X with value($Y), not $Z')).toEqual([
      'a.b with 3, not $Z',
    ]);
  });
});

describe('options', () => {
  it.each<readonly [string, Rule, string, readonly string[]]>([
    ['symbolic_propagation', { pattern: 'f(g(...))' }, 'x = g(1)\nf(x)', ['f(x)']],
    ['symmetric_eq', { pattern: 'a == $X' }, 'b == a', ['b == a']],
    ['commutative_boolop', { pattern: 'a and $X' }, 'b and a', ['b and a']],
  ])('%s', (option, rule, code, expected) => {
    expect(matchedTexts('python', rule, code)).toEqual([]);
    expect(matchedTexts('python', { ...rule, options: { [option]: true } }, code)).toEqual(expected);
  });

  it('constant_propagation: false', () => {
    const rule = { pattern: 'f("...")', options: { constant_propagation: false } };
    expect(matchedTexts('python', rule, 'x = "a"\nf(x)\nf("a")')).toEqual(['f("a")']);
  });
});

describe('refusals', () => {
  it.each<readonly [Rule, string]>([
    [{ mode: 'join' }, 'mode: mode: join is not supported'],
    [{ patterns: [{ 'pattern-not': 'f()' }] }, 'it only says what not to find'],
    [
      { patterns: [{ pattern: 'f($X)' }, { 'focus-metavariable': '$Y' }] },
      'no pattern of it binds the metavariable $Y',
    ],
    [{ 'pattern-eiter': [{ pattern: 'f()' }] }, 'the key pattern-eiter is not supported; did you mean pattern-either?'],
    [{}, 'nothing says what to find'],
    [{ patterns: [{ constructor: 'f()' }] }, 'the key constructor is not supported'],
    [{ 'pattern-regex': '[[:constructor:]]' }, '[:constructor:] is not supported'],
    [{ mode: 'extract' }, 'mode: mode: extract is not supported'],
    [{ patterns: [{ pattern: 'f(' }] }, 'patterns[0].pattern: this is no part of a python program: f('],
    [
      { patterns: [{ 'pattern-either': [{ 'pattern-where': 'x' }] }] },
      'patterns[0].pattern-either[0].pattern-where: the key pattern-where is not supported',
    ],
    [{ 'pattern-regex': 'a\\Kb' }, 'pattern-regex: \\K is not supported'],
    [
      { pattern: 'f()', options: { generic_engine: 'aliengrep' } },
      'options.generic_engine: the engine aliengrep is not supported',
    ],
    [{ pattern: 'f()', join: {} }, 'join: the key join is not supported'],
    [{ pattern: 'f()', options: { generic_comment_style: 'html' } }, 'generic_comment_style is one of c, cpp, shell'],
    [{ pattern: 'f()', options: { generic_ellipsis_max_span: -1 } }, 'is a number of lines from 0 to 1000'],
  ])('%j', (rule, message) => {
    expect(() => matchedTexts('python', rule, 'f()')).toThrow(message);
  });

  it.each(['cobol', 'constructor'])('refuses languages without patterns: %s', (language) => {
    expect(() => matchedTexts(language, 'f()', 'f()')).toThrow(`patterns in ${language} are not supported`);
  });
});

describe('hostile input', () => {
  it('survives code that nests deep', () => {
    const code = `${'f('.repeat(20_000)}1${')'.repeat(20_000)}`;
    expect(matchedTexts('python', 'f(1)', code)).toEqual(['f(1)']);
  });

  it('gives up on patterns that take too many steps', () => {
    const pattern = Array.from({ length: 12 }, (_, index) => `...\nf($X${index})`).join('\n');
    const code = 'f(1)\n'.repeat(400);
    expect(matchedTexts('python', `${pattern}\ng()`, code)).toEqual([]);
    expect(LIMITS.patternStepsForAnyFile).toBeLessThan(10_000_000);
  });
});
