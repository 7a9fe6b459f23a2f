import { describe, expect, it } from 'vitest';
import { type Drawable, drawn } from './draw.ts';

const finding = (language: string, rule: string, line: number, name = `package-${line}`): Drawable => ({
  package: name,
  path: 'a',
  line,
  rule,
  language,
});
const many = (language: string, rule: string, count: number): Drawable[] =>
  Array.from({ length: count }, (_, line) => finding(language, rule, line));

describe('a sample of findings', () => {
  const findings = [...many('go', 'leak', 40), ...many('go', 'null', 3), ...many('java', 'null', 5)];

  it('takes the same from each language until one has no more', () => {
    const sample = drawn(findings, { seed: '1', count: 10, perRule: 20 });
    expect(sample.filter(({ language }) => language === 'java')).toHaveLength(5);
    expect(sample).toHaveLength(10);
  });

  it('holds no more of a rule than it may', () => {
    const sample = drawn(findings, { seed: '1', count: 40, perRule: 4 });
    expect(sample.filter(({ language, rule }) => language === 'go' && rule === 'leak')).toHaveLength(4);
  });

  it('takes two of a rule from one package', () => {
    const same = Array.from({ length: 9 }, (_, line) => finding('go', 'leak', line, 'one'));
    expect(drawn(same, { seed: '1', count: 9, perRule: 9 })).toHaveLength(2);
  });

  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: string) => drawn(findings, { seed, count: 8, perRule: 8 });
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });
});
