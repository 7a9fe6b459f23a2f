// Operators: arithmetic, comparisons with their chains, and/or/not, conditional expressions.
import type { Expression, Operator } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { spineOf } from '../program-builder.ts';
import { type PythonContext, partsOf } from './context.ts';

const BINARY: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '@': '*',
  '/': '/',
  '//': '//',
  '%': '%',
  '**': '**',
  '&': '&',
  '|': '|',
  '^': '^',
  '<<': '<<',
  '>>': '>>',
  and: 'and',
  or: 'or',
};

const COMPARISON: Readonly<Record<string, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
  'not in': 'not-in',
  is: 'is',
  'is not': 'is-not',
};

/** The operator of `x += y`, spelled with its `=`. */
export function augmentedOperator(spelled: string): Operator {
  return BINARY[spelled.slice(0, -1)] ?? '+';
}

/** Binary and boolean operators; left-deep chains are folded in a loop, runs of one operator into one operation. */
export function lowerBinary(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const kind = kindOf(tree, node);
  const spine = spineOf(node, (outer) => {
    const left = childByField(tree, outer, 'left');
    return left >= 0 && kindOf(tree, left) === kind ? left : -1;
  });
  let operands: Expression[] = [fieldExpression(context, spine[0], 'left')];
  let result: Expression | null = null;
  let previous: Operator | null = null;
  for (const link of spine) {
    const operator = BINARY[operatorText(context, link)] ?? '+';
    if (previous !== null && operator !== previous && result !== null) operands = [result];
    operands.push(fieldExpression(context, link, 'right'));
    result = { kind: 'operation', node: link, operator, operands };
    previous = operator;
  }
  return result ?? context.builder.unknown(node, operands);
}

function operatorText(context: PythonContext, node: NodeIndex): string {
  const operator = childByField(context.tree, node, 'operator');
  return operator < 0 ? '' : textOf(context.tree, operator);
}

function fieldExpression(context: PythonContext, node: NodeIndex, field: string): Expression {
  const child = childByField(context.tree, node, field);
  return child < 0 ? { kind: 'unknown', node, parts: [] } : context.expression(child);
}

/** `a < b < c` is `a < b and b < c`. */
export function lowerComparison(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const operators = childrenByField(tree, node, 'operators').map(
    (operator) => COMPARISON[textOf(tree, operator).replace(/\s+/g, ' ')] ?? '==',
  );
  const operands = partsOf(context, node).map(context.expression);
  const tests = operators.slice(0, Math.max(0, operands.length - 1)).map(
    (operator, index): Expression => ({
      kind: 'operation',
      node,
      operator,
      operands: [operands[index], operands[index + 1]],
    }),
  );
  if (tests.length === 0) return context.builder.unknown(node, operands);
  return tests.length === 1 ? tests[0] : { kind: 'operation', node, operator: 'and', operands: tests };
}

/** `-x`, `+x`, `~x`; a negative number is a constant. */
export function lowerUnary(context: PythonContext, node: NodeIndex): Expression {
  const operand = fieldExpression(context, node, 'argument');
  const sign = operatorText(context, node);
  if (sign === '-' && operand.kind === 'constant' && typeof operand.value === 'number') {
    return { kind: 'constant', node, value: -operand.value };
  }
  const operators: Readonly<Record<string, Operator>> = { '-': 'neg', '+': 'pos', '~': '~' };
  return { kind: 'operation', node, operator: operators[sign] ?? 'pos', operands: [operand] };
}

export function lowerNot(context: PythonContext, node: NodeIndex): Expression {
  return { kind: 'operation', node, operator: 'not', operands: [fieldExpression(context, node, 'argument')] };
}

/** `value if condition else otherwise`; else-chains are right-deep and folded in a loop. */
export function lowerConditional(context: PythonContext, node: NodeIndex): Expression {
  const { tree, builder } = context;
  const links: { readonly link: NodeIndex; readonly value: Expression; readonly condition: Expression }[] = [];
  let last = node;
  while (kindOf(tree, last) === 'conditional_expression') {
    const parts = partsOf(context, last);
    if (parts.length < 3) return builder.unknown(node, parts.map(context.expression));
    const [value, condition, otherwise] = parts;
    links.push({ link: last, value: context.expression(value), condition: context.expression(condition) });
    last = otherwise;
  }
  return links.reduceRight<Expression>(
    // biome-ignore lint/suspicious/noThenProperty: the IR's word, and no promise comes near it
    (otherwise, { link, value, condition }) => ({ kind: 'conditional', node: link, condition, then: value, otherwise }),
    context.expression(last),
  );
}
