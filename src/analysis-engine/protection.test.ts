import { describe, expect, it } from 'vitest';
import { firstNodeAt } from './normalised-code.ts';
import { isProtecting } from './protection.ts';
import { type SmallLanguage, smallEngine } from './testing/small-world.ts';

// Needed while the tests are collected, too.
const engine = await smallEngine();

function protects(language: SmallLanguage, code: string): boolean {
  const program = engine.lower(code, language);
  return isProtecting(program, firstNodeAt(program.tree, code.indexOf('hash(')));
}

describe('something is protected', () => {
  it.each([
    ['by what is handed in', 'python', 'def f(data, password):\n    return hash(data + password)\n', true],
    ['by what the result is called', 'javascript', 'function f(data) { const resetToken = hash(data); }', true],
    ['by the name of the function', 'java', 'class A { byte[] signRequest(byte[] a) { return hash(a); } }', true],
    ['by a statement later on', 'go', 'func f(d hasher) { h := hash(d); h.Write(userPassword) }', true],
    ['not where nothing says so', 'python', 'def f(data):\n    return hash(data)\n', false],
    ['not by a part of a word', 'javascript', 'function assign(design) { return hash(design.resigned); }', false],
    ['not by another function', 'python', 'def f(data):\n    return hash(data)\n\ndef g(password):\n    pass\n', false],
    ['not in a key of a cache', 'python', 'def cache_key(secret):\n    return hash(secret)\n', false],
    [
      'not as a protocol has it',
      'javascript',
      'class WebSocket { accept(secretKey) { return hash(secretKey); } }',
      false,
    ],
  ] as const)('%s', (_, language, code, expected) => {
    expect(protects(language, code)).toBe(expected);
  });

  it('by names that are near, not by those far away in a long function', () => {
    const far = '    x = 1\n'.repeat(300);
    expect(protects('python', `def f(password):\n${far}    return hash(data)\n`)).toBe(false);
  });
});
