// Members, indexes, slices, type assertions and calls: chains of them, however long, are folded in a loop.
import type { Expression } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { spineOf } from '../program-builder.ts';
import { argumentsOf } from './arguments.ts';
import { builtInCall, conversionType } from './builtins.ts';
import { type GoContext, partsOf, unknown } from './context.ts';
import { fieldText } from './outline.ts';
import { typeNameOf } from './types.ts';

const isLink = kindSet(
  'selector_expression',
  'call_expression',
  'index_expression',
  'slice_expression',
  'type_assertion_expression',
);

/** `a.b(c)[d].(E).f`: one expression a link. */
export function lowerAccess(context: GoContext, node: NodeIndex): Expression {
  const { tree } = context;
  const innerOf = (link: NodeIndex): NodeIndex =>
    childByField(tree, link, kindOf(tree, link) === 'call_expression' ? 'function' : 'operand');
  const spine = spineOf(node, (link) => {
    const inner = innerOf(link);
    return inner >= 0 && isLink(tree, inner) ? inner : -1;
  });
  const base = innerOf(spine[0]);
  let result: Expression = base < 0 || isTypeCall(context, spine[0]) ? unknown(spine[0]) : context.expression(base);
  for (const link of spine) result = linkTo(context, link, result);
  return result;
}

/** Whether the first link calls a type or a built-in function: these are no expressions of their own. */
function isTypeCall(context: GoContext, link: NodeIndex): boolean {
  if (kindOf(context.tree, link) !== 'call_expression') return false;
  const callee = childByField(context.tree, link, 'function');
  return (
    callee >= 0 &&
    kindOf(context.tree, callee) === 'parenthesized_expression' &&
    conversionType(context, callee) !== undefined
  );
}

function linkTo(context: GoContext, link: NodeIndex, object: Expression): Expression {
  const { tree } = context;
  switch (kindOf(tree, link)) {
    case 'call_expression':
      return callOf(context, link, object);
    case 'selector_expression':
      return memberOf(link, object, fieldText(tree, link, 'field'));
    case 'index_expression':
      return indexOf(context, link, object);
    case 'type_assertion_expression': {
      const type = typeNameOf(context, childByField(tree, link, 'type'));
      return type === null ? object : { kind: 'cast', node: link, value: object, type };
    }
    default: {
      // A slice is not one element: `unknown` by design, so it is not counted.
      const bounds = ['start', 'end', 'capacity'].map((field) => childByField(tree, link, field));
      return unknown(link, [object, ...bounds.filter((bound) => bound >= 0).map(context.expression)]);
    }
  }
}

/** A member of a package is an import of that name. */
function memberOf(node: NodeIndex, object: Expression, key: string): Expression {
  if (object.kind === 'import' && object.name === null)
    return { kind: 'import', node, module: object.module, name: key };
  return { kind: 'member', node, object, key };
}

/** `f[int]` of a generic function is the function. */
function indexOf(context: GoContext, link: NodeIndex, object: Expression): Expression {
  const { tree, outline } = context;
  const operand = childByField(tree, link, 'operand');
  if (operand >= 0 && kindOf(tree, operand) === 'identifier' && outline.functions.has(textOf(tree, operand)))
    return object;
  const index = childByField(tree, link, 'index');
  return { kind: 'index', node: link, object, index: index < 0 ? unknown(link) : context.expression(index) };
}

function callOf(context: GoContext, node: NodeIndex, callee: Expression): Expression {
  const { tree } = context;
  const written = childByField(tree, node, 'function');
  const list = childByField(tree, node, 'arguments');
  const parts = list < 0 ? [] : partsOf(context, list);
  const type = written < 0 ? undefined : conversionType(context, written);
  if (type !== undefined) return converted(context, node, parts, type);
  if (callee.kind === 'global') {
    const made = builtInCall(context, node, callee.name, parts);
    if (made !== null) return made;
  }
  return { kind: 'call', node, callee, arguments: argumentsOf(context, parts), construction: false };
}

function converted(context: GoContext, node: NodeIndex, parts: readonly NodeIndex[], type: string | null): Expression {
  const value = parts.length === 1 ? context.expression(parts[0]) : unknown(node, parts.map(context.expression));
  return type === null ? value : { kind: 'cast', node, value, type };
}

/** `[]byte(x)`, `map[K]V(x)`; `f[int](x)` of a generic function reads like one. */
export function lowerConversion(context: GoContext, node: NodeIndex): Expression {
  const { tree, outline } = context;
  const type = childByField(tree, node, 'type');
  const operand = childByField(tree, node, 'operand');
  const parts = operand < 0 ? [] : [operand];
  if (type >= 0 && kindOf(tree, type) === 'generic_type') {
    const generic = childByField(tree, type, 'type');
    if (generic >= 0 && !outline.types.has(textOf(tree, generic))) {
      const callee = genericCallee(context, generic);
      return { kind: 'call', node, callee, arguments: argumentsOf(context, parts), construction: false };
    }
  }
  return converted(context, node, parts, typeNameOf(context, type));
}

function genericCallee(context: GoContext, node: NodeIndex): Expression {
  const { tree, outline, scopes } = context;
  if (kindOf(tree, node) !== 'qualified_type') return scopes.read(textOf(tree, node), node);
  const module = outline.imports.get(fieldText(tree, node, 'package'));
  return module === undefined ? unknown(node) : { kind: 'import', node, module, name: fieldText(tree, node, 'name') };
}

/** `f[int]` as a value. */
export function lowerInstantiation(context: GoContext, node: NodeIndex): Expression {
  const type = childByField(context.tree, node, 'type');
  return type < 0 ? unknown(node) : genericCallee(context, type);
}
