// Which words an expression needs, so that it is left alone where a text lacks one.
import { describe, expect, it } from 'vitest';
import { parseRegex } from './regex-syntax.ts';
import { wordsOf } from './regex-words.ts';

const wordsIn = (source: string) => wordsOf(parseRegex(source, false).root);

describe('the words of an expression', () => {
  it.each([
    ['^(?i)access-control-allow-origin$', ['access', 'control', 'allow', 'origin']],
    ['SELECT\\s+.*FROM', ['select', 'from']],
    ['(?:secret)_key', ['secret', 'key']],
    ['(token)+s?', ['token']],
    ['pass(word)', ['pass', 'word']],
    ['colou?r', ['colo']],
  ])('%s needs %j', (source, words) => {
    expect(wordsIn(source)).toEqual(words);
  });

  it.each(['md5|sha1', '(?:password)?', 'a.b.c', '[abc]{3}', '(?!secret)', '\\d+', '(?:one|two)'])(
    '%s needs none',
    (source) => {
      expect(wordsIn(source)).toEqual([]);
    },
  );
});
