// Where one pattern matches in a file: only nodes of the kinds that it can match are looked at.
import type { CodeFile } from '../code-tree/code-file.ts';
import { lastName } from '../code-tree/code-file.ts';
import { type CodeNode, LIST_KINDS, NONE } from '../code-tree/code-node.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import { requiredWords } from '../patterns/pattern-parser.ts';
import type { Pattern } from '../rule-language/formula.ts';
import type { Environment } from './environment.ts';
import type { Matcher } from './matcher.ts';
import { matchFirstStatements } from './sequences.ts';

/** A range with what the metavariables stand for in it. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly environment: Environment | null;
  /** null for a range that is no node: several statements, a piece of text */
  readonly node: CodeNode | null;
}

/** Different matches of one pattern at one node: with many ellipses there are very many, and they say the same. */
const MATCHES_PER_NODE = 100;

/** Every match of a pattern, in source order for each kind of node. */
export function searchPattern({ root, words }: Pattern, matcher: Matcher): PatternMatch[] {
  if (root.kind === PATTERN_KINDS.sequence) return searchSequence(root.parts, words, matcher);
  const found: PatternMatch[] = [];
  for (const node of candidates(root, matcher)) {
    if (!mayMean(words, extentOf(node), matcher)) continue;
    let count = 0;
    matcher.match(root, node, null, (environment) => {
      found.push({ start: node.start, end: node.end, environment, node });
      return ++count >= MATCHES_PER_NODE;
    });
  }
  return found;
}

const STATEMENT_LISTS: readonly string[] = [LIST_KINDS.block, LIST_KINDS.members];

/** Statements that follow one another somewhere in a block. */
function searchSequence(patterns: readonly CodeNode[], words: readonly string[], matcher: Matcher): PatternMatch[] {
  const wanted = patterns.filter(
    ({ kind }, index) => kind !== PATTERN_KINDS.ellipsis || patterns[index - 1]?.kind !== kind,
  );
  // What begins with `...` begins where the block does.
  const fromStart = wanted[0].kind === PATTERN_KINDS.ellipsis;
  const firstWords = requiredWords(wanted[0]);
  const found: PatternMatch[] = [];
  const reachesInside = wanted.some(({ kind }) => kind === PATTERN_KINDS.ellipsis);
  for (const kind of STATEMENT_LISTS) {
    for (const block of matcher.file.nodesOfKind(kind)) {
      const { end: blockEnd } = extentOf(block);
      for (const [index, first] of block.parts.entries()) {
        if (fromStart && index > 0) break;
        const extent = extentOf(first);
        // What follows has fewer and fewer of the words.
        if (!mayMean(words, { start: extent.start, end: blockEnd }, matcher)) break;
        if (!fromStart && !mayMean(firstWords, extent, matcher)) continue;
        if (!mayStart(wanted[0], first, matcher)) continue;
        const nodes = reachesInside ? followers(block, index, matcher.file) : block.parts.slice(index);
        let count = 0;
        matchFirstStatements(matcher, wanted, nodes, (environment, next) => {
          const last = nodes[Math.max(0, next - 1)];
          const end = next === nodes.length ? Math.max(last.end, block.parts.at(-1)?.end ?? 0) : last.end;
          found.push({ start: first.start, end, environment, node: null });
          return ++count >= MATCHES_PER_NODE;
        });
      }
    }
  }
  return found;
}

/** Where a variable may stand for what it holds, code need not write out what a pattern does. */
const mayMean = (words: readonly string[], extent: Extent, { file, options }: Matcher): boolean =>
  options.symbolic || file.mayMean(words, extent);

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** With decorators and the like, which may stand before what they belong to. */
function extentOf(node: CodeNode): Extent {
  let { start, end } = node;
  for (const part of node.parts) {
    if (part === NONE) continue;
    if (part.start < start) start = part.start;
    if (part.end > end) end = part.end;
  }
  return { start, end };
}

/** The statements of a block from one on, with those inside them. */
function followers(block: CodeNode, index: number, file: CodeFile): readonly CodeNode[] {
  const flat = file.flatStatements(block);
  return index === 0 ? flat : flat.slice(flat.indexOf(block.parts[index]));
}

/** Cheaply rules out a first statement before its followers are gathered. */
function mayStart(pattern: CodeNode, node: CodeNode, matcher: Matcher): boolean {
  if (FIRST_KINDS.has(pattern.kind) && pattern.kind !== node.kind) return false;
  if (pattern.kind === 'import') return matcher.match(pattern, node, null, () => true);
  return true;
}

const FIRST_KINDS: ReadonlySet<string> = new Set([
  'import',
  'if',
  'return',
  'throw',
  'class',
  'try',
  'with',
  'each',
  'for',
]);

/** Nodes that a root can match. */
function candidates(root: CodeNode, matcher: Matcher): Iterable<CodeNode> {
  const { file, options } = matcher;
  const kinds = rootKinds(root);
  const variables = options.symbolic && kinds !== ANY && !kinds.includes('name') ? readsOf(file) : [];
  if (root.kind === 'call') {
    const name = lastName(root.parts[0]);
    const calls = name === '' ? file.nodesOfKind('call') : file.callsOf(name);
    return [...calls, ...file.nodesOfKind('annotation'), ...variables];
  }
  if (kinds === ANY) return expressionsOf(file);
  const found = kinds.flatMap((kind) => (kind === 'name' ? namesOf(file) : file.nodesOfKind(kind)));
  return [...found, ...variables];
}

const namesOf = (file: CodeFile): readonly CodeNode[] =>
  file.nodesOfKind('name').filter((node) => file.symbols.expressions.has(node));

const readsOf = (file: CodeFile): readonly CodeNode[] =>
  namesOf(file).filter((node) => !file.symbols.targets.has(node));

const ANY: readonly string[] = [];

function rootKinds(root: CodeNode): readonly string[] {
  switch (root.kind) {
    case PATTERN_KINDS.metavariable:
    case PATTERN_KINDS.typed:
    case PATTERN_KINDS.deep:
    case PATTERN_KINDS.ellipsis:
    case PATTERN_KINDS.chain:
      return ANY;
    case PATTERN_KINDS.anyText:
    case PATTERN_KINDS.textRegex:
    case PATTERN_KINDS.textMetavariable:
    case 'string':
      return ['string', 'name', 'member', 'binary', 'template'];
    case 'number':
    case 'constant':
      return [root.kind, 'name', 'unary', 'binary'];
    case 'member':
      return ['member', 'name'];
    case 'function':
      return ['function', 'lambda', 'assign', 'pair'];
    case 'import':
      return ['import', 'assign'];
    case 'template':
      return ['template', 'string'];
    case PATTERN_KINDS.regexMetavariable:
      return ['regex', 'name'];
    case 'while':
      return ['while', 'for', 'each'];
    case 'dictionary':
      return ['dictionary', 'set'];
    default:
      return [root.kind];
  }
}

/** Kinds that are no expressions, nor statements, for a pattern that is only a metavariable. */
const NO_EXPRESSIONS: ReadonlySet<string> = new Set([
  ...Object.values(LIST_KINDS),
  'none',
  'word',
  'name',
  'keyword',
  'pair',
  'parameter',
  'attribute',
  'annotation',
  'catch',
  'case',
  'resource',
  'import',
  'text-piece',
]);

function* expressionsOf(file: CodeFile): Iterable<CodeNode> {
  for (const kind of file.kinds()) if (!NO_EXPRESSIONS.has(kind)) yield* file.nodesOfKind(kind);
  yield* namesOf(file);
}
