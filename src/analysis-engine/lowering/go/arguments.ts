// Arguments of calls and items of lists.
import type { Argument, Expression } from '../../ir.ts';
import { kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { type GoContext, partsOf, unknown } from './context.ts';

/** `xs...` spreads a list. */
export function argumentsOf(context: GoContext, parts: readonly NodeIndex[]): Argument[] {
  return parts.map((part) => {
    if (kindOf(context.tree, part) !== 'variadic_argument') return plain(context.expression(part));
    const [value] = partsOf(context, part);
    return value === undefined
      ? plain(unknown(part))
      : { value: context.expression(value), name: null, spread: 'list' };
  });
}

export const plain = (value: Expression): Argument => ({ value, name: null, spread: 'none' });
