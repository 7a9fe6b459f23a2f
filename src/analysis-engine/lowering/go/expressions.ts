// Expressions: one table from syntax kind to lowering, in the order of the grammar.
import type { Constant, Expression } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import { kindIdOf, kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { namesBelow } from '../program-builder.ts';
import { lowerAccess, lowerConversion, lowerInstantiation } from './access.ts';
import { plain } from './arguments.ts';
import { lowerComposite } from './composites.ts';
import { type GoContext, partsOf, unknown } from './context.ts';
import { lowerFunctionLiteral } from './functions.ts';
import { lowerNumber, lowerRawString, lowerRune, lowerString } from './literals.ts';
import { readName } from './names.ts';
import { lowerBinary, lowerUnary } from './operators.ts';

type LowerExpression = (context: GoContext, node: NodeIndex) => Expression;

/** Any node as an expression. Total: what it does not know becomes `unknown` of its parts. */
export function lowerExpression(context: GoContext, node: NodeIndex): Expression {
  const { tree, builder } = context;
  const lower = EXPRESSIONS(tree.grammar)[kindIdOf(tree, node)] ?? lowerUnknown;
  return builder.descend(
    () => lower(context, node),
    () =>
      builder.unknown(
        node,
        namesBelow(tree, node, isIdentifier).map((name) => readName(context, name)),
      ),
  );
}

const isIdentifier = kindSet('identifier');

/** Broken code is looked through; anything else that has no lowering is counted. */
const lowerUnknown: LowerExpression = (context, node) => {
  const parts = partsOf(context, node).map(context.expression);
  if (kindOf(context.tree, node) === 'ERROR') return unknown(node, parts);
  return context.builder.unknown(node, parts);
};

const constant =
  (value: Constant): LowerExpression =>
  (_context, node) => ({ kind: 'constant', node, value });

/** Types stand where values do in `make`, `new` and broken code; they are no values. */
const nothing: LowerExpression = (_context, node) => unknown(node);

/** Brackets nest by the thousand in generated code: a loop, not recursion. */
const lowerParenthesized: LowerExpression = (context, node) => {
  let inner = node;
  while (inner >= 0 && kindOf(context.tree, inner) === 'parenthesized_expression')
    inner = partsOf(context, inner)[0] ?? -1;
  return inner < 0 ? context.builder.unknown(node) : context.expression(inner);
};

const lowerList: LowerExpression = (context, node) => {
  const parts = partsOf(context, node);
  if (parts.length === 1) return context.expression(parts[0]);
  return { kind: 'list', node, items: parts.map((part) => plain(context.expression(part))) };
};

const EXPRESSIONS = kindTable<LowerExpression>({
  array_type: nothing,
  binary_expression: lowerBinary,
  call_expression: lowerAccess,
  channel_type: nothing,
  composite_literal: lowerComposite,
  expression_list: lowerList,
  false: constant(false),
  float_literal: lowerNumber,
  func_literal: lowerFunctionLiteral,
  function_type: nothing,
  generic_type: nothing,
  identifier: readName,
  field_identifier: readName,
  package_identifier: readName,
  imaginary_literal: lowerNumber,
  index_expression: lowerAccess,
  int_literal: lowerNumber,
  interface_type: nothing,
  interpreted_string_literal: lowerString,
  iota: nothing,
  map_type: nothing,
  nil: constant(null),
  parenthesized_expression: lowerParenthesized,
  pointer_type: nothing,
  qualified_type: nothing,
  raw_string_literal: lowerRawString,
  rune_literal: lowerRune,
  selector_expression: lowerAccess,
  slice_expression: lowerAccess,
  slice_type: nothing,
  struct_type: nothing,
  true: constant(true),
  type_assertion_expression: lowerAccess,
  type_conversion_expression: lowerConversion,
  type_identifier: nothing,
  type_instantiation_expression: lowerInstantiation,
  unary_expression: lowerUnary,
});
