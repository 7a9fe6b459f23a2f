import { describe, expect, it } from 'vitest';
import { compileRegex } from './regex.ts';

describe('translation', () => {
  it.each<readonly [string, string, boolean]>([
    ['(?i)abc', 'xABC', true],
    ['a(?i)b', 'aB', true],
    ['a(?i)b', 'AB', false],
    ['(?P<x>a)(?P=x)', 'aa', true],
    ['\\Aab\\Z', 'ab', true],
    ['\\Aab\\Z', 'xab', false],
    ['[[:alpha:]]+\\d', 'ab1', true],
    ['\\x41\\-[\\w.-]+', 'A-b.c', true],
    ['(?x) a  b # comment', 'ab', true],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['a++b', 'aaab', true],
    ['(?>a+)ab', 'aaab', false],
    ['a{2}', 'aa', true],
    ['a{x', 'a{x', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?<!x)a', 'xa', false],
  ])('%s in %j', (source, text, expected) => {
    expect(compileRegex(source).search(text)).toBe(expected);
  });

  it('anchors to lines where a rule looks through a file', () => {
    expect(compileRegex('^b$', true).search('a\nb\nc')).toBe(true);
    expect(compileRegex('^b$').search('a\nb\nc')).toBe(false);
  });

  it('numbers groups as the rule wrote them', () => {
    const match = compileRegex('(?>x)(a)(?<n>b)').matchStart('xab');
    const b = { start: 2, end: 3 };
    expect(match?.groups).toEqual([{ start: 1, end: 2 }, b]);
    expect(match?.names.n).toEqual(b);
  });

  it.each(['a\\Kb', '(?R)', '(*FAIL)', '(a', 'a)', '[a', '(a+)+\\1'])('refuses %s', (source) => {
    expect(() => compileRegex(source)).toThrow();
  });
});

describe('expressions that could run away', () => {
  const long = 'a'.repeat(5_000);

  it.each<readonly [string, string, boolean]>([
    ['(a+)+$', `${long}b`, false],
    ['(a|a)*c', long, false],
    ['(a|aa)+b', `${long}b`, true],
    ['^(\\w+\\s?)*$', `${long}!`, false],
    ['(?:a*)*b', `${long}b`, true],
    ['.*a.*b.*c.*d', long, false],
  ])('%s ends', (source, text, expected) => {
    expect(compileRegex(source).search(text)).toBe(expected);
  });

  it('agrees with the host where that ends soon', () => {
    const sources = ['(a+|b)*c', '(?:ab?)*?b', '(a*)*', '(x|ab|a)+(b?)', '((a)|b)+', '(?=(a+))a*b', '(?:a|b){2,4}?'];
    const texts = ['', 'a', 'abab', 'aabbc', 'xabab', 'bbbac', 'aaab'];
    for (const source of sources) {
      for (const text of texts) {
        const expected = Array.from(text.matchAll(new RegExp(source, 'gu')), (found) => [found.index, found[0].length]);
        const actual = compileRegex(source)
          .all(text, 100)
          .map(({ start, end }) => [start, end - start]);
        expect([source, text, actual]).toEqual([source, text, expected]);
      }
    }
  });
});
