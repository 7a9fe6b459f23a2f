import { expect, it } from 'vitest';
import { smallEngine } from '../testing/small-world.ts';
import { lineOf } from './node-lines.ts';

it('counts lines from one', async () => {
  const { tree } = (await smallEngine()).lower('a = 1\n\nb = 2\n', 'python');
  const lines = Array.from({ length: tree.count }, (_, node) => lineOf(tree, node));
  expect(lines[0]).toBe(1);
  expect(Math.max(...lines)).toBe(3);
});
