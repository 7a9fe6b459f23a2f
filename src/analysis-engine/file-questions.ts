// Questions about a whole file, answered once for all its findings: asked with each of many, they would take quadratic time.
import type { SyntaxTree } from './parsing/syntax-tree.ts';

const ANSWERS = new WeakMap<SyntaxTree, Map<RegExp, boolean>>();
const NAMES = new WeakMap<SyntaxTree, Map<RegExp, ReadonlyMap<string, string>>>();
const WORD = /[\w$]+/g;

/** Whether the file holds the pattern anywhere. */
export function fileHolds(tree: SyntaxTree, pattern: RegExp): boolean {
  return remembered(ANSWERS, tree, pattern, () => pattern.test(tree.source));
}

/** The words in the first group of each match of a global pattern, with the text of the match that each stands in first. */
export function wordsInFile(tree: SyntaxTree, pattern: RegExp): ReadonlyMap<string, string> {
  return remembered(NAMES, tree, pattern, () => {
    const found = new Map<string, string>();
    for (const [text, group] of tree.source.matchAll(pattern))
      for (const [word] of group.matchAll(WORD)) if (!found.has(word)) found.set(word, text);
    return found;
  });
}

function remembered<T>(
  store: WeakMap<SyntaxTree, Map<RegExp, T>>,
  tree: SyntaxTree,
  pattern: RegExp,
  work: () => T,
): T {
  let known = store.get(tree);
  if (known === undefined) {
    known = new Map();
    store.set(tree, known);
  }
  const answer = known.get(pattern) ?? work();
  known.set(pattern, answer);
  return answer;
}
