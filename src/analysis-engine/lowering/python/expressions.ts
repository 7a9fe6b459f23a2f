// Expressions: one table from syntax kind to lowering, in the order of the grammar.
import type { Constant, Expression } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import { hasToken, kindIdOf, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { namesBelow } from '../program-builder.ts';
import { lowerAccess, lowerArgument, lowerSlice } from './access.ts';
import { lowerComprehension, lowerDictionary, lowerList, oneOrTuple } from './collections.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { lowerLambda } from './functions.ts';
import { lowerConcatenatedString, lowerNumber, lowerString } from './literals.ts';
import { lowerBinary, lowerComparison, lowerConditional, lowerNot, lowerUnary } from './operators.ts';
import { lowerAsPattern, lowerAssignment, lowerAugmentedAssignment, lowerNamedExpression } from './targets.ts';

export type LowerExpression = (context: PythonContext, node: NodeIndex) => Expression;

/** Any node as an expression. Total: what it does not know becomes `unknown` of its parts. */
export function lowerExpression(context: PythonContext, node: NodeIndex): Expression {
  const { tree, builder } = context;
  const lower = EXPRESSIONS(tree.grammar)[kindIdOf(tree, node)] ?? lowerUnknown;
  return builder.descend(
    () => lower(context, node),
    () =>
      builder.unknown(
        node,
        namesBelow(tree, node, isIdentifier).map((name) => lowerName(context, name)),
      ),
  );
}

const isIdentifier = kindSet('identifier');

/** Broken code is looked through; anything else that has no lowering is counted. */
const lowerUnknown: LowerExpression = (context, node) => {
  const parts = partsOf(context, node).map(context.expression);
  if (kindOf(context.tree, node) === 'ERROR') return { kind: 'unknown', node, parts };
  return context.builder.unknown(node, parts);
};

const lowerName: LowerExpression = (context, node) => context.scopes.read(textOf(context.tree, node), node);

const constant =
  (value: Constant): LowerExpression =>
  (_context, node) => ({ kind: 'constant', node, value });

const lowerAwait: LowerExpression = (context, node) => {
  const value = onlyPart(context, node);
  return value < 0 ? context.builder.unknown(node) : { kind: 'await', node, value: context.expression(value) };
};

/** `yield`, `yield a, b`, `yield from xs` */
const lowerYield: LowerExpression = (context, node) => {
  const value = oneOrTuple(context, node, partsOf(context, node));
  return { kind: 'yield', node, value, delegate: hasToken(context.tree, node, 'from') };
};

/** Brackets nest by the thousand in generated code: a loop, not recursion. */
const lowerParenthesized: LowerExpression = (context, node) => {
  let inner = node;
  while (inner >= 0 && kindOf(context.tree, inner) === 'parenthesized_expression') inner = onlyPart(context, inner);
  return inner < 0 ? context.builder.unknown(node) : context.expression(inner);
};

/** `a.b` where the grammar makes no expression of it: decorators and patterns. */
const lowerDottedName: LowerExpression = (context, node) => {
  const [first, ...rest] = partsOf(context, node);
  if (first === undefined) return context.builder.unknown(node);
  return rest.reduce<Expression>(
    (object, part) => ({ kind: 'member', node, object, key: textOf(context.tree, part) }),
    lowerName(context, first),
  );
};

/** `*xs` where the grammar shows no list around it: a list of what it spreads. */
const lowerLoneSplat: LowerExpression = (context, node) => ({
  kind: 'list',
  node,
  items: [lowerArgument(context, node)],
});

const EXPRESSIONS = kindTable<LowerExpression>({
  as_pattern: lowerAsPattern,
  assignment: lowerAssignment,
  attribute: lowerAccess,
  augmented_assignment: lowerAugmentedAssignment,
  await: lowerAwait,
  binary_operator: lowerBinary,
  boolean_operator: lowerBinary,
  call: lowerAccess,
  comparison_operator: lowerComparison,
  concatenated_string: lowerConcatenatedString,
  conditional_expression: lowerConditional,
  dictionary: lowerDictionary,
  dictionary_comprehension: lowerComprehension,
  dotted_name: lowerDottedName,
  ellipsis: constant(null),
  expression_list: lowerList,
  false: constant(false),
  float: lowerNumber,
  generator_expression: lowerComprehension,
  identifier: lowerName,
  integer: lowerNumber,
  lambda: lowerLambda,
  list: lowerList,
  list_comprehension: lowerComprehension,
  list_splat: lowerLoneSplat,
  named_expression: lowerNamedExpression,
  none: constant(null),
  not_operator: lowerNot,
  parenthesized_expression: lowerParenthesized,
  pattern_list: lowerList,
  set: lowerList,
  set_comprehension: lowerComprehension,
  slice: lowerSlice,
  string: lowerString,
  subscript: lowerAccess,
  true: constant(true),
  tuple: lowerList,
  unary_operator: lowerUnary,
  yield: lowerYield,
});
