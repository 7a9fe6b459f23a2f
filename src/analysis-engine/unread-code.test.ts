import { expect, it } from 'vitest';
import { smallEngine } from './testing/small-world.ts';
import { isUnread } from './unread-code.ts';

const engine = await smallEngine();

it.each([
  ['the statement with the error', 'const a = 1;\nfunction f( { return b | b; \nconst c = 2;\n', 'b | b', true],
  ['the statement after it', 'const a = = 1;\nf(b);\n', 'f(b)', true],
  ['another statement', 'f(b);\ng();\nconst a = = 1;\n', 'f(b)', false],
  ['code without an error', 'f(b);\n', 'f(b)', false],
])('%s', (_, code, place, unread) => {
  expect(isUnread(engine.lower(code, 'javascript').tree, code.indexOf(place))).toBe(unread);
});
