// Pattern text to the code tree that is matched. Patterns may be parts of programs that no grammar takes alone (a method,
// a `catch`, an entry of an object): each language lists what to put around them.

import type { GrammarName } from '../../parsing/grammars.ts';
import type { SyntaxTree } from '../../parsing/syntax-tree.ts';
import { CodeNode } from '../code-tree/code-node.ts';
import { codeTreeOf } from '../code-tree/code-tree.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import { withPlaceholders } from './pattern-text.ts';

/** Parses with a grammar; null while it is not loaded. */
export type ParsePattern = (text: string, grammar: GrammarName) => SyntaxTree | null;

/** Text around a pattern, and the way from the root of the tree to what was the pattern. */
interface Wrapping {
  readonly before: string;
  readonly after: string;
  readonly select: (root: CodeNode) => readonly CodeNode[];
}

const wrapping = (before: string, after: string, select: Wrapping['select']): Wrapping => ({ before, after, select });

const whole = (root: CodeNode): readonly CodeNode[] => root.parts;
/** the node at a way of part indexes below the first statement */
const at =
  (...way: readonly number[]): Wrapping['select'] =>
  (root) => {
    const found = way.reduce<CodeNode | undefined>((node, index) => node?.parts.at(index), root.parts[0]);
    return found ? [found] : [];
  };
const within =
  (...way: readonly number[]): Wrapping['select'] =>
  (root) =>
    at(...way)(root)[0]?.parts ?? [];

const CLASS_BODY = 4;
const FUNCTION_BODY = 6;

const PYTHON: readonly Wrapping[] = [
  wrapping('', '\n', whole),
  wrapping('try:\n  ǃ\n', '\n', within(2)),
  wrapping('if ǃ:\n  ǃ\n', '\n', (root) => at(2)(root).flatMap((otherwise) => otherwise.parts)),
  wrapping('{', '}', within()),
  wrapping('ǂ(', ')', within(1)),
  wrapping('', '\ndef ǂ(ǃ):\n  ǃ\n', within(0)),
  wrapping('', ':\n  ǃ\n', whole),
  wrapping('', '\n  ǃ\n', whole),
];

const JAVA: readonly Wrapping[] = [
  wrapping('', '', whole),
  wrapping('', ';', whole),
  wrapping('class ǂ {', '}', within(CLASS_BODY)),
  wrapping('class ǂ {', ';}', within(CLASS_BODY)),
  wrapping('class ǂ {', '{ ǃ ǃ; }}', within(CLASS_BODY)),
  wrapping('', '{ ǃ ǃ; }', whole),
  wrapping('void ǂ() { try { ǃ ǃ; } ', '}', within(FUNCTION_BODY, 0, 2)),
  wrapping('', ' class ǂ {}', within(0)),
  wrapping('ǂ(', ');', within(1)),
  wrapping('enum ǂ {', '}', within(CLASS_BODY)),
];

const JAVASCRIPT: readonly Wrapping[] = [
  wrapping('', '\n', whole),
  wrapping('(', '\n)', whole),
  wrapping('class ǂ {', '\n}', within(CLASS_BODY)),
  wrapping('({', '\n})', within()),
  wrapping('try { ǃ } ', '\n', within(2)),
  wrapping('switch (ǃ) {', '\n}', within(1)),
  wrapping('', '{ ǃ }', whole),
  wrapping('class ǂ {', '{ ǃ }}', within(CLASS_BODY)),
  wrapping('', ' class ǂ {}', within(0)),
  wrapping('async function ǂ() {', '\n}', within(FUNCTION_BODY)),
];

const GO: readonly Wrapping[] = [
  wrapping('', '\n', whole),
  wrapping('func ǂ() {\n', '\n}', within(FUNCTION_BODY)),
  wrapping('func ǂ() { ǂ{', '} }', within(FUNCTION_BODY, 0, 1)),
  wrapping('var ǂ ', '\n', at(2)),
  wrapping('', ' { ǃ }\n', whole),
  wrapping('func ǂ() { switch {', '\n}}', within(FUNCTION_BODY, 0, 1)),
  wrapping('type ǂ struct {', '\n}', within(CLASS_BODY)),
];

