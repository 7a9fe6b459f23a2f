// The fast reader against the cursor, number by number, on every grammar.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';
import { type GrammarLayout, readInBulk, readLayout } from './bulk-reader.ts';
import { type NodeTable, readWithCursor } from './cursor-reader.ts';
import { describeGrammar } from './grammar-vocabulary.ts';
import { GRAMMAR_FILES, GRAMMAR_NAMES, type GrammarName } from './grammars.ts';
import { checkedLayout, SELF_CHECK_SAMPLES, sameNodes } from './self-check.ts';
import { END, type Grammar, KIND, NEXT, NODE_STRIDE, PARENT, START } from './syntax-tree.ts';
import { startRuntime, type WasmMemory } from './wasm-runtime.ts';

const MUTATIONS_PER_TEXT = 60;
const FIXTURES: Readonly<Record<GrammarName, readonly string[]>> = {
  python: ['python.py'],
  java: ['java.java'],
  javascript: ['javascript.js'],
  typescript: ['typescript.ts', 'javascript.js'],
  tsx: ['tsx.tsx', 'typescript.ts', 'javascript.js'],
  go: ['go.go'],
};

interface Loaded {
  readonly grammar: Grammar;
  readonly language: Language;
  readonly parser: Parser;
  readonly layout: GrammarLayout;
}

let memory: WasmMemory;
const loaded = new Map<GrammarName, Loaded>();

beforeAll(async () => {
  memory = (await startRuntime(loadRuntimeFromNodeModules)).memory;
  for (const name of GRAMMAR_NAMES) {
    const language = await Language.load(await loadGrammarFromNodeModules(GRAMMAR_FILES[name]));
    const grammar = describeGrammar(name, language);
    const parser = new Parser();
    parser.setLanguage(language);
    const layout = readLayout(memory, language, grammar);
    if (!layout) throw new Error(`no layout for ${name}`);
    loaded.set(name, { grammar, language, parser, layout });
  }
});

function get(name: GrammarName): Loaded {
  const found = loaded.get(name);
  if (!found) throw new Error(`${name} is not loaded`);
  return found;
}

