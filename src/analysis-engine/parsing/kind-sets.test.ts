// Nodes by kind, from the table that is made once a tree, against a look at every single node.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../index.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';
import { isStringLiteral, kindSet, kindTest, nodesOf } from './kind-sets.ts';

const FILES = {
  python: 'python.py',
  java: 'java.java',
  javascript: 'javascript.js',
  typescript: 'typescript.ts',
  go: 'go.go',
} as const;

const TESTS = {
  'one kind': kindSet('identifier'),
  'kinds of names': kindTest((kind) => kind.endsWith('identifier')),
  'everything that the grammars name': kindTest((_, isNamed) => isNamed),
  tokens: kindSet('(', ')', ';'),
  texts: isStringLiteral,
  'a kind that no grammar has': kindSet('no_such_kind'),
};

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: [],
  });
  for (const language of Object.keys(FILES)) await engine.prepare(language);
});

for (const [language, file] of Object.entries(FILES)) {
  it.each(Object.entries(TESTS))(`finds in ${language}, in order: %s`, (_, isWanted) => {
    const code = readFileSync(new URL(`fixtures/${file}.txt`, import.meta.url), 'utf8');
    const tree = engine.parse(code, language, file);
    const expected = Array.from({ length: tree.count }, (_, node) => node).filter((node) => isWanted(tree, node));
    expect(nodesOf(tree, isWanted)).toEqual(expected);
  });
}
