import { expect, it } from 'vitest';
import type { Purposes } from './facts/compile.ts';
import { stakesAt } from './stakes-nearby.ts';
import { smallEngine } from './testing/small-world.ts';

const SERVER: Purposes = { serves: () => true, isCommand: () => false };
const LIBRARY: Purposes = { serves: () => false, isCommand: () => false };
const engine = await smallEngine();

const at = (path: string, facts: Purposes, name = 'f') => {
  const program = engine.lower(`def ${name}(a):\n    off(a)\n`, 'python');
  return stakesAt({ ...program, path }, program.tree.source.indexOf('off('), facts);
};

it.each([
  ['a command that answers requests', 'cmd/server/main.py', SERVER, false],
  ['a command', 'cmd/fetch/main.py', LIBRARY, true],
  ['a scanner', 'scanner/tls.py', SERVER, true],
  ['a folder that is called as a word goes on', 'allowances/disabled/views.py', SERVER, false],
  ['a service', 'shop/views.py', SERVER, false],
] as const)('lax or not: %s', (_, path, facts, expected) => {
  expect(at(path, facts).isLax).toBe(expected);
});

it('a function that says so is lax, wherever it is', () => {
  expect(at('shop/views.py', SERVER, 'disable_checks').isLax).toBe(true);
});

it('whether a file answers requests is told by the facts at hand, not by those that were asked before', () => {
  const program = engine.lower('def f(a):\n    off(a)\n', 'python');
  const serves = (facts: Purposes) => stakesAt(program, 0, facts).serves;
  expect([serves(SERVER), serves(LIBRARY), serves(SERVER)]).toEqual([true, false, true]);
});
