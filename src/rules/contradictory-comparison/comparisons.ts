// A place compared with a constant, in the order that reads the place first.
import { type Expression, isPure } from '../../analysis-engine/index.ts';

export interface Comparison {
  /** the node of what is compared */
  readonly place: number;
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly value: string | number;
  /** the place is a length or a count */
  readonly isSize: boolean;
}

const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** The comparison that an expression is; null when it is none with a constant, or its place may change while it is read. */
export function comparisonOf(expression: Expression): Comparison | null {
  if (expression.kind !== 'operation' || expression.operands.length !== 2) return null;
  const { operator, operands } = expression;
  if (!(operator in MIRRORED)) return null;
  const spelled = operator as keyof typeof MIRRORED;
  const [left, right] = operands;
  const value = constantOf(right);
  if (value !== null && isPure(left)) return { place: left.node, operator: spelled, value, isSize: isSize(left) };
  const mirrored = constantOf(left);
  if (mirrored === null || !isPure(right)) return null;
  return { place: right.node, operator: MIRRORED[spelled], value: mirrored, isSize: isSize(right) };
}

function constantOf(expression: Expression): string | number | null {
  if (expression.kind === 'operation' && expression.operator === 'neg') {
    const value = constantOf(expression.operands[0]);
    return typeof value === 'number' ? -value : null;
  }
  if (expression.kind !== 'constant' || expression.value === null || typeof expression.value === 'boolean') return null;
  return expression.value;
}

function isSize(expression: Expression): boolean {
  // A field of one's own may be -1 until it is known.
  if (expression.kind === 'member') {
    const { object } = expression;
    const isOwn = object.kind === 'this' || (object.kind === 'variable' && object.variable.name === 'self');
    return expression.key === 'length' && !isOwn;
  }
  if (expression.kind !== 'call') return false;
  const { callee } = expression;
  if (callee.kind === 'global') return callee.name === 'len';
  return callee.kind === 'member' && /^(size|length)$/.test(callee.key) && expression.arguments.length === 0;
}

/** The outcome that a comparison of a size has whatever the size is; null when it depends on it. */
export function isAlways({ operator, value }: Comparison): boolean | null {
  if (typeof value !== 'number') return null;
  if (operator === '<' && value <= 0) return false;
  if (operator === '>=' && value <= 0) return true;
  if ((operator === '<=' || operator === '==') && value < 0) return false;
  return (operator === '>' || operator === '!=') && value < 0 ? true : null;
}
