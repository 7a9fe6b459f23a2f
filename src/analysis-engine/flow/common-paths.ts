// `commonpath([base, path]) == base`: where what two paths begin with is the one, the other lies inside of it.
import type { Expression } from '../ir.ts';
import type { Frame } from './frame.ts';
import { recallTest } from './remembered-tests.ts';

/** Names under which libraries compute what paths begin with. */
const COMMON: ReadonlySet<string> = new Set(['commonpath', 'commonprefix', 'commonPath', 'commonPrefix']);

/** The paths that must lie inside of one that was compared, when both sides of a comparison are equal. */
export function pathsInside(frame: Frame, left: Expression, right: Expression): readonly Expression[] {
  const paths = commonOf(frame, left) ?? commonOf(frame, right) ?? [];
  return paths.filter((path) => !isSameName(path, left) && !isSameName(path, right));
}

function commonOf(frame: Frame, given: Expression): readonly Expression[] | null {
  const held = given.kind === 'variable' && given.variable.depth === 0;
  const expression = held ? recallTest(frame, given.variable.slot) : given;
  if (expression?.kind !== 'call' || expression.callee.kind !== 'member') return null;
  if (!COMMON.has(expression.callee.key)) return null;
  const values = expression.arguments.map(({ value }) => value);
  const [only] = values;
  return values.length === 1 && only.kind === 'list' ? only.items.map(({ value }) => value) : values;
}

function isSameName(a: Expression, b: Expression): boolean {
  return a.kind === 'variable' && b.kind === 'variable' && a.variable.name === b.variable.name;
}
