// Operators: binary chains, unary, conditional, update, and assignments.
import type { Expression, Operator, Target } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { spineOf } from '../program-builder.ts';
import {
  type FileLowering,
  firstPartOf,
  lowerExpression,
  lowerField,
  partsOf,
  tokenOf,
  unwrap,
} from './file-lowering.ts';
import { constant } from './literals.ts';
import { COMMON_JS_EXPORTS } from './names.ts';
import { lowerTarget } from './patterns.ts';

/** Spellings that differ from the IR's. */
const BINARY_SPELLINGS: Readonly<Record<string, Operator>> = {
  '===': '==',
  '!==': '!=',
  '&&': 'and',
  '||': 'or',
};

const BINARY_OPERATORS: ReadonlySet<string> = new Set<Operator>([
  ...(['+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>'] as const),
  ...(['==', '!=', '<', '<=', '>', '>=', 'in', 'instanceof', '??'] as const),
]);

/** Operators of which `a ∘ b ∘ c` is one operation of three operands. */
const CHAINED: ReadonlySet<Operator> = new Set<Operator>(['+', '-', '*', '/', '%', '&', '|', '^', 'and', 'or', '??']);

const UNARY_OPERATORS: Readonly<Record<string, Operator>> = {
  '!': 'not',
  '-': 'neg',
  '+': 'pos',
  '~': '~',
  typeof: 'typeof',
  delete: 'delete',
};

function binaryOperator(token: string): Operator | null {
  const spelled = BINARY_SPELLINGS[token] ?? token;
  return isBinaryOperator(spelled) ? spelled : null;
}

function isBinaryOperator(token: string): token is Operator {
  return BINARY_OPERATORS.has(token) || token === 'and' || token === 'or';
}

/** Folds a left-deep chain in a loop: generated code concatenates thousands of strings. */
export function lowerBinary(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const spine = spineOf(node, (current) => {
    const left = childByField(tree, current, 'left');
    return left >= 0 && kindOf(tree, left) === 'binary_expression' ? left : -1;
  });
  let operator: Operator | null = null;
  let operands: Expression[] = [];
  for (const [index, current] of spine.entries()) {
    const left = childByField(tree, current, 'left');
    const own = binaryOperator(tokenOf(tree, childByField(tree, current, 'operator')));
    if (index === 0) operands = [left < 0 ? constant(current, null) : lowerExpression(file, left)];
    else if (own === null || own !== operator || !CHAINED.has(own))
      operands = [operation(file, spine[index - 1], operator, operands)];
    operator = own;
    const right = childByField(tree, current, 'right');
    if (right >= 0) operands.push(lowerExpression(file, right));
  }
  return operation(file, node, operator, operands);
}

function operation(file: FileLowering, node: NodeIndex, operator: Operator | null, operands: Expression[]): Expression {
  if (operator === null) return file.program.unknown(node, operands);
  return { kind: 'operation', node, operator, operands };
}

export function lowerUnary(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const operand = childByField(tree, node, 'argument');
  if (operand < 0) return file.program.unknown(node);
  const value = lowerExpression(file, operand);
  const token = tokenOf(tree, childByField(tree, node, 'operator'));
  if (token === 'void') return { kind: 'sequence', node, parts: [value, constant(node, null)] };
  const operator = UNARY_OPERATORS[token];
  if (operator === undefined) return file.program.unknown(node, [value]);
  if (operator === 'neg' && value.kind === 'constant' && typeof value.value === 'number')
    return constant(node, -value.value);
  return { kind: 'operation', node, operator, operands: [value] };
}

/** `a ? b : c ? d : e …` nests to the right: the conditions are walked in a loop and put together from the end. */
export function lowerConditional(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const chain: NodeIndex[] = [];
  let last = node;
  while (kindOf(tree, last) === 'ternary_expression') {
    chain.push(last);
    const alternative = childByField(tree, last, 'alternative');
    if (alternative < 0) break;
    last = unwrap(file, alternative);
  }
  const arms = chain.map((current) => ({
    node: current,
    condition: lowerField(file, current, 'condition'),
    // biome-ignore lint/suspicious/noThenProperty: the IR's word, and no promise comes near it
    then: lowerField(file, current, 'consequence'),
  }));
  let result: Expression =
    kindOf(tree, last) === 'ternary_expression' ? constant(last, null) : lowerExpression(file, last);
  for (const arm of arms.reverse()) result = { kind: 'conditional', ...arm, otherwise: result };
  return result;
}

/** `x++` is an assignment; that its value is the old one matters to no rule. */
export function lowerUpdate(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const operand = childByField(tree, node, 'argument');
  if (operand < 0) return file.program.unknown(node);
  const operator = tokenOf(tree, childByField(tree, node, 'operator')) === '--' ? '-' : '+';
  return { kind: 'assign', node, target: lowerTarget(file, operand), value: constant(node, 1), operator };
}

export function lowerAssignment(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const left = childByField(tree, node, 'left');
  const right = childByField(tree, node, 'right');
  if (left < 0 || right < 0)
    return file.program.unknown(
      node,
      partsOf(tree, node).map((part) => lowerExpression(file, part)),
    );
  const target = lowerTarget(file, left);
  noteCommonJsExport(file, target, right);
  const value = lowerExpression(file, right);
  const token = childByField(tree, node, 'operator');
  const operator = token < 0 ? null : binaryOperator(tokenOf(tree, token).slice(0, -1));
  return { kind: 'assign', node, target, value, operator };
}

/** `exports.f = …` and `module.exports = { f }` say what other files can import. */
function noteCommonJsExport(file: FileLowering, target: Target, value: NodeIndex): void {
  if (target.kind === 'member' && isExportsVariable(target.object)) file.commonJs.names.add(target.key);
  if (target.kind !== 'variable' || target.variable.name !== COMMON_JS_EXPORTS) return;
  file.commonJs.isReplaced = true;
  const { tree } = file;
  const record = unwrap(file, value);
  if (kindOf(tree, record) !== 'object') return;
  for (const entry of partsOf(tree, record)) {
    const key = entryName(file, entry);
    if (key !== null) file.commonJs.names.add(key);
  }
}

function isExportsVariable(expression: Expression): boolean {
  return expression.kind === 'variable' && expression.variable.name === COMMON_JS_EXPORTS;
}

function entryName(file: FileLowering, entry: NodeIndex): string | null {
  const { tree } = file;
  const kind = kindOf(tree, entry);
  if (kind === 'shorthand_property_identifier') return textOf(tree, entry);
  const key = childByField(tree, entry, kind === 'method_definition' ? 'name' : 'key');
  if (key < 0 || kindOf(tree, key) !== 'property_identifier') return null;
  return textOf(tree, key);
}

export function lowerSequence(file: FileLowering, node: NodeIndex): Expression {
  const parts = partsOf(file.tree, node).map((part) => lowerExpression(file, part));
  return { kind: 'sequence', node, parts };
}

export function lowerAwait(file: FileLowering, node: NodeIndex): Expression {
  const part = firstPartOf(file.tree, node);
  return part < 0 ? file.program.unknown(node) : { kind: 'await', node, value: lowerExpression(file, part) };
}

export function lowerYield(file: FileLowering, node: NodeIndex): Expression {
  const part = firstPartOf(file.tree, node);
  const value = part < 0 ? null : lowerExpression(file, part);
  return { kind: 'yield', node, value, delegate: hasToken(file.tree, node, '*') };
}
