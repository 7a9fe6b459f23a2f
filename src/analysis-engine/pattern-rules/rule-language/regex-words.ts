// The words that a text must have for an expression to match in it: where a file lacks one, nothing has to be tried.
import type { RegexNode } from './regex-syntax.ts';

/** Shorter runs of letters are in nearly every file. */
const SHORTEST_WORD = 3;

/** In small letters; an expression that can do without any has none. Errs on the side of fewer words. */
export function wordsOf(root: RegexNode): readonly string[] {
  const words = new Set<string>();
  let run = '';
  const end = (): void => {
    if (run.length >= SHORTEST_WORD) words.add(run);
    run = '';
  };
  const open: (RegexNode | null)[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const letter = node?.type === 'set' ? letterOf(node.source) : null;
    if (letter !== null) {
      run += letter;
      continue;
    }
    end();
    // The null behind them ends the last word of what is put in here.
    if (node !== null) open.push(null, ...[...certainParts(node)].reverse());
  }
  end();
  return [...words];
}

/** What a match certainly goes through, in order. */
function certainParts(node: RegexNode): readonly RegexNode[] {
  if (node.type === 'sequence') return node.items;
  if (node.type === 'group') return [node.item];
  if (node.type === 'alternatives') return node.options.length === 1 ? node.options : [];
  return node.type === 'repeat' && node.min > 0 ? [node.item] : [];
}

/** A letter or digit that stands for itself, in one case or in both; null for everything else. */
function letterOf(source: string): string | null {
  if (/^[a-z0-9]$/i.test(source)) return source.toLowerCase();
  const both = /^\[([a-z])([A-Z])\]$/.exec(source);
  return both !== null && both[1] === both[2].toLowerCase() ? both[1] : null;
}
