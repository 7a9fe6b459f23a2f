// The index against the set of words that it stands for.
import { expect, it } from 'vitest';
import { WordIndex } from './word-index.ts';

it('has whole words only', () => {
  const index = new WordIndex('os.system(path) # 12abc _x1 ünder');
  for (const word of ['os', 'system', 'path', 'abc', '_x1', 'nder']) expect(index.has(word)).toBe(true);
  for (const word of ['sys', 'tem', 'pat', 'bc', 'x1', '12abc', 'ünder', '']) expect(index.has(word)).toBe(false);
});

it('finds a word behind longer ones that contain it', () => {
  const index = new WordIndex('evaluate medieval evals eval');
  expect(index.has('eval')).toBe(true);
  expect(new WordIndex('evaluate medieval evals').has('eval')).toBe(false);
});

it('answers as the set of all words does, whatever collides', () => {
  const names = Array.from({ length: 40_000 }, (_, index) => `n${(index * 7919) % 100_003}`);
  const words = new Set(names);
  const index = new WordIndex(names.join(' '));
  for (let number = 0; number < 100_003; number += 97) expect(index.has(`n${number}`)).toBe(words.has(`n${number}`));
});
