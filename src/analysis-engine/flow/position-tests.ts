// Tests by position: `text.indexOf('..') === -1` says that the text does not contain it, `list.indexOf(x) >= 0` that the list does.
import type { Expression, Operator } from '../ir.ts';
import type { CallExpression } from './call.ts';

/** The same question, asked with `includes`, and whether the condition holds where the answer is yes. */
export interface PositionTest {
  readonly call: CallExpression;
  readonly contained: boolean;
}

const POSITIONS: ReadonlySet<string> = new Set(['indexOf', 'lastIndexOf', 'findIndex', 'search']);

/** What a comparison of a position with a number asks; null when it is none. */
export function positionTest(operator: Operator, left: Expression, right: Expression): PositionTest | null {
  if (left.kind !== 'call' || left.callee.kind !== 'member' || !POSITIONS.has(left.callee.key)) return null;
  if (left.arguments.length !== 1) return null;
  const contained = isContained(operator, numberIn(right));
  if (contained === null) return null;
  const callee = { ...left.callee, key: 'includes' };
  return { call: { ...left, callee }, contained };
}

function isContained(operator: Operator, number: number | null): boolean | null {
  switch (`${operator} ${number}`) {
    case '== -1':
    case 'is -1':
    case '< 0':
    case '<= -1':
      return false;
    case '!= -1':
    case 'is-not -1':
    case '> -1':
    case '>= 0':
      return true;
    default:
      return null;
  }
}

function numberIn(expression: Expression): number | null {
  if (expression.kind === 'constant') return typeof expression.value === 'number' ? expression.value : null;
  if (expression.kind !== 'operation' || expression.operator !== 'neg') return null;
  const inner = numberIn(expression.operands[0]);
  return inner === null ? null : -inner;
}
