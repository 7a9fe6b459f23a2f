// Whether two expressions name the same place: `name` and `this.name` of Java are, whatever they are spelled like.
import type { Expression, Target } from '../ir.ts';

/** The same variable, member or element, as far as both are plain names. */
export function isSamePlace(a: Expression | Target, b: Expression | Target): boolean {
  if (a.kind === 'variable' && b.kind === 'variable') {
    return a.variable.slot === b.variable.slot && a.variable.depth === b.variable.depth;
  }
  if (a.kind === 'this') return b.kind === 'this';
  if (a.kind === 'global' && b.kind === 'global') return a.name === b.name;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'member' && b.kind === 'member') return a.key === b.key && isSamePlace(a.object, b.object);
  if (a.kind === 'index' && b.kind === 'index') return isSamePlace(a.object, b.object) && isSamePlace(a.index, b.index);
  return false;
}
