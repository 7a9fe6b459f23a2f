// What rules of mode taint find. Each line with `!` must be found, no other.
import { describe, expect, it } from 'vitest';
import { lineIndexOf } from '../../parsing/line-index.ts';
import { matchedTexts } from '../testing/matched-texts.ts';

const RULE = {
  mode: 'taint',
  'pattern-sources': [{ pattern: 'source(...)' }],
  'pattern-sinks': [{ pattern: 'sink(...)' }],
  'pattern-sanitizers': [{ pattern: 'clean(...)' }],
};

type Rule = Readonly<Record<string, unknown>>;

/** Lines of the calls that were found. */
function linesOf(language: string, rule: Rule, code: string): number[] {
  const lines = lineIndexOf(code);
  let from = 0;
  return matchedTexts(language, rule, code).map((text) => {
    from = code.indexOf(text, from) + 1;
    return lines.positionAt(from).line;
  });
}

const marked = (code: string): number[] =>
  code.split('\n').flatMap((line, index) => (line.includes('!!') ? [index + 1] : []));

const check = (language: string, rule: Rule, code: string): void => {
  expect(linesOf(language, rule, code)).toEqual(marked(code));
};

describe('data in a function', () => {
  it.each<readonly [string, string]>([
    ['assignments', 'x = source()\ny = "a" + x\nsink(y) #!!\ny = 1\nsink(y)'],
    ['sanitizers', 'x = source()\nsink(clean(x))\nx = clean(x)\nsink(x)'],
    ['branches', 'x = 1\nif c:\n  x = source()\nelse:\n  x = 2\nsink(x) #!!'],
    ['returns', 'def f():\n  x = source()\n  if c:\n    x = 1\n    return x\n  sink(x) #!!'],
    ['loops', 'y = 1\nfor x in source():\n  sink(y) #!!\n  y = x'],
    ['fields', 'a.x = source()\nsink(a.y)\nsink(a.x) #!!\nsink(a) #!!'],
    ['keys', 'a = {}\na["x"] = source()\nsink(a["y"])\nsink(a["x"]) #!!'],
    ['fields of sources', 'a = source()\nsink(a.b.c) #!!\na.b = 1\nsink(a.b)'],
    ['tuples', 'a, b = source(), 1\nsink(a) #!!\nsink(b)'],
    ['handlers', 'x = 1\ntry:\n  x = source()\n  x = 2\nexcept E:\n  sink(x)\nfinally:\n  sink(x)'],
    ['calls', 'x = f(source())\nsink(x.g()) #!!'],
    ['functions', 'x = source()\ndef f(x):\n  sink(x)\n'],
    ['with', 'with source() as x:\n  sink(x) #!!'],
  ])('%s', (_, code) => {
    check('python', RULE, code);
  });

  it('passes over the edges of other languages', () => {
    check('javascript', RULE, 'const { a } = source();\n[1].map((x) => { sink(a); //!!\n});');
    check('go', RULE, 'package p\nfunc f() {\n\tx, err := source()\n\tsink(x) //!!\n}');
    check('java', RULE, 'class A { void f() {\nString x = source();\nx += "a";\nsink(x); //!!\n} }');
  });

  it('keeps to its steps where code nests deep', () => {
    const code = `sink(${'f('.repeat(5_000)}source()${')'.repeat(5_000)})`;
    expect(matchedTexts('python', RULE, code)).toEqual([]);
  });
});

describe('parts of taint rules', () => {
  it('parameters as sources', () => {
    const sources = [{ patterns: [{ 'pattern-inside': 'def $F(..., $X, ...): ...' }, { 'focus-metavariable': '$X' }] }];
    check('python', { ...RULE, 'pattern-sources': sources }, 'def f(a, b=1):\n  sink(a) #!!\n  sink(c)');
  });

  it('sources and sanitizers by side effect', () => {
    const rule = {
      ...RULE,
      'pattern-sources': [
        { patterns: [{ pattern: 'fill($X)' }, { 'focus-metavariable': '$X' }], 'by-side-effect': true },
      ],
      'pattern-sanitizers': [
        { patterns: [{ pattern: 'check($X)' }, { 'focus-metavariable': '$X' }], 'by-side-effect': true },
      ],
    };
    check('python', rule, 'fill(x)\nsink(x) #!!\ncheck(x)\nsink(x)');
  });

  it('propagators', () => {
    const rule = { ...RULE, 'pattern-propagators': [{ pattern: '$A.append($B)', from: '$B', to: '$A' }] };
    check('python', rule, 'x = source()\nl.append(x)\nsink(l) #!!\nm.extend(x)\nsink(m)');
  });

  it('labels', () => {
    const rule = {
      ...RULE,
      'pattern-sources': [
        { pattern: 'source(...)', label: 'INPUT' },
        { pattern: '$X + $Y', label: 'JOINED', requires: 'INPUT' },
      ],
      'pattern-sinks': [{ pattern: 'sink(...)', requires: 'JOINED and not OTHER' }],
    };
    check('python', rule, 'x = source()\nsink(x)\nsink("a" + x) #!!\nsink("a" + "b")');
  });

  it('options', () => {
    const rule = { ...RULE, options: { taint_assume_safe_functions: true, taint_assume_safe_comparisons: true } };
    check('python', rule, 'x = source()\nsink(x)\ny = f(x)\nz = x == 1\nw = x\nsink.g(y)');
  });

  it.each<readonly [Rule, string]>([
    [{ ...RULE, options: { taint_unify_mvars: true } }, 'options.taint_unify_mvars'],
    [{ ...RULE, 'pattern-sinks': [] }, 'a taint rule needs sources and sinks'],
    [{ ...RULE, 'pattern-sinks': [{ pattern: 'f()', requires: 'A and' }] }, 'pattern-sinks[0].requires'],
    [{ ...RULE, 'pattern-sinks': [{ pattern: 'f()', 'at-exit': true }] }, 'at-exit is not supported'],
    [{ ...RULE, pattern: 'f()' }, 'the key pattern is not supported'],
  ])('refuses %j', (rule, message) => {
    expect(() => matchedTexts('python', rule, '')).toThrow(message);
  });
});
