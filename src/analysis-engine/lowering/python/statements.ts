// Statements: one table from syntax kind to steps, in the order of the grammar.
import type { Expression, Step } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import { childByField, kindIdOf, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { namesBelow } from '../program-builder.ts';
import { classSteps } from './classes.ts';
import { oneOrTuple } from './collections.ts';
import { isTrivia, onlyPart, type PythonContext, partsOf } from './context.ts';
import { lowerFor, lowerIf, lowerTry, lowerWhile, lowerWith } from './control-flow.ts';
import { decoratedParts } from './decorators.ts';
import { lowerMatch } from './matching.ts';
import { importSteps, readName } from './scopes.ts';

export type LowerStatement = (context: PythonContext, node: NodeIndex) => Step[];

/** Any node as steps. Total: an expression is evaluated, broken code is looked through. */
export function lowerStatement(context: PythonContext, node: NodeIndex): Step[] {
  const { tree, builder } = context;
  if (isTrivia(tree, node)) return [];
  const lower = STATEMENTS(tree.grammar)[kindIdOf(tree, node)] ?? lowerOther;
  return builder.descend(
    () => lower(context, node),
    () => {
      const names = namesBelow(tree, node, isIdentifier).map((name) => readName(context, name));
      return [evaluate(node, builder.unknown(node, names))];
    },
  );
}

const isIdentifier = kindSet('identifier');
/** Clauses that stand outside their statement in broken code; their blocks are still statements. */
const isLoosePart = kindSet(
  'else_clause',
  'elif_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
  'with_clause',
  'with_item',
);

const evaluate = (node: NodeIndex, expression: Expression): Step => ({ kind: 'evaluate', node, expression });

const lowerOther: LowerStatement = (context, node) => {
  if (isLoosePart(context.tree, node)) return lowerBlock(context, node);
  const expression = context.expression(node);
  const isBare = expression.kind === 'constant' || (expression.kind === 'unknown' && expression.parts.length === 0);
  return isBare ? [] : [evaluate(node, expression)];
};

const lowerBlock: LowerStatement = (context, node) => partsOf(context, node).flatMap(context.steps);

const nothing: LowerStatement = () => [];

const lowerAssert: LowerStatement = (context, node) => {
  const [condition] = partsOf(context, node);
  return condition === undefined ? [] : [{ kind: 'assert', node, condition: context.expression(condition) }];
};

const lowerDelete: LowerStatement = (context, node) => {
  const parts = partsOf(context, node).flatMap((part) =>
    kindOf(context.tree, part) === 'expression_list' ? partsOf(context, part) : [part],
  );
  return parts.map((part) =>
    evaluate(part, { kind: 'operation', node: part, operator: 'delete', operands: [context.expression(part)] }),
  );
};

/** `print x` and `exec code` of Python 2 are the calls that they became. */
const lowerBuiltInCall =
  (name: string): LowerStatement =>
  (context, node) => {
    const given = partsOf(context, node).filter((part) => kindOf(context.tree, part) !== 'chevron');
    const values = given.map((part) => ({ value: context.expression(part), name: null, spread: 'none' }) as const);
    const callee: Expression = { kind: 'global', node, name };
    return [evaluate(node, { kind: 'call', node, callee, arguments: values, construction: false })];
  };

const lowerRaise: LowerStatement = (context, node) => {
  const value = onlyPart(context, node);
  return [{ kind: 'throw', node, value: value < 0 ? null : context.expression(value) }];
};

const lowerReturn: LowerStatement = (context, node) => [
  { kind: 'return', node, value: oneOrTuple(context, node, partsOf(context, node)) },
];

/** `def f` assigns the function to `f`; the decorators stay annotations, so that `f` is still this function. */
const lowerDefinition: LowerStatement = (context, node) => {
  const { decorators, definition } =
    kindOf(context.tree, node) === 'decorated_definition'
      ? decoratedParts(context, node)
      : { decorators: [], definition: node };
  if (definition < 0) return decorators.map((decorator) => evaluate(decorator, decoratorValue(context, decorator)));
  if (kindOf(context.tree, definition) === 'class_definition') return classSteps(context, definition, decorators);
  const value: Expression = {
    kind: 'function',
    node: definition,
    definition: context.functionOf(definition, decorators),
  };
  return [evaluate(definition, assignName(context, definition, value))];
};

function decoratorValue(context: PythonContext, decorator: NodeIndex): Expression {
  const inner = onlyPart(context, decorator);
  return inner < 0 ? { kind: 'unknown', node: decorator, parts: [] } : context.expression(inner);
}

function assignName(context: PythonContext, definition: NodeIndex, value: Expression): Expression {
  const name = childByField(context.tree, definition, 'name');
  if (name < 0) return value;
  const target = context.scopes.target(textOf(context.tree, name), name);
  return { kind: 'assign', node: definition, target, value, operator: null };
}

const STATEMENTS = kindTable<LowerStatement>({
  module: lowerBlock,
  block: lowerBlock,
  ERROR: lowerBlock,
  assert_statement: lowerAssert,
  break_statement: (_context, node) => [{ kind: 'break', node, label: null }],
  continue_statement: (_context, node) => [{ kind: 'continue', node, label: null }],
  delete_statement: lowerDelete,
  exec_statement: lowerBuiltInCall('exec'),
  expression_statement: lowerBlock,
  future_import_statement: nothing,
  global_statement: nothing,
  import_from_statement: importSteps,
  import_statement: importSteps,
  nonlocal_statement: nothing,
  pass_statement: nothing,
  print_statement: lowerBuiltInCall('print'),
  raise_statement: lowerRaise,
  return_statement: lowerReturn,
  type_alias_statement: nothing,
  class_definition: lowerDefinition,
  decorated_definition: lowerDefinition,
  for_statement: lowerFor,
  function_definition: lowerDefinition,
  if_statement: lowerIf,
  match_statement: lowerMatch,
  try_statement: lowerTry,
  while_statement: lowerWhile,
  with_statement: lowerWith,
});
