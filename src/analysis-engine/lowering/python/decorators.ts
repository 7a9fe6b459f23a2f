// Decorators, and the calls that frameworks read as remarks about a parameter.
import type { Annotation, Argument, Expression } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { qualifiedNameOf } from './types.ts';

/** `@callee(arguments)` or `@callee` */
export function lowerDecorator(context: PythonContext, node: NodeIndex): Annotation {
  const inner = onlyPart(context, node);
  const expression: Expression = inner < 0 ? { kind: 'unknown', node, parts: [] } : context.expression(inner);
  return annotationOf(node, expression);
}

/** What a call (or a bare name) says about the thing it stands on. */
export function annotationOf(node: NodeIndex, expression: Expression): Annotation {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const given: readonly Argument[] = expression.kind === 'call' ? expression.arguments : [];
  return { node, name: qualifiedNameOf(callee), callee, arguments: given };
}

/** Splits a `decorated_definition` into its decorators and what they stand on (-1 in broken code). */
export function decoratedParts(
  context: PythonContext,
  node: NodeIndex,
): { readonly decorators: NodeIndex[]; readonly definition: NodeIndex } {
  return {
    decorators: partsOf(context, node).filter((part) => kindOf(context.tree, part) === 'decorator'),
    definition: childByField(context.tree, node, 'definition'),
  };
}
