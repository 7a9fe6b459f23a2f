// The check on its own: issuers' formats and their checksums, names, and what only looks like a secret.
import { beforeAll, describe, expect, it } from 'vitest';

import { createEngine, type Engine } from '../../analysis-engine/index.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../../analysis-engine/testing/load-grammar.ts';
import { check } from './check.ts';
import { entropy, isPlaceholder, looksChosen } from './placeholder.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: [],
  });
  await engine.prepare('javascript');
});

const found = (code: string) => {
  const program = engine.lower(code, 'javascript', 'a.js');
  const { tree, language, path } = program;
  return check({ tree, language, path, program, events: [] }).map(({ start, end }) => code.slice(start, end));
};

describe('hard-coded-secret', () => {
  it("finds an issuer's format wherever it stands", () => {
    expect(found(`send('AKIAQ7LQ3WZT5ABCDEFG')`)).toEqual([`'AKIAQ7LQ3WZT5ABCDEFG'`]);
    expect(found(`connect("postgres://app:s3cr3tP4ss@db.internal/app")`)).toHaveLength(1);
  });

  it('finds a word of an issuer wherever it begins and whatever stands around it', () => {
    const key = 'AKIAQ7LQ3WZT5ABCDEFG';
    for (let before = 0; before < 40; before++) {
      expect(found(`// ${' '.repeat(before)}${key}`)).toEqual([key]);
      expect(found(`//${'é'.repeat(before)} ${'a'.repeat(before % 16)} ${key} b`)).toEqual([key]);
    }
    expect(found(`// ${'a'.repeat(1200)}${key}`), 'what is left of a long word when pieces are cut from it').toEqual([
      key,
    ]);
    expect(found(`//${'a'.repeat(500)},${key}`)).toEqual([key]);
  });

  it('believes a format with a checksum only when the checksum is right', () => {
    expect(found(`use('asy_test_evalevalevalevalevalevalevalev2eYJs1')`)).toHaveLength(1);
    expect(found(`use('asy_test_evalevalevalevalevalevalevalev2eYJs2')`)).toEqual([]);
  });

  it.each([
    `const password = process.env.PASSWORD`,
    `const password = ''`,
    `const password = 'changeme'`,
    `const passwordField = 'user-password-2'`,
    `const secret = '<your secret here>'`,
    'const token = `Bearer ${value}`',
    `const apiKey = 'AKIAIOSFODNN7EXAMPLE'`,
    `connect("postgres://user:password@localhost/app")`,
    `const message = 'Wr0ng p4ssw0rd, try again!'`,
  ])('stays silent on %s', (code) => {
    expect(found(code)).toEqual([]);
  });

  it('finds what is given to a name that says secret', () => {
    expect(found(`const dbPassword = 'kX9#mQ2vLp'`)).toHaveLength(1);
    expect(found(`config.client_secret = 'f3A9c1d87be04c52a6e1'`)).toHaveLength(1);
    expect(found(`const o = { 'api-key': 'f3A9c1d87be04c52a6e1' }`)).toHaveLength(1);
  });

  it('finds the name in front of the text, in any syntax', () => {
    expect(found(`connect({ user, password: 'kX9#mQ2vLp' })`)).toHaveLength(1);
    expect(found(`if (password === 'kX9#mQ2vLp') open()`)).toHaveLength(1);
    expect(found(`client.setPassword('kX9#mQ2vLp')`)).toHaveLength(1);
    expect(found(`settings.put('db.password', 'kX9#mQ2vLp')`)).toHaveLength(1);
    expect(found(`label('kX9#mQ2vLp')`)).toEqual([]);
  });

  it('finds formats in comments and in code that does not parse', () => {
    expect(found(`// old key: AKIAQ7LQ3WZT5ABCDEFG`)).toHaveLength(1);
    expect(found(`key = = AKIAQ7LQ3WZT5ABCDEFG )`)).toHaveLength(1);
  });

  it('judges words by entropy and shape', () => {
    expect(entropy('aaaa')).toBe(0);
    expect(entropy('abcd')).toBe(2);
    expect([isPlaceholder('********'), isPlaceholder('kX9#mQ2vLp')]).toEqual([true, false]);
    expect([looksChosen('correcthorse'), looksChosen('kX9#mQ2vLp')]).toEqual([false, true]);
  });
});
