import { describe, expect, it } from 'vitest';
import { filledTexts, matchedTexts } from '../testing/matched-texts.ts';

const NGINX = `server {
  listen 80;
  proxy_pass $scheme://backend;
  proxy_pass https://other;
}
`;

describe('rules for any text', () => {
  it('combine patterns of words and signs', () => {
    const rule = {
      patterns: [
        { pattern: 'proxy_pass $SCHEME://$HOST;' },
        { 'pattern-inside': 'server {\n  ...\n}' },
        { 'metavariable-regex': { metavariable: '$SCHEME', regex: 'https?' } },
        { 'focus-metavariable': '$HOST' },
      ],
    };
    expect(matchedTexts('generic', rule, NGINX)).toEqual(['other']);
    expect(filledTexts('generic', { pattern: 'proxy_pass $$S://$HOST' }, NGINX, '$S to $HOST')).toEqual([
      'scheme to backend',
    ]);
  });

  it('combine regular expressions, whose groups are metavariables', () => {
    const rule = {
      patterns: [
        { 'pattern-regex': '(?<NAME>\\w+)_(?:KEY|TOKEN)=(\\S+)' },
        { 'pattern-not-regex': 'example' },
        { 'pattern-either': [{ 'pattern-inside': 'env:.*' }, { 'pattern-inside': 'export .*' }] },
        { 'metavariable-regex': { metavariable: '$2', regex: '[A-Z0-9]{4,}$' } },
      ],
    };
    const text = 'export A_KEY=ABCD1\nexport B_KEY=XYZ9example\nC_TOKEN=QQQQ\nenv: D_TOKEN=9999\nexport E_KEY=abc\n';
    expect(matchedTexts('regex', rule, text)).toEqual(['A_KEY=ABCD1', 'D_TOKEN=9999']);
    expect(filledTexts('regex', rule, text, '$NAME is $2')).toEqual(['A is ABCD1', 'D is 9999']);
  });

  it('drop what a pattern-not-regex only touches', () => {
    const rule = { patterns: [{ 'pattern-regex': 'AK\\w{6}' }, { 'pattern-not-regex': '(?i)example' }] };
    expect(matchedTexts('regex', rule, 'AK123456 AKEXAMPLE')).toEqual(['AK123456']);
  });

  it('are refused where they say what no text can answer', () => {
    expect(() => matchedTexts('generic', { mode: 'taint' }, '')).toThrow('has no data flow');
    expect(() => matchedTexts('generic', '...', '')).toThrow('`...` alone is no pattern');
    expect(() => matchedTexts('regex', { pattern: 'a\\Kb' }, '')).toThrow('\\K is not supported');
  });

  it('end soon on patterns that match everywhere', () => {
    const rule = { patterns: [{ 'pattern-regex': '.' }, { 'pattern-regex': '\\w' }, { 'pattern-not-regex': 'x.' }] };
    const before = process.cpuUsage();
    expect(matchedTexts('regex', rule, 'a'.repeat(300_000))).toEqual([]);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
  });
});
