import { expect, it } from 'vitest';
import { smallEngine } from './testing/small-world.ts';
import { isUnread } from './unread-code.ts';

const engine = await smallEngine();

it.each([
  ['what holds the error', 'f(b);\nconst a = = b | b;\n', 'b | b', true],
  ['what stands behind code that was skipped', 'f();\n) ) (\ng(b | b);\nh();\n', 'g(b', true],
  ['another statement', 'f(b);\ng();\nconst a = = 1;\n', 'f(b)', false],
  ['another method', 'class A { f(a = = 1) {}\n g() { h(b); } }\n', 'h(b)', false],
  ['a file that is full of errors', `f(b);\n${'const a = = 1;\n'.repeat(20)}`, 'f(b)', true],
  ['code without an error', 'f(b);\n', 'f(b)', false],
])('%s', (_, code, place, unread) => {
  expect(isUnread(engine.lower(code, 'javascript').tree, code.indexOf(place))).toBe(unread);
});
