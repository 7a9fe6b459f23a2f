// Comparisons of one place that exclude each other, and sizes that are compared as if they could be negative.
import {
  type Check,
  type CheckFinding,
  hasSameCode,
  operationsOf,
  rangeOf,
  type SyntaxTree,
  textOf,
} from '../../analysis-engine/index.ts';
import { type Comparison, comparisonOf, isAlways } from './comparisons.ts';

/** Reports the condition. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item, parent } of operationsOf(program)) {
    const { operator, operands, node } = item;
    if (operator === 'and' || operator === 'or') {
      // What reads from a stream gives something else each time.
      if (/\b(get|next|read|pop|poll|take)\w*\(\)/.test(textOf(tree, node).slice(0, 400))) continue;
      const clash = findClash(tree, operands.map(comparisonOf), operator);
      if (clash) findings.push({ ...rangeOf(tree, node), message: clash });
      continue;
    }
    const size = comparisonOf(item);
    // `typeof x.length === 'number' && x.length >= 0` asks what kind of thing it is.
    const isPart =
      parent !== null && 'kind' in parent.item && parent.item.kind === 'operation' && parent.item.operator === 'and';
    if (size === null || !size.isSize || (isPart && size.operator === '>=')) continue;
    const truth = isAlways(size);
    if (truth !== null)
      findings.push({ ...rangeOf(tree, node), message: `A size is never negative: this is always ${truth}.` });
  }
  return findings;
};

function findClash(
  tree: SyntaxTree,
  comparisons: readonly (Comparison | null)[],
  operator: 'and' | 'or',
): string | null {
  for (const [index, first] of comparisons.entries()) {
    if (first === null) continue;
    for (const second of comparisons.slice(index + 1, index + 9)) {
      if (second === null || !hasSameCode(tree, first.place, second.place)) continue;
      if (operator === 'and' && excludes(first, second))
        return 'No value satisfies both comparisons: this is always false.';
      if (operator === 'or' && excludes(negated(first), negated(second)))
        return 'Every value satisfies one of the comparisons: this is always true.';
    }
  }
  return null;
}

const OPPOSITES = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;

function negated(comparison: Comparison): Comparison {
  return { ...comparison, operator: OPPOSITES[comparison.operator] };
}

/** Whether no value satisfies both. */
function excludes(a: Comparison, b: Comparison): boolean {
  if (a.operator === '==') return !holds(b, a.value);
  if (b.operator === '==') return !holds(a, b.value);
  if (typeof a.value !== 'number' || typeof b.value !== 'number') return false;
  const [low, high] = a.operator.startsWith('>') ? [a, b] : [b, a];
  if (!low.operator.startsWith('>') || !high.operator.startsWith('<')) return false;
  return (
    Number(low.value) > Number(high.value) ||
    (low.value === high.value && (low.operator === '>' || high.operator === '<'))
  );
}

function holds({ operator, value }: Comparison, given: Comparison['value']): boolean {
  if (operator === '==') return given === value;
  if (operator === '!=') return given !== value;
  if (typeof given !== 'number' || typeof value !== 'number') return true;
  if (operator === '<') return given < value;
  if (operator === '<=') return given <= value;
  return operator === '>' ? given > value : given >= value;
}
