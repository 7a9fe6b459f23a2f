// Patterns of which one text can be read in many ways.
import { ambiguousPatternsOf, type Check, rangeOf, textOf } from '../../analysis-engine/index.ts';

/** Reports the pattern. */
export const check: Check = ({ tree, program, path }) => {
  const isOwnInput = OF_DEVELOPERS.test(path) || OF_PAGES.test(tree.source.slice(0, HEAD));
  return ambiguousPatternsOf(program)
    .filter(({ ambiguity }) => ambiguity === 'exponential')
    .map(({ node }) => ({
      ...rangeOf(tree, node),
      ...(isOwnInput || MATCHES_ANYWAY.test(textOf(tree, node)) || LOOKS_AHEAD.test(textOf(tree, node))
        ? { atMost: 'low' as const }
        : {}),
    }));
};

/** Whoever runs these feeds them with text of their own. */
const OF_DEVELOPERS =
  /(?:^|\/)(?:cli|commands?|e?s?lint\w*|linters?|checkers?|build|codegen|generators?|dev-?tools?|compilers?)\//i;
/** What ends in anything at all fails at the end of a line alone. */
const MATCHES_ANYWAY = /\(\\?[^()\\]\.\*\)[*+]\$?["'`/]/;
/** `#(?!\{)` beside `#\{`: what looks ahead often tells the ways apart. */
const LOOKS_AHEAD = /\(\?<?!/;
/** A page stops in the browser of who typed the text. */
const OF_PAGES = /\bfrom\s+["'](?:react|react-dom|vue|svelte|preact|@angular\/core|solid-js)["']/;
const HEAD = 4000;