/** Texts that would be read as something else first: an object as a block, an entry of one as a label. */
const FIRST_GUESSES: readonly { wrappings: readonly Wrapping[]; looks: RegExp; order: readonly Wrapping[] }[] = [
  { wrappings: JAVASCRIPT, looks: /^\s*\{/, order: [JAVASCRIPT[1], ...JAVASCRIPT] },
  { wrappings: JAVASCRIPT, looks: /^\s*["'[\]\w$ǂ]+\s*:(?!:)/, order: [JAVASCRIPT[3], ...JAVASCRIPT] },
  { wrappings: GO, looks: /^\s*["\wǂ]+\s*:(?!=)/, order: [GO[2], ...GO] },
];

interface PatternGrammar {
  readonly wrappings: readonly Wrapping[];
  readonly grammars: readonly GrammarName[];
}

const GRAMMARS: Readonly<Record<string, PatternGrammar>> = {
  python: { wrappings: PYTHON, grammars: ['python'] },
  java: { wrappings: JAVA, grammars: ['java'] },
  // Patterns say types also where the code that they are for cannot.
  javascript: { wrappings: JAVASCRIPT, grammars: ['javascript', 'tsx'] },
  typescript: { wrappings: JAVASCRIPT, grammars: ['tsx', 'typescript'] },
  go: { wrappings: GO, grammars: ['go'] },
};

/** Languages that patterns can be written in. */
export const PATTERN_LANGUAGES: readonly string[] = Object.keys(GRAMMARS);

/** The grammars that patterns of a language may need. */
export const patternGrammars = (language: string): readonly GrammarName[] => GRAMMARS[language]?.grammars ?? [];

/** The tree of a pattern, or null when its text is no part of a program of the language. */
export function parsePattern(text: string, language: string, parse: ParsePattern): CodeNode | null {
  const { wrappings, grammars } = GRAMMARS[language];
  for (const substituted of spellings(text.replace(/\s+$/, ''), language)) {
    const order =
      FIRST_GUESSES.find((guess) => guess.wrappings === wrappings && guess.looks.test(substituted))?.order ?? wrappings;
    for (const { before, after, select } of order) {
      for (const grammar of grammars) {
        const tree = parse(`${before}${substituted}${after}`, grammar);
        if (tree === null || tree.errorCount > 0) continue;
        const parts = select(codeTreeOf(tree, true));
        if (parts.length > 0 && parts.every(isWhole)) return rootOf(parts);
      }
    }
  }
  return null;
}

/** The ways to read a text. JSX takes braces around what is no string; people leave them out, as they do semicolons. */
function spellings(text: string, language: string): readonly string[] {
  const plain = withPlaceholders(text, language);
  if (!/script/.test(language)) return [plain];
  const braced = text.replaceAll(/([\w-]+)=(\$[A-Z_0-9]+|\.\.\.)/g, '$1={$2}');
  return [plain, withPlaceholders(text, language, true), withPlaceholders(braced, language)];
}

const isWhole = (node: CodeNode): boolean => node.kind !== 'none' && node.kind !== 'ERROR';

function rootOf(parts: readonly CodeNode[]): CodeNode {
  if (parts.length === 1) return parts[0];
  return new CodeNode(PATTERN_KINDS.sequence, '', parts, parts[0].start, parts[parts.length - 1].end, -1);
}

/** Names that code must contain for the pattern to match in it. */
export function requiredWords(root: CodeNode): string[] {
  const words = new Set<string>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'name' && WORD.test(node.value) && !IMPLIED.has(node.value)) words.add(node.value);
    if (node.kind === 'import' || isRequire(node)) for (const word of moduleWords(node)) words.add(word);
    // A type need not be written: `"a"` has one.
    open.push(...(node.kind === PATTERN_KINDS.typed ? node.parts.slice(0, 1) : node.parts));
  }
  return [...words];
}

const isRequire = (node: CodeNode): boolean => node.kind === 'call' && node.parts[0].value === 'require';

/** Words of the name of a module, which code always writes out. */
function moduleWords(node: CodeNode): string[] {
  const module = node.kind === 'import' ? node.parts[0] : node.parts[1].parts[0];
  return module?.kind === 'string' ? module.value.split(/\W+/).filter((word) => WORD.test(word)) : [];
}

/** Names of code nodes that no code has to write. */
const IMPLIED: ReadonlySet<string> = new Set(['default', 'constructor']);
const WORD = /^[A-Za-z_]\w{2,}$/;
