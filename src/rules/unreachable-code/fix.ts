// Removes what stands behind the end of the way, down to the end of its block.
import {
  blockEndOf,
  type Fix,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  parentOf,
  removalOf,
  type SyntaxTree,
  startOf,
  statementAround,
  textOf,
  withBlankLines,
} from '../../analysis-engine/index.ts';

const DEFENSIVE = /(?:#|\/\/).*never|unreachable|should not|\bbug\b|\bassert|impossible/i;

function isBehindWith(tree: SyntaxTree, statement: NodeIndex): boolean {
  return namedChildrenOf(tree, parentOf(tree, statement)).some(
    (each) => each < statement && kindOf(tree, each) === 'with_statement',
  );
}

/** Nothing but the end of the way stands before it in the function. */
function isSwitchedOff(tree: SyntaxTree, statement: NodeIndex): boolean {
  const block = parentOf(tree, statement);
  const before = namedChildrenOf(tree, block).filter(
    (each) => each < statement && !/comment/.test(kindOf(tree, each)) && !isText(tree, each),
  );
  const around = block < 0 ? -1 : parentOf(tree, block);
  if (before.length !== 1 || around < 0) return false;
  const left = textOf(tree, before[0]);
  return (
    /^return\s*;?$/.test(left) ||
    (/^(?:throw|raise)\b/.test(left) && /function|method|arrow/.test(kindOf(tree, around)))
  );
}

/** A docstring. */
const isText = (tree: SyntaxTree, node: NodeIndex): boolean =>
  kindOf(tree, node) === 'expression_statement' && /^[rRuU]?['"]/.test(textOf(tree, node));

export const fix: Fix = ({ tree, node, source }) => {
  const first = statementAround(tree, node);
  const removal = first < 0 ? null : removalOf(tree, first);
  if (removal === null || removal.text !== '') return [];
  const end = blockEndOf(tree, first);
  // `with` may swallow what its block raises, and some code stands there to say that it is never reached.
  const before = source.slice(0, startOf(tree, first)).trimEnd().split('\n').at(-1) ?? '';
  if (
    isBehindWith(tree, first) ||
    /^\s*(?:#|\/\/|\*).*/.test(before) ||
    DEFENSIVE.test(source.slice(startOf(tree, first), end))
  )
    return [];
  // What is not understood may be reached, and what a module gives away is no statement.
  if (tree.errorCount > 0 || /^\s*(?:export|import)\b/m.test(source.slice(startOf(tree, first), end))) return [];
  // Declarations are seen before they run.
  if (
    /^\s*(?:async\s+)?(?:function|class|def)\b|^\s*(?:yield|case)\b|\byield\b/m.test(
      source.slice(startOf(tree, first), end),
    )
  )
    return [];
  // A function that is left before anything is done is switched off on purpose.
  if (isSwitchedOff(tree, first)) return [];
  const last = /^[ \t]*(?:\/\/[^\n]*|#[^\n]*)?\n/.exec(source.slice(end));
  const isLine = source[removal.start - 1] === '\n' || removal.start === 0;
  const to = isLine && last !== null ? withBlankLines(source, removal.start, end + last[0].length) : end;
  const description = 'Remove the statements that nothing reaches.';
  const until = Math.max(removal.end, to);
  // Nothing follows that the blank lines before it would set apart.
  const isLast = /^\s*(?:[})\]]|$)/.test(source.slice(until, until + 200));
  const blank = isLine && isLast ? (/\n((?:[ \t]*\r?\n)+)$/.exec(source.slice(0, removal.start))?.[1].length ?? 0) : 0;
  return [{ description, edits: [{ start: removal.start - blank, end: until, text: '' }], replaces: ['*'] }];
};
