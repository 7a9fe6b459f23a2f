// Where the parser could not read the code and guessed: what looks like an operator or a call there may be something else.
import { childrenOf, endOf, kindIdOf, nextOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const STRETCHES = new WeakMap<SyntaxTree, readonly Stretch[]>();

/** Whether the statement of the file that holds this offset, or the one before it, was read with a syntax error. */
export function isUnread(tree: SyntaxTree, offset: number): boolean {
  if (tree.errorCount === 0) return false;
  let stretches = STRETCHES.get(tree);
  if (stretches === undefined) {
    stretches = stretchesOf(tree);
    STRETCHES.set(tree, stretches);
  }
  return stretches.some(({ start, end }) => start <= offset && offset < end);
}

function stretchesOf(tree: SyntaxTree): Stretch[] {
  const whole = { start: 0, end: tree.source.length };
  if (kindIdOf(tree, 0) === tree.grammar.errorKind) return [whole];
  const children = childrenOf(tree, 0);
  return children.flatMap((child, index) => {
    for (let node = child; node < nextOf(tree, child); node++) {
      if (kindIdOf(tree, node) !== tree.grammar.errorKind) continue;
      return [{ start: startOf(tree, child), end: endOf(tree, children[index + 1] ?? child) }];
    }
    return [];
  });
}
