// Where the parser could not read the code and guessed: what looks like an operator or a call there may be something else.
import { LIMITS } from './limits.ts';
import { endOf, kindIdOf, nextOf, parentOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const STRETCHES = new WeakMap<SyntaxTree, readonly Stretch[]>();

/** Whether this offset lies in something that was read with a syntax error, right behind it, or in a file that is full of them. */
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
  const { errorKind } = tree.grammar;
  if (kindIdOf(tree, 0) === errorKind || tree.errorCount > LIMITS.readableErrors) {
    return [{ start: 0, end: tree.source.length }];
  }
  const stretches: Stretch[] = [];
  for (let node = 1; node < tree.count; node++) {
    if (kindIdOf(tree, node) !== errorKind) continue;
    const broken = parentOf(tree, node) === 0 ? node : parentOf(tree, node);
    const behind = nextOf(tree, broken);
    const hasNext = behind < tree.count && parentOf(tree, behind) === parentOf(tree, broken);
    stretches.push({ start: startOf(tree, broken), end: endOf(tree, hasNext ? behind : broken) });
  }
  return stretches;
}