function withTree<T>(name: GrammarName, source: string, use: (tree: Tree) => T): T {
  const tree = get(name).parser.parse(source);
  if (!tree) throw new Error('no tree');
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

/** Both readings; undefined where the fast reader gave up. */
function readBoth(name: GrammarName, source: string): { fast: NodeTable | undefined; slow: NodeTable } {
  const { grammar, layout } = get(name);
  return withTree(name, source, (tree) => ({
    fast: readInBulk(memory, tree, layout),
    slow: readWithCursor(tree, grammar),
  }));
}

function expectAgreement(name: GrammarName, source: string): NodeTable {
  const { fast, slow } = readBoth(name, source);
  if (!fast || !sameNodes(fast, slow)) expect({ source, ...fast }).toEqual({ source, ...slow });
  return slow;
}

const BROKEN = /^.*---- broken from here on ----.*$/m;
/** Each fixture of a grammar: as a whole, and up to where it stops being valid. */
function textsOf(name: GrammarName): string[] {
  return FIXTURES[name].flatMap((file) => {
    const text = readFileSync(new URL(`fixtures/${file}.txt`, import.meta.url), 'utf8');
    return [text, text.slice(0, text.search(BROKEN))];
  });
}

/** A small deterministic generator (Numerical Recipes' constants), so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const INSERTED = [
  '(',
  ')',
  '{',
  '}',
  '"',
  "'",
  '`',
  '<',
  '/*',
  '\n',
  '\r\n',
  '😀',
  'é',
  ' ',
  ';',
  '=',
  '\\',
  '\ud800',
  '#',
  '@',
];

function mutate(text: string, random: (below: number) => number): string {
  let result = text;
  for (let edit = 0; edit <= random(4); edit++) {
    const at = random(result.length);
    const length = random(40);
    const choice = random(3);
    if (choice === 0) result = result.slice(0, at) + result.slice(at + length);
    else if (choice === 1) result = result.slice(0, at) + INSERTED[random(INSERTED.length)] + result.slice(at);
    else result = result.slice(0, at) + text.slice(at, at + length) + result.slice(at + random(10));
  }
  return result;
}

describe.each(GRAMMAR_NAMES)('%s', (name) => {
  test('both readers agree on every fixture, whatever ends its lines', () => {
    for (const text of textsOf(name)) {
      expectAgreement(name, text);
      expectAgreement(name, text.replaceAll('\n', '\r\n'));
      expectAgreement(name, text.replaceAll('\n', '\r'));
      expectAgreement(name, `\ufeff\n\n  ${text}`);
    }
  });

  test('both readers agree on mutations', () => {
    const random = randomFrom(20_240_601);
    for (const text of textsOf(name)) {
      for (let round = 0; round < MUTATIONS_PER_TEXT; round++) expectAgreement(name, mutate(text, random));
    }
  });

  test('both readers agree on next to nothing', () => {
    for (const text of ['', ' ', '\n', '\0', '(', 'x', '😀', '\ud800', '"', '// x', '\r\n\t'])
      expectAgreement(name, text);
  });

  test('the fixtures use nearly every kind and field of the grammar', () => {
    const { grammar } = get(name);
    const kinds = new Set<string>();
    const fields = new Set<number>();
    for (const text of textsOf(name)) {
      const { nodes, count } = expectAgreement(name, text);
      for (let node = 0; node < count; node++) {
        if (grammar.named[nodes[node * NODE_STRIDE + KIND]] === 1)
          kinds.add(grammar.kinds[nodes[node * NODE_STRIDE + KIND]]);
        fields.add(nodes[node * NODE_STRIDE + 4]);
      }
    }
    expect(kinds.size / grammar.kindIds.size).toBeGreaterThan(0.9);
    expect((fields.size - 1) / grammar.fieldIds.size).toBeGreaterThan(0.9);
  });

  test('kind names and namedness are those that the cursor shows', () => {
    const { grammar, layout } = get(name);
    for (const text of textsOf(name)) {
      withTree(name, text, (tree) => {
        const table = readInBulk(memory, tree, layout);
        const cursor = tree.walk();
        const wrong: string[] = [];
        for (let node = 0; node < (table?.count ?? 0); node++) {
          cursor.gotoDescendant(node);
          const kind = table?.nodes[node * NODE_STRIDE + KIND] ?? -1;
          if (grammar.kinds[kind] !== cursor.nodeType) wrong.push(`${grammar.kinds[kind]} is ${cursor.nodeType}`);
          if ((grammar.named[kind] === 1) !== cursor.nodeIsNamed) wrong.push(`${cursor.nodeType}: named?`);
        }
        cursor.delete();
        expect(wrong).toEqual([]);
      });
    }
  });

  test('a tree hangs together: parents before children, children inside parents, siblings in order', () => {
    for (const text of textsOf(name)) {
      const { nodes, count } = expectAgreement(name, text);
      for (let node = 1; node < count; node++) {
        const at = node * NODE_STRIDE;
        const parent = nodes[at + PARENT] * NODE_STRIDE;
        const fits =
          nodes[at + PARENT] < node &&
          nodes[at + NEXT] > node &&
          nodes[at + NEXT] <= nodes[parent + NEXT] &&
          nodes[at + START] >= nodes[parent + START] &&
          nodes[at + END] <= nodes[parent + END] &&
          nodes[at + START] <= nodes[at + END];
        if (!fits) expect(Array.from(nodes.subarray(at, at + NODE_STRIDE))).toBe('well-formed');
      }
    }
  });

  test('the self-check passes on the real memory and refuses a foreign one', () => {
    const { language, grammar, parser } = get(name);
    expect(checkedLayout(memory, language, grammar, parser)).toBeDefined();
    const zeros = { buffer: new ArrayBuffer(memory.buffer.byteLength) };
    expect(checkedLayout(zeros, language, grammar, parser)).toBeUndefined();
    // As if one word were added to the structures: everything is one word further than expected.
    const shifted = new ArrayBuffer(memory.buffer.byteLength);
    new Uint8Array(shifted).set(new Uint8Array(memory.buffer, 0, memory.buffer.byteLength - 4), 4);
    expect(checkedLayout({ buffer: shifted }, language, grammar, parser)).toBeUndefined();
  });

  test('the self-check sample holds an error, and kinds by the dozen', () => {
    const { slow } = readBoth(name, SELF_CHECK_SAMPLES[name] ?? '');
    expect(slow.errorCount).toBeGreaterThan(0);
    expect(new Set(slow.nodes.filter((_, index) => index % NODE_STRIDE === KIND)).size).toBeGreaterThan(80);
  });
});

test('the fast reader refuses a tree of another language instead of misreading it', () => {
  withTree('python', 'x = 1\n', (tree) => {
    expect(readInBulk(memory, tree, get('java').layout)).toBeUndefined();
  });
});
