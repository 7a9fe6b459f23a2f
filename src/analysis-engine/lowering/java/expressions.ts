// Expressions of Java → expressions of the IR: dispatch, chains, operators. Whatever nests to the left in practice
// (operators, calls, members, ternaries) is folded in a loop.
import type { Expression, Operator } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import { childByField, kindIdOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { namesBelow, spineOf } from '../program-builder.ts';
import { lowerAnnotationValue } from './annotations.ts';
import { lowerArrayCreation, lowerArrayInitializer } from './arrays.ts';
import { lowerChain } from './chains.ts';
import { lowerObjectCreation } from './constructions.ts';
import { isIntegral, typesAreIntegral } from './integers.ts';
import type { JavaFile } from './java-file.ts';
import { lowerLambda, lowerMethodReference } from './lambdas.ts';
import { characterLiteral, numberLiteral, stringLiteral } from './literals.ts';
import { readName, targetOf } from './names.ts';
import { lowerInstanceof } from './patterns.ts';
import { lowerSwitchValue } from './switches.ts';
import { declaredType, resolveType, typeValue } from './type-names.ts';

type LowerExpression = (file: JavaFile, node: NodeIndex) => Expression;

const constant =
  (value: boolean | null): LowerExpression =>
  (_file, node) => ({ kind: 'constant', node, value });

const number: LowerExpression = (file, node) => numberLiteral(file.tree, node);

const table = kindTable<LowerExpression>({
  decimal_integer_literal: number,
  hex_integer_literal: number,
  octal_integer_literal: number,
  binary_integer_literal: number,
  decimal_floating_point_literal: number,
  hex_floating_point_literal: number,
  true: constant(true),
  false: constant(false),
  null_literal: constant(null),
  character_literal: (file, node) => characterLiteral(file.tree, node),
  string_literal: (file, node) => stringLiteral(file.tree, node, (part) => lowerExpression(file, part)),
  identifier: readName,
  type_identifier: (file, node) => typeValue(file, resolveType(file, node), node),
  scoped_type_identifier: (file, node) => typeValue(file, resolveType(file, node), node),
  generic_type: (file, node) => typeValue(file, resolveType(file, node), node),
  scoped_identifier: (file, node) => typeValue(file, resolveType(file, node), node),
  this: (_file, node) => ({ kind: 'this', node }),
  super: (_file, node) => ({ kind: 'super', node }),
  class_literal: lowerClassLiteral,
  field_access: lowerChain,
  array_access: lowerChain,
  method_invocation: lowerChain,
  binary_expression: lowerBinary,
  unary_expression: lowerUnary,
  update_expression: lowerUpdate,
  assignment_expression: lowerAssignment,
  ternary_expression: lowerTernary,
  instanceof_expression: lowerInstanceof,
  cast_expression: lowerCast,
  lambda_expression: lowerLambda,
  method_reference: lowerMethodReference,
  object_creation_expression: lowerObjectCreation,
  array_creation_expression: lowerArrayCreation,
  array_initializer: lowerArrayInitializer,
  element_value_array_initializer: lowerArrayInitializer,
  switch_expression: lowerSwitchValue,
  template_expression: lowerTemplate,
  annotation: lowerAnnotationValue,
  marker_annotation: lowerAnnotationValue,
});

const isParenthesized = kindSet('parenthesized_expression');
const isComment = kindSet('line_comment', 'block_comment');
const isName = kindSet('identifier');
const isBinary = kindSet('binary_expression');
const isTernary = kindSet('ternary_expression');

/** Lowers any expression; what is no expression becomes unknown of the names in it. */
export function lowerExpression(file: JavaFile, node: NodeIndex): Expression {
  const inner = stripParentheses(file, node);
  const lower = table(file.tree.grammar)[kindIdOf(file.tree, inner)];
  return file.builder.descend(
    () => (lower ? lower(file, inner) : lowerUnknown(file, inner)),
    () => namesOf(file, inner),
  );
}

/** `((x))` → `x`. */
export function stripParentheses(file: JavaFile, node: NodeIndex): NodeIndex {
  let inner = node;
  while (isParenthesized(file.tree, inner)) {
    const [child] = namedChildrenOf(file.tree, inner).filter((candidate) => !isComment(file.tree, candidate));
    if (child === undefined) return inner;
    inner = child;
  }
  return inner;
}

function lowerUnknown(file: JavaFile, node: NodeIndex): Expression {
  const parts = namedChildrenOf(file.tree, node).filter((child) => !isComment(file.tree, child));
  return file.builder.unknown(
    node,
    parts.map((part) => lowerExpression(file, part)),
  );
}

/** What stands for a subtree that nests too deep: the names in it. */
export function namesOf(file: JavaFile, node: NodeIndex): Expression {
  const names = namesBelow(file.tree, node, isName).filter((name) => file.scopes.has(textOf(file.tree, name)));
  return file.builder.unknown(
    node,
    names.map((name) => readName(file, name)),
  );
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '&': '&',
  '|': '|',
  '^': '^',
  '<<': '<<',
  '>>': '>>',
  '>>>': '>>>',
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '&&': 'and',
  '||': 'or',
};

function operatorText(file: JavaFile, node: NodeIndex): string {
  const operator = childByField(file.tree, node, 'operator');
  return operator < 0 ? '' : textOf(file.tree, operator);
}

/** Left-deep chains in a loop; runs of one operator become one operation. Integer division is `//`. */
function lowerBinary(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const spine = spineOf(node, (current) => (isBinary(tree, current) ? childByField(tree, current, 'left') : -1));
  if (spine.length === 1) return lowerUnknown(file, node);
  let value = lowerExpression(file, spine[0]);
  let integral = isIntegral(file, spine[0]);
  let run: { operator: Operator; operands: Expression[]; node: NodeIndex } | null = null;
  const close = (): Expression => (run ? { kind: 'operation', ...run } : value);
  for (const link of spine.slice(1)) {
    const right = childByField(tree, link, 'right');
    const text = operatorText(file, link);
    integral = integral && right >= 0 && isIntegral(file, right) && typesAreIntegral(text);
    const operator = text === '/' && integral ? '//' : OPERATORS[text];
    const operand = right < 0 ? file.builder.unknown(link) : lowerExpression(file, right);
    if (operator === undefined) {
      value = file.builder.unknown(link, [close(), operand]);
      run = null;
    } else if (run && run.operator === operator) {
      run.operands.push(operand);
      run.node = link;
    } else {
      value = close();
      run = { operator, operands: [value, operand], node: link };
    }
  }
  return close();
}

const UNARY: Readonly<Record<string, Operator>> = { '-': 'neg', '+': 'pos', '!': 'not', '~': '~' };

function lowerUnary(file: JavaFile, node: NodeIndex): Expression {
  const operand = childByField(file.tree, node, 'operand');
  const operator = UNARY[operatorText(file, node)];
  if (operand < 0 || !operator) return lowerUnknown(file, node);
  return { kind: 'operation', node, operator, operands: [lowerExpression(file, operand)] };
}

/** `x++` as a value is what `x` was before: the assignment's value less one. */
function lowerUpdate(file: JavaFile, node: NodeIndex): Expression {
  const assignment = lowerUpdateEffect(file, node);
  const isPrefix = /^(\+\+|--)/.test(textOf(file.tree, node));
  if (assignment.kind !== 'assign' || isPrefix) return assignment;
  const operator: Operator = assignment.operator === '+' ? '-' : '+';
  return { kind: 'operation', node, operator, operands: [assignment, { kind: 'constant', node, value: 1 }] };
}

/** `x++`, `--x` where nobody takes the value. */
export function lowerUpdateEffect(file: JavaFile, node: NodeIndex): Expression {
  const [operand] = namedChildrenOf(file.tree, node).filter((child) => !isComment(file.tree, child));
  if (operand === undefined) return file.builder.unknown(node);
  const place = lowerExpression(file, operand);
  const target = targetOf(file, place);
  // Lowering the operand a second time would double the work at each level of nesting.
  if (!target) return file.builder.unknown(node, [place]);
  const text = textOf(file.tree, node);
  const operator: Operator = text.startsWith('++') || text.endsWith('++') ? '+' : '-';
  return { kind: 'assign', node, target, value: { kind: 'constant', node, value: 1 }, operator };
}

/** `a = b = c` nests to the right and so recurses, within the depth limit. */
function lowerAssignment(file: JavaFile, node: NodeIndex): Expression {
  const left = childByField(file.tree, node, 'left');
  const right = childByField(file.tree, node, 'right');
  if (left < 0 || right < 0) return lowerUnknown(file, node);
  const place = lowerExpression(file, left);
  const target = targetOf(file, place);
  const value = lowerExpression(file, right);
  if (!target) return file.builder.unknown(node, [place, value]);
  const text = operatorText(file, node).slice(0, -1);
  const integral = text === '/' && isIntegral(file, left) && isIntegral(file, right);
  const operator = integral ? '//' : (OPERATORS[text] ?? null);
  return { kind: 'assign', node, target, value, operator };
}

/** `a ? b : c ? d : e` nests to the right: built from its end. */
function lowerTernary(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const spine = spineOf(node, (current) => {
    const alternative = isTernary(tree, current) ? childByField(tree, current, 'alternative') : -1;
    return alternative < 0 ? -1 : stripParentheses(file, alternative);
  });
  if (spine.length === 1) return lowerUnknown(file, node);
  const arms = spine.slice(1).reverse();
  const lowered = arms.map((arm) => ({
    node: arm,
    condition: lowerField(file, arm, 'condition'),
    value: lowerField(file, arm, 'consequence'),
  }));
  return conditionalOf(lowered, lowerExpression(file, spine[0]));
}

/** `arms` in order, each with its condition; `otherwise` when none holds. */
export function conditionalOf(
  arms: readonly { readonly node: NodeIndex; readonly condition: Expression; readonly value: Expression }[],
  otherwise: Expression,
): Expression {
  let result = otherwise;
  for (const { node, condition, value } of arms.toReversed()) {
    // biome-ignore lint/suspicious/noThenProperty: the IR's word, and no promise comes near it
    result = { kind: 'conditional', node, condition, then: value, otherwise: result };
  }
  return result;
}

export function lowerField(file: JavaFile, node: NodeIndex, field: string): Expression {
  const child = childByField(file.tree, node, field);
  return child < 0 ? file.builder.unknown(node) : lowerExpression(file, child);
}

/** A cast to `Object` or to a bare type parameter tells nothing and is left out. */
function lowerCast(file: JavaFile, node: NodeIndex): Expression {
  const value = lowerField(file, node, 'value');
  const { name } = declaredType(file, childByField(file.tree, node, 'type'));
  return name === null ? value : { kind: 'cast', node, value, type: name };
}

function lowerClassLiteral(file: JavaFile, node: NodeIndex): Expression {
  const [type] = namedChildrenOf(file.tree, node);
  if (type === undefined) return file.builder.unknown(node);
  return { kind: 'member', node, object: typeValue(file, resolveType(file, type), type), key: 'class' };
}

/** String templates (a preview feature of Java 21): `STR."…"` is its text, other processors are called with it. */
function lowerTemplate(file: JavaFile, node: NodeIndex): Expression {
  const processor = childByField(file.tree, node, 'template_processor');
  const text = lowerField(file, node, 'template_argument');
  if (processor < 0 || textOf(file.tree, processor) === 'STR') return text;
  const parts = text.kind === 'text' ? text.parts : [text];
  return { kind: 'tagged-text', node, tag: lowerExpression(file, processor), parts };
}
