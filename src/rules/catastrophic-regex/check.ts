// Patterns of which one text can be read in many ways.
import { ambiguousPatternsOf, type Check, rangeOf, textOf } from '../../analysis-engine/index.ts';

/** Reports the pattern. */
export const check: Check = ({ tree, program, path }) => {
  const isOwnInput = OF_DEVELOPERS.test(path) || OF_PAGES.test(tree.source.slice(0, HEAD));
  return ambiguousPatternsOf(program)
    .filter(({ ambiguity }) => ambiguity === 'exponential')
    .map(({ node }) => ({
      ...rangeOf(tree, node),
      ...(isOwnInput || MATCHES_ANYWAY.test(textOf(tree, node)) || looksAround(textOf(tree, node))
        ? { atMost: 'low' as const }
        : {}),
    }));
};

/** Whoever runs these feeds them with text of their own. */
const OF_DEVELOPERS =
  /(?:^|\/)(?:cli|commands?|e?s?lint\w*|linters?|checkers?|build|codegen|generators?|dev-?tools?|compilers?)\//i;
/** What ends in anything at all fails at the end of a line alone. */
const MATCHES_ANYWAY = /\(\\?[^()\\]\.\*\)[*+]\$?["'`/]/;
/** A page stops in the browser of who typed the text. */
const OF_PAGES = /\bfrom\s+["'](?:react|react-dom|vue|svelte|preact|@angular\/core|solid-js)["']/;
const HEAD = 4000;

/** Escapes and classes, in which brackets mean nothing, and the brackets of groups with what repeats them. */
const PIECES = /\\+[^\\]|\[(?:[^\]\\]|\\+[^\\]){0,200}\]|\(\?<?!|\(|\)[*+{]?/g;

/** `#(?!\{)` beside `#\{` in what is repeated: what looks around often tells the ways apart. */
function looksAround(pattern: string): boolean {
  const groups: { looks: boolean }[] = [];
  for (const [piece] of pattern.matchAll(PIECES)) {
    if (piece.startsWith('(')) groups.push({ looks: piece !== '(' });
    if (!piece.startsWith(')')) continue;
    const looks = groups.pop()?.looks === true;
    if (looks && piece.length > 1) return true;
    const outer = groups.at(-1);
    if (looks && outer !== undefined) outer.looks = true;
  }
  return false;
}
