// What the condition of a loop hangs on, and whether the loop writes it.
import {
  type Expression,
  type NodeIndex,
  nextOf,
  type Step,
  type SyntaxTree,
  type Variable,
  type VariableUse,
} from '../../analysis-engine/index.ts';

export type WhileLoop = Extract<Extract<Step, { kind: 'loop' }>['loop'], { kind: 'while' }>;

const COMPARES = new Set(['==', '!=', '<', '<=', '>', '>=', '===', '!==']);
const JOINS = new Set(['and', 'or', 'not']);
/** A condition longer than this is no oversight. */
const MAX_PARTS = 12;

/**
 * The variables of a condition that asks for nothing else; null when it may change by itself: calls, members, elements, and
 * in Python the truth of a collection.
 */
export function onlyVariables(condition: Expression, language: string): Variable[] | null {
  const variables: Variable[] = [];
  const pending: { readonly part: Expression; readonly isCompared: boolean }[] = [
    { part: condition, isCompared: false },
  ];
  for (let at = pending.pop(), seen = 0; at !== undefined; at = pending.pop(), seen++) {
    if (seen > MAX_PARTS) return null;
    const { part, isCompared } = at;
    if (part.kind === 'constant') continue;
    if (part.kind === 'variable') {
      if (language === 'python' && !isCompared) return null;
      variables.push(part.variable);
    } else if (part.kind === 'operation' && (COMPARES.has(part.operator) || JOINS.has(part.operator))) {
      const compares = COMPARES.has(part.operator);
      for (const operand of part.operands) pending.push({ part: operand, isCompared: compares });
    } else return null;
  }
  return variables;
}

/** Whether a pass through the loop may write the variable: what the head of a `for` sets up once does not count. */
export function isWrittenIn(tree: SyntaxTree, node: NodeIndex, loop: WhileLoop, use: VariableUse): boolean {
  const from = loop.testsFirst && loop.condition !== null ? loop.condition.node : node;
  const end = nextOf(tree, node);
  return use.writes.some(({ item }) => item.node >= from && item.node < end);
}
