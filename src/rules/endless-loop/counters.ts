// Counters of `for` loops: where they begin, how they step, and what they are compared with.
import type { Expression, NodeIndex, SyntaxTree, Variable, VariableUse } from '../../analysis-engine/index.ts';
import { isWrittenIn, type WhileLoop } from './loop-conditions.ts';

interface Counter {
  readonly operator: string;
  /** negative when it counts down */
  readonly step: number;
  /** null where it is not a constant */
  readonly limit: number | null;
  readonly first: number | null;
}

const MIRRORED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '!=': '!=',
  '!==': '!==',
};

/** The counter of a loop that steps by a constant in its head and nowhere else; null when there is none. */
export function counterOf(
  tree: SyntaxTree,
  node: NodeIndex,
  loop: WhileLoop,
  useOf: (variable: Variable) => VariableUse | undefined,
): Counter | null {
  const { condition, update } = loop;
  const [change] = update;
  if (condition?.kind !== 'operation' || update.length !== 1 || change.kind !== 'assign') return null;
  if (condition.operands.length !== 2 || !(condition.operator in MIRRORED) || change.target.kind !== 'variable')
    return null;
  const step = stepOf(change);
  const use = useOf(change.target.variable);
  if (step === 0 || use === undefined || use.isUnstable) return null;
  const { slot } = change.target.variable;
  const isCounter = (part: Expression): boolean =>
    part.kind === 'variable' && part.variable.depth === 0 && part.variable.slot === slot;
  const [left, right] = condition.operands;
  const isMirrored = isCounter(right);
  if (isMirrored === isCounter(left)) return null;
  const others = { ...use, writes: use.writes.filter(({ item }) => item.node !== changedNode(change)) };
  if (isWrittenIn(tree, node, loop, others)) return null;
  return {
    operator: isMirrored ? MIRRORED[condition.operator] : condition.operator,
    step,
    limit: numberOf(isMirrored ? left : right),
    first: firstOf(node, condition.node, use),
  };
}

type Assignment = Extract<Expression, { kind: 'assign' }>;

const changedNode = ({ target }: Assignment): NodeIndex => target.node;

function stepOf({ operator, value }: Assignment): number {
  const by = numberOf(value) ?? 0;
  if (operator === '+') return by;
  return operator === '-' ? -by : 0;
}

/** What the head of the loop sets the counter to. */
function firstOf(loop: NodeIndex, condition: NodeIndex, use: VariableUse): number | null {
  const starts = use.writes.filter(({ item }) => item.node > loop && item.node < condition);
  const start = starts.length === 1 ? starts[0].parent?.item : undefined;
  if (start === undefined || !('kind' in start) || start.kind !== 'assign' || start.operator !== null) return null;
  return numberOf(start.value);
}

function numberOf(expression: Expression): number | null {
  if (expression.kind === 'operation' && expression.operator === 'neg') {
    const value = numberOf(expression.operands[0]);
    return value === null ? null : -value;
  }
  return expression.kind === 'constant' && typeof expression.value === 'number' ? expression.value : null;
}

/** Counted down while it is below a limit, or up while it is above one. */
export function runsAway({ operator, step }: Counter): boolean {
  return operator.startsWith('<') ? step < 0 : operator.startsWith('>') && step > 0;
}

/** Goes on until a number is met exactly that it never comes to. */
export function neverMeets({ operator, step, limit, first }: Counter): boolean {
  if (!operator.startsWith('!') || limit === null || first === null) return false;
  const steps = (limit - first) / step;
  return steps < 0 || !Number.isInteger(steps);
}
