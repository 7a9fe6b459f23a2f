import { expect, it } from 'vitest';
import { fileHolds, wordsInFile } from './file-questions.ts';
import { smallEngine } from './testing/small-world.ts';

it('looks through a file once for each pattern', async () => {
  const { tree } = (await smallEngine()).lower('self.feed = other\nself.read = None\n', 'python');
  const pattern = /self\.(\w+) =/g;
  const first = wordsInFile(tree, pattern);
  expect([...first.keys()]).toEqual(['feed', 'read']);
  expect(wordsInFile(tree, pattern)).toBe(first);
  expect(fileHolds(tree, /other/)).toBe(true);
  expect(fileHolds(tree, /another/)).toBe(false);
});

it('keeps the text that a word stands in first', async () => {
  const { tree } = (await smallEngine()).lower('a = b\na = c\n', 'python');
  expect(wordsInFile(tree, /(\w+) = \w+/g).get('a')).toBe('a = b');
});
