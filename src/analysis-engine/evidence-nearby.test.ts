import { describe, expect, it } from 'vitest';
import { isBorneOut } from './evidence-nearby.ts';
import { smallEngine } from './testing/small-world.ts';

// Needed while the tests are collected, too.
const engine = await smallEngine();

function protects(language: string, code: string): boolean {
  const program = engine.lower(code, language);
  return isBorneOut('protection', program, code.indexOf('hash('));
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

describe('a choice of somebody', () => {
  const chosen = (language: string, code: string): boolean =>
    !isBorneOut('unconditional', engine.lower(code, language), code.indexOf('off('));
  it.each([
    ['a condition that asks for it', 'python', 'def f(verify):\n    if not verify:\n        off(1)\n', true],
    ['the other branch', 'javascript', 'function f(o) { if (o.rejectUnauthorized) { on(); } else { off(); } }', true],
    ['the name of the function', 'go', 'func withInsecureTLS() { off() }', true],
    ['no condition', 'python', 'def f(verify):\n    off(1)\n', false],
    ['another condition', 'java', 'class A { void f(int a) { if (a > 0) { off(); } } }', false],
    ['a condition of another statement', 'python', 'def f(verify):\n    if verify:\n        on()\n    off(1)\n', false],
  ] as const)('%s', (_, language, code, expected) => {
    expect(chosen(language, code)).toBe(expected);
  });
});

it.each([
  ['a page', 'python', 'def f():\n    env = off()\n    env.get_template("a.html")\n', true],
  ['a mail', 'javascript', 'function sendEmail() { off(); }', true],
  ['a configuration file', 'python', 'def f():\n    env = off()\n    env.get_template("a.conf")\n', false],
] as const)('markup: %s', (_, language, code, expected) => {
  expect(isBorneOut('markup', engine.lower(code, language), code.indexOf('off('))).toBe(expected);
});
