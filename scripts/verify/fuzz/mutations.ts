// Ways to spoil code: what people, editors, broken uploads and attackers make of it. Each takes the code and a way to choose.
import {
  endOf,
  kindIdOf,
  type NodeIndex,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** Code to take pieces from, with its syntax tree. */
export interface Donor {
  readonly code: string;
  readonly tree: SyntaxTree;
}

export interface MutationContext {
  readonly random: SeededRandom;
  /** a file of the same language */
  readonly donor: () => Donor;
  /** a file of any language */
  readonly stranger: () => Donor;
  readonly parse: (code: string) => SyntaxTree;
}

type Mutation = (code: string, context: MutationContext) => string;

/** Mutated inputs are cut here: what large inputs cost is measured elsewhere. */
const LONGEST = 12_000;

/** The code after one to three mutations. */
export function mutated(code: string, context: MutationContext): string {
  let result = code;
  const rounds = 1 + context.random.below(3);
  for (let round = 0; round < rounds; round++) {
    result = context.random.pick(MUTATIONS)(result, context).slice(0, LONGEST);
  }
  return result;
}

const tokensOf = (code: string): string[] => code.match(/\w+|\s+|[^\w\s]/g) ?? [];

const deletedTokens: Mutation = (code, { random }) => {
  const tokens = tokensOf(code);
  const share = random.pick([0.005, 0.02, 0.1, 0.4]);
  return tokens.filter(() => !random.chance(share)).join('');
};

const repeatedTokens: Mutation = (code, { random }) => {
  const tokens = tokensOf(code);
  const start = random.below(tokens.length + 1);
  const piece = tokens.slice(start, start + 1 + random.below(20));
  const at = random.below(tokens.length + 1);
  const times = 1 + random.below(5);
  return [...tokens.slice(0, at), ...Array.from({ length: times }, () => piece).flat(), ...tokens.slice(at)].join('');
};

const swappedTokens: Mutation = (code, { random }) => {
  const tokens = tokensOf(code);
  const swaps = 1 + random.below(8);
  for (let count = 0; count < swaps && tokens.length > 1; count++) {
    const [a, b] = [random.below(tokens.length), random.below(tokens.length)];
    [tokens[a], tokens[b]] = [tokens[b], tokens[a]];
  }
  return tokens.join('');
};

const truncated: Mutation = (code, { random }) => {
  const at = random.below(code.length + 1);
  return random.chance(0.7) ? code.slice(0, at) : code.slice(at);
};

const spliced: Mutation = (code, { random, donor, stranger }) => {
  const other = (random.chance(0.8) ? donor() : stranger()).code;
  return code.slice(0, random.below(code.length + 1)) + other.slice(random.below(other.length + 1));
};

const inserted = (code: string, random: SeededRandom, text: string): string => {
  const at = random.below(code.length + 1);
  return code.slice(0, at) + text + code.slice(at);
};

const unbalanced: Mutation = (code, { random }) => {
  let result = code;
  const count = 1 + random.below(6);
  for (let n = 0; n < count; n++) {
    const mark = random.pick(['(', ')', '[', ']', '{', '}', '"', "'", '`', '"""', '/*', '*/', '${', '<', '>', '\\']);
    result = inserted(result, random, mark.repeat(1 + random.below(4)));
  }
  return result;
};

const ODD = [
  ...['\uFEFF', '\0', '\uD800', '\uDC00', '\u2028', '\u2029', '\u0085', '\u00A0', '\u200D', '\u202E', '\uFFFF'],
  ...[
    '\u0301'.repeat(20),
    '😀',
    '日本語',
    'ﬀ',
    '\u{1F468}\u200D\u{1F469}',
    '\r',
    '\r\n',
    '\f',
    '\v',
    '\x1B[31m',
    '\x7F',
  ],
];

const oddCharacters: Mutation = (code, { random }) => {
  if (random.chance(0.2)) return code.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\u2028']));
  if (random.chance(0.1)) return `\uFEFF${code}`;
  let result = code;
  const count = 1 + random.below(12);
  for (let n = 0; n < count; n++) {
    const any = String.fromCharCode(random.below(0x10000));
    result = inserted(result, random, random.chance(0.3) ? any : random.pick(ODD));
  }
  return result;
};

const longToken: Mutation = (code, { random }) => {
  const length = random.pick([300, 1000, 5000]);
  const unit = random.pick([
    'a',
    '9',
    '_',
    '"x" + ',
    "'",
    '-',
    '!',
    'é',
    '0x',
    '1e9',
    '.',
    'a.',
    '\\u0041',
    '%s',
    '{}',
  ]);
  return inserted(code, random, unit.repeat(Math.ceil(length / unit.length)));
};

const NESTS: readonly (readonly [string, string])[] = [
  ...([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['f(', ')'],
    ['a[', ']'],
    ['!', ''],
    ['-', ''],
    ['not ', ''],
  ] as const),
  ...([
    ['x => ', ''],
    ['lambda: ', ''],
    ['a ? b : ', ''],
    ['if (a) ', ''],
    ['if (a) {} else ', ''],
    ['{a: ', '}'],
  ] as const),
  ...([
    ['func() { ', ' }()'],
    ['await ', ''],
    ['new A(', ')'],
    ['`${', '}`'],
    ['f"{', '}"'],
    ['<a>', '</a>'],
  ] as const),
  ...([
    ['try { ', ' } catch (e) {}'],
    ['for (;;) ', ''],
    ['a.b(', ').c'],
    ['a + ', ''],
    ['*', ''],
    ['&', ''],
  ] as const),
];

const nested: Mutation = (code, { random }) => {
  const [open, close] = random.pick(NESTS);
  const depth = random.pick([10, 60, 300, 1500]);
  return inserted(code, random, `${open.repeat(depth)}x${random.chance(0.8) ? close.repeat(depth) : ''}`);
};

const pythonBlocks: Mutation = (code, { random }) => {
  const depth = random.pick([20, 90, 150]);
  const head = random.pick(['if a:', 'for a in b:', 'while a:', 'def f(a):', 'class A:', 'try:', 'with a:']);
  const lines = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}${head}`);
  return `${code}\n${lines.join('\n')}\n${' '.repeat(depth)}pass\n`;
};

/** A part of the tree gives way to another of the same kind, or of any. */
const replacedSubtree: Mutation = (code, { random, donor, parse }) => {
  const tree = parse(code);
  const other = donor().tree;
  if (tree.count < 2 || other.count < 2) return code;
  let result = code;
  const node = 1 + random.below(tree.count - 1);
  const sameKind: NodeIndex[] = [];
  for (let at = 1; at < other.count; at++) {
    const isSame = tree.grammar.name === other.grammar.name && kindIdOf(other, at) === kindIdOf(tree, node);
    if (isSame) sameKind.push(at);
  }
  const piece = sameKind.length > 0 && random.chance(0.8) ? random.pick(sameKind) : 1 + random.below(other.count - 1);
  result = code.slice(0, startOf(tree, node)) + textOf(other, piece) + code.slice(endOf(tree, node));
  return result;
};

/** Names that mean something in some language, where they do not. */
const WORDS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'this', 'super', 'self', 'async', 'await'],
  ...['yield', 'return', 'break', 'continue', 'default', 'case', 'import', 'from', 'export', 'class', 'def', 'func'],
  ...['go', 'defer', 'match', 'type', 'static', 'new', 'delete', 'typeof', 'in', 'of', 'is', '...', '**', ':=', '=>'],
];

const misplacedWords: Mutation = (code, { random }) => {
  const share = random.pick([0.01, 0.05]);
  return tokensOf(code)
    .map((token) => (/^\w/.test(token) && random.chance(share) ? random.pick(WORDS) : token))
    .join('');
};

/** Names that objects have from the start: a table that is looked into by a name of the code must not find them. */
const INHERITED = [
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
];

const inheritedNames: Mutation = (code, { random }) => {
  const names = [...new Set(code.match(/[A-Za-z_]\w*/g))];
  const count = 1 + random.below(4);
  let result = code;
  for (let n = 0; n < count && names.length > 0; n++) {
    const name = new RegExp(`\\b${random.pick(names)}\\b`, 'g');
    const instead = random.pick(INHERITED);
    const share = random.pick([0.3, 1, 1]);
    result = result.replace(name, (found) => (random.chance(share) ? instead : found));
  }
  return result;
};

const MUTATIONS: readonly Mutation[] = [
  deletedTokens,
  repeatedTokens,
  swappedTokens,
  truncated,
  spliced,
  unbalanced,
  oddCharacters,
  longToken,
  nested,
  pythonBlocks,
  replacedSubtree,
  replacedSubtree,
  misplacedWords,
  inheritedNames,
];
