// What teams that share their verdicts agree on: log-odds by rule, path class and both, shrunk to zero where they say little or
// disagree. Names are keyed by each tenant, so nothing else of one can mean anything to another.
import { factorsOf } from '../../model-service/index.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';

const SHARED_GROUPS = ['rule', 'path-class', 'rule-path-class'] as const;
/** Verdicts that an effect must have to count half. */
const STRENGTH = 10;
/** No tenant counts for more verdicts of one kind than this, however many it gave. */
const MOST_OF_A_TENANT = 50;
/** Between two tenants, so that one alone shapes nothing. */
const FEWEST_TENANTS = 2;
const SMALLEST_SHIFT = 0.05;

interface Cell {
  weight: number;
  residual: number;
}

/** Empty without examples of at least two tenants. */
export function pooledShifts(examples: readonly TrainingExample[]): Record<string, number> {
  const tenants = new Set(examples.map(({ tenant }) => tenant));
  if (tenants.size < FEWEST_TENANTS) return {};
  const useful = examples.filter((example) => example.useful).length;
  const base = (useful + 1) / (examples.length + 2);
  const expected = new Map(examples.map((example) => [example, Math.log(base / (1 - base))]));
  const shifts: Record<string, number> = {};
  // The coarse first: the finer only says what they leave.
  for (const group of SHARED_GROUPS) {
    for (const [key, members] of membersOf(examples, group)) {
      const shift = shiftOf(members, expected);
      if (Math.abs(shift) < SMALLEST_SHIFT) continue;
      shifts[key] = Number(shift.toFixed(4));
      for (const example of members) expected.set(example, (expected.get(example) ?? 0) + shift);
    }
  }
  return shifts;
}

function membersOf(examples: readonly TrainingExample[], group: string): [string, TrainingExample[]][] {
  const members = new Map<string, TrainingExample[]>();
  for (const example of examples) {
    for (const factor of factorsOf(example.judgement.features)) {
      if (factor.group !== group) continue;
      const known = members.get(factor.key);
      if (known === undefined) members.set(factor.key, [example]);
      else known.push(example);
    }
  }
  return [...members].toSorted(([a], [b]) => a.localeCompare(b, 'en'));
}

/** One step of Newton from what is expected, with each tenant's weight bounded, shrunk by the strength. */
function shiftOf(members: readonly TrainingExample[], expected: ReadonlyMap<TrainingExample, number>): number {
  const cells = new Map<number, Cell & { count: number }>();
  for (const example of members) {
    const probability = 1 / (1 + Math.exp(-(expected.get(example) ?? 0)));
    const cell = cells.get(example.tenant) ?? { weight: 0, residual: 0, count: 0 };
    cell.weight += probability * (1 - probability);
    cell.residual += Number(example.useful) - probability;
    cell.count++;
    cells.set(example.tenant, cell);
  }
  if (cells.size < FEWEST_TENANTS) return 0;
  let [weight, residual] = [0, 0];
  for (const cell of cells.values()) {
    const bound = Math.min(1, MOST_OF_A_TENANT / cell.count);
    weight += bound * cell.weight;
    residual += bound * cell.residual;
  }
  return Math.max(-2, Math.min(2, residual / (weight + STRENGTH / 4)));
}
