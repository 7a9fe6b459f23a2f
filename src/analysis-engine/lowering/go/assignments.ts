// Declarations and assignments: `:=`, `=`, `x += y`, `x++`, `var`, `const`; several values at once, and `v, ok :=`.
import type { Expression, PatternEntry, Step, Target } from '../../ir.ts';
import { childByField, childrenByField, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { plain } from './arguments.ts';
import { currentFunction, evaluateStep, type GoContext, partsOf, unknown } from './context.ts';
import { declareTarget, targetOf } from './names.ts';
import { assignmentOperator } from './operators.ts';
import { fieldText } from './outline.ts';
import { typeNameOf, zeroValue } from './types.ts';

function listIn(context: GoContext, node: NodeIndex, field: string): NodeIndex[] {
  const list = childByField(context.tree, node, field);
  if (list < 0) return [];
  return kindOf(context.tree, list) === 'expression_list' ? partsOf(context, list) : [list];
}

const assign = (node: NodeIndex, target: Target, value: Expression): Step =>
  evaluateStep(node, { kind: 'assign', node, target, value, operator: null });

export function lowerShortDeclaration(context: GoContext, node: NodeIndex): Step[] {
  return assignAll(context, node, listIn(context, node, 'left'), listIn(context, node, 'right'), (left) =>
    kindOf(context.tree, left) === 'identifier' ? declareTarget(context, left) : targetOf(context, left),
  );
}

export function lowerAssignment(context: GoContext, node: NodeIndex): Step[] {
  const lefts = listIn(context, node, 'left');
  const rights = listIn(context, node, 'right');
  const operator = assignmentOperator(fieldText(context.tree, node, 'operator'));
  if (operator === null) return assignAll(context, node, lefts, rights, (left) => targetOf(context, left));
  if (lefts.length === 0 || rights.length === 0) return [];
  const value = context.expression(rights[0]);
  return [
    evaluateStep(node, {
      kind: 'assign',
      node,
      target: forgetTest(context, targetOf(context, lefts[0])),
      value,
      operator,
    }),
  ];
}

/** `makeTarget` declares what is on the left, or finds it. */
export function assignAll(
  context: GoContext,
  node: NodeIndex,
  lefts: readonly NodeIndex[],
  rights: readonly NodeIndex[],
  makeTarget: (left: NodeIndex) => Target,
): Step[] {
  // What is on the right is read before anything new is declared.
  const values = rights.map(context.expression);
  const targetFor = (left: NodeIndex): Target => forgetTest(context, makeTarget(left));
  if (lefts.length === 1 && values.length === 1) return [assign(node, targetFor(lefts[0]), values[0])];
  if (values.length === 1) return [assignParts(context, node, lefts, rights[0], values[0], targetFor)];
  const items = values.map(plain);
  const value: Expression = { kind: 'list', node, items };
  return [assign(node, patternOf(node, lefts.map(targetFor)), value)];
}

function patternOf(node: NodeIndex, targets: readonly Target[]): Target {
  const entries = targets.map((target, key): PatternEntry => ({ key, target, fallback: null }));
  return { kind: 'pattern', node, entries: entries.filter(({ target }) => !isNowhere(target)) };
}

const isNowhere = (target: Target): boolean => target.kind === 'pattern' && target.entries.length === 0;

/** Several variables from one value: a call that returns several, or the forms that also say whether they went well. */
function assignParts(
  context: GoContext,
  node: NodeIndex,
  lefts: readonly NodeIndex[],
  right: NodeIndex,
  value: Expression,
  targetFor: (left: NodeIndex) => Target,
): Step {
  const targets = lefts.map(targetFor);
  if (lefts.length !== 2 || !saysWhetherItWentWell(context, right))
    return assign(node, patternOf(node, targets), value);
  const [, ok] = targets;
  const isTest = value.kind === 'index' && ok.kind === 'variable' && ok.variable.depth === 0;
  if (isTest) {
    const operands = [value.index, value.object];
    currentFunction(context).tests.set(ok.variable.slot, { kind: 'operation', node: right, operator: 'in', operands });
  }
  const items = [plain(value), plain(unknown(right))];
  return assign(node, patternOf(node, targets), { kind: 'list', node: right, items });
}

function saysWhetherItWentWell({ tree }: GoContext, node: NodeIndex): boolean {
  const kind = kindOf(tree, node);
  return (
    kind === 'index_expression' ||
    kind === 'type_assertion_expression' ||
    (kind === 'unary_expression' && fieldText(tree, node, 'operator') === '<-')
  );
}

/** A variable that gets a new value no longer stands for the test it held. */
function forgetTest(context: GoContext, target: Target): Target {
  if (target.kind === 'variable' && target.variable.depth === 0)
    currentFunction(context).tests.delete(target.variable.slot);
  return target;
}

/** `x++` and `x--` */
export const lowerIncrement =
  (operator: '+' | '-') =>
  (context: GoContext, node: NodeIndex): Step[] => {
    const [place] = partsOf(context, node);
    if (place === undefined) return [];
    const value: Expression = { kind: 'constant', node, value: 1 };
    return [evaluateStep(node, { kind: 'assign', node, target: targetOf(context, place), value, operator })];
  };

/** One line of `var` or `const`. Constants without a value repeat a count: nothing is known of them. */
export function lowerSpec(context: GoContext, node: NodeIndex): Step[] {
  const { tree } = context;
  const names = childrenByField(tree, node, 'name').filter((name) => kindOf(tree, name) === 'identifier');
  const typeNode = childByField(tree, node, 'type');
  const rights = listIn(context, node, 'value');
  const type = typeNode < 0 ? null : typeNameOf(context, typeNode);
  if (rights.length > 0) return assignAll(context, node, names, rights, (name) => declareTarget(context, name, type));
  const isConstant = kindOf(tree, node) === 'const_spec';
  return names.flatMap((name) => {
    const target = declareTarget(context, name, type);
    return isConstant || textOf(tree, name) === '_' ? [] : [assign(name, target, zeroValue(context, name, typeNode))];
  });
}

/** `ch <- x`: the channel may give it back anywhere. */
export function lowerSend(context: GoContext, node: NodeIndex): Step[] {
  const channel = childByField(context.tree, node, 'channel');
  const value = childByField(context.tree, node, 'value');
  if (channel < 0 || value < 0) return [];
  const target: Target = { kind: 'index', node, object: context.expression(channel), index: unknown(node) };
  return [assign(node, target, context.expression(value))];
}

/** `v, ok := <-ch` of a `select` */
export function lowerReceive(context: GoContext, node: NodeIndex): Step[] {
  const { tree } = context;
  const right = childByField(tree, node, 'right');
  const lefts = listIn(context, node, 'left');
  if (right < 0) return [];
  if (lefts.length === 0) return [evaluateStep(node, context.expression(right))];
  const declares = hasToken(tree, node, ':=');
  return assignAll(context, node, lefts, [right], (left) =>
    declares ? declareTarget(context, left) : targetOf(context, left),
  );
}
