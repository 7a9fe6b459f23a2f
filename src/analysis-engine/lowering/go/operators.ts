// Operators, and conditions: in these, a look-up in a map is a test of membership.
import type { Expression, Operator } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { spineOf } from '../program-builder.ts';
import { currentFunction, type GoContext, partsOf, unknown } from './context.ts';
import { fieldText } from './outline.ts';

const BINARY: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '&': '&',
  '|': '|',
  '^': '^',
  '&^': '&',
  '<<': '<<',
  '>>': '>>',
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '&&': 'and',
  '||': 'or',
};

/** The operator of `x += y`, spelled with its `=`; null for plain `=`. */
export function assignmentOperator(spelled: string): Operator | null {
  return spelled === '=' || spelled === ':=' ? null : (BINARY[spelled.slice(0, -1)] ?? '+');
}

/** Binary operators; left-deep chains are folded in a loop, runs of one operator into one operation. */
export function lowerBinary(context: GoContext, node: NodeIndex): Expression {
  return foldBinary(context, node, context.expression);
}

function foldBinary(context: GoContext, node: NodeIndex, lower: (node: NodeIndex) => Expression): Expression {
  const { tree } = context;
  const operandOf = (link: NodeIndex, field: string): Expression => {
    const child = childByField(tree, link, field);
    if (child < 0) return unknown(link);
    const operator = fieldText(tree, link, 'operator');
    return operator === '&&' || operator === '||' ? lower(child) : context.expression(child);
  };
  const spine = spineOf(node, (outer) => {
    const left = childByField(tree, outer, 'left');
    return left >= 0 && kindOf(tree, left) === 'binary_expression' ? left : -1;
  });
  let operands: Expression[] = [operandOf(spine[0], 'left')];
  let result: Expression | null = null;
  let previous: Operator | null = null;
  for (const link of spine) {
    const operator = BINARY[fieldText(tree, link, 'operator')] ?? '+';
    if (previous !== null && operator !== previous && result !== null) operands = [result];
    operands.push(operandOf(link, 'right'));
    result = { kind: 'operation', node: link, operator, operands };
    previous = operator;
  }
  return result ?? context.builder.unknown(node, operands);
}

const UNARY: Readonly<Record<string, Operator>> = { '-': 'neg', '+': 'pos', '^': '~', '!': 'not' };

/** `&x` and `*x` are x itself; `<-ch` is any element of the channel. */
export function lowerUnary(context: GoContext, node: NodeIndex): Expression {
  const { tree } = context;
  let outer = node;
  let inner = childByField(tree, outer, 'operand');
  // Runs of `*` and `&` without recursion.
  while (inner >= 0 && kindOf(tree, inner) === 'unary_expression' && isIdentity(context, outer)) {
    outer = inner;
    inner = childByField(tree, outer, 'operand');
  }
  if (inner < 0) return context.builder.unknown(node);
  const operand = context.expression(inner);
  const sign = fieldText(tree, outer, 'operator');
  if (sign === '&' || sign === '*') return operand;
  if (sign === '<-') return { kind: 'index', node: outer, object: operand, index: unknown(outer) };
  if (sign === '-' && operand.kind === 'constant' && typeof operand.value === 'number') {
    return { kind: 'constant', node: outer, value: -operand.value };
  }
  return { kind: 'operation', node: outer, operator: UNARY[sign] ?? 'pos', operands: [operand] };
}

function isIdentity({ tree }: GoContext, node: NodeIndex): boolean {
  const sign = fieldText(tree, node, 'operator');
  return sign === '&' || sign === '*';
}

/** An expression whose truth decides something: `allowed[x]` asks whether x is in the map, `ok` what it was made from. */
export function lowerCondition(context: GoContext, node: NodeIndex): Expression {
  const { tree, scopes } = context;
  const kind = kindOf(tree, node);
  const condition = (child: NodeIndex): Expression => lowerCondition(context, child);
  if (kind === 'binary_expression') {
    return context.builder.descend(
      () => foldBinary(context, node, condition),
      () => context.expression(node),
    );
  }
  if (kind === 'unary_expression' && fieldText(tree, node, 'operator') === '!') {
    const operand = childByField(tree, node, 'operand');
    if (operand >= 0) return { kind: 'operation', node, operator: 'not', operands: [nested(context, operand)] };
  }
  if (kind === 'parenthesized_expression') {
    const [inner] = partsOf(context, node);
    if (inner !== undefined) return nested(context, inner);
  }
  if (kind === 'index_expression') return membershipOf(context, node);
  if (kind === 'identifier') {
    const variable = scopes.resolve(textOf(tree, node));
    const test = variable?.depth === 0 ? currentFunction(context).tests.get(variable.slot) : undefined;
    if (test !== undefined) return test;
  }
  return context.expression(node);
}

function nested(context: GoContext, node: NodeIndex): Expression {
  return context.builder.descend(
    () => lowerCondition(context, node),
    () => context.expression(node),
  );
}

/** `m[k]` as a truth value. */
export function membershipOf(context: GoContext, node: NodeIndex): Expression {
  const access = context.expression(node);
  if (access.kind !== 'index') return access;
  return { kind: 'operation', node, operator: 'in', operands: [access.index, access.object] };
}
