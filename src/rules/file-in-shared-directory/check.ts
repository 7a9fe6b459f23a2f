// Texts that are a path below a folder that every user of the machine may write to.
import {
  type Check,
  isStringLiteral,
  kindOf,
  type NodeIndex,
  nodesOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  textOf,
} from '../../analysis-engine/index.ts';

const SHARED =
  /^[bruf]{0,2}["'`](?:\/(?:private\/)?(?:var\/|usr\/)?tmp\/|\/dev\/(?:shm|mqueue)\/|\/(?:var\/)?run\/lock\/|\/Library\/Caches\/|\/Users\/Shared\/|(?:[A-Za-z]:)?[\\/]{1,2}(?:Windows[\\/]{1,2})?Te?mp[\\/]{1,2})[^"'`\s]/i;
/** What is only compared or matched is not opened. */
const COMPARES = /^(?:comparison_operator|binary_expression|expression_statement|case_clause|import_statement)$/;
/** A pattern or a list of several paths says nothing about one file. */
const NO_PATH = /[*?|^]|\/tmp\/\.X11-unix/;

function isSharedPath(tree: SyntaxTree, node: NodeIndex): boolean {
  const text = textOf(tree, node).slice(0, 400);
  if (!SHARED.test(text) || NO_PATH.test(text)) return false;
  const parent = parentOf(tree, node);
  return parent < 0 || !COMPARES.test(kindOf(tree, parent));
}

const MESSAGE = 'A fixed path in a folder that everybody may write to: others can put a file or a link there first.';
/** For the other languages the library facts say which calls take paths. */
const LANGUAGES = new Set(['python', 'go']);

/** CWE-377 on weak evidence: who opens the path, and how, is not seen. */
export const check: Check = ({ tree, language }) =>
  LANGUAGES.has(language)
    ? nodesOf(tree, isStringLiteral)
        .filter((node) => isSharedPath(tree, node))
        .map((node) => ({ ...rangeOf(tree, node), message: MESSAGE, confidence: 0.35 }))
    : [];
