// How much each verdict counts: no user holds more than half of the votes of a rule in a place where others voted, and
// one against the agreement of several counts little.
import type { Judgement } from './knowledge.ts';

interface Votes {
  readonly rows: number[];
  total: number;
  positives: number;
}

type Cell = Map<string, Votes>;

/** When one user voted more than all others together, the others' few are not counted up more than this. */
const MOST_RAISED = 5;

/** A weight for each judgement. A user who is alone in a place counts fully. */
export function voteWeights(judgements: readonly Judgement[], proposalWeight: number): Float64Array {
  return balanced(judgements, proposalWeight, ({ features }) => `${features.rule}|${features.folders.at(-1) ?? ''}`);
}

/** How much each judgement counts for the team's share of true findings, where all of them are of one place. */
export function shareWeights(judgements: readonly Judgement[], proposalWeight: number): Float64Array {
  return balanced(judgements, proposalWeight, () => '');
}

function balanced(
  judgements: readonly Judgement[],
  proposalWeight: number,
  placeOf: (judgement: Judgement) => string,
): Float64Array {
  const weights = Float64Array.from(judgements, ({ isProposed }) => (isProposed ? proposalWeight : 1));
  for (const cell of cellsOf(judgements, weights, placeOf).values()) {
    if (cell.size < 2) continue;
    discountDissent(cell, weights);
    halve(cell, weights);
  }
  return weights;
}

/** By place, then by user. */
function cellsOf(
  judgements: readonly Judgement[],
  weights: Float64Array,
  placeOf: (judgement: Judgement) => string,
): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  judgements.forEach((judgement, row) => {
    const { voter, isTrue } = judgement;
    const key = placeOf(judgement);
    const cell: Cell = cells.get(key) ?? new Map();
    cells.set(key, cell);
    const votes = cell.get(voter) ?? { rows: [], total: 0, positives: 0 };
    cell.set(voter, votes);
    const weight = weights[row] ?? 0;
    votes.rows.push(row);
    votes.total += weight;
    votes.positives += isTrue ? weight : 0;
  });
  return cells;
}

/**
 * The more others there are, and the further they are from this user's view, the less it counts. Two users are equals. The
 * others' view is their median: the one who differs is not to spoil the agreement of the rest.
 */
function discountDissent(cell: Cell, weights: Float64Array): void {
  const others = cell.size - 1;
  if (others < 2) return;
  const views = [...cell.values()].map(({ positives, total }) => (positives + 1) / (total + 2));
  const totals = [...cell.values()].map(({ total }) => total);
  const [sortedViews, sortedTotals] = [ascending(views), ascending(totals)];
  [...cell.values()].forEach((votes, index) => {
    const [view, total] = [views[index] ?? 0.5, totals[index] ?? 0];
    const distance = Math.abs(view - medianWithout(sortedViews, sortedViews.indexOf(view)));
    // Many verdicts make it no better: they are cut to what the others gave, the more the further off they are.
    const excess = Math.min(1, medianWithout(sortedTotals, sortedTotals.indexOf(total)) / total);
    scale(votes, (1 - distance) ** (others - 1) * excess ** distance, weights);
  });
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** Of a sorted list of at least two without one of its places. */
function medianWithout(sorted: readonly number[], place: number): number {
  const at = (index: number) => sorted[index < place ? index : index + 1] ?? 0.5;
  const middle = (sorted.length - 2) / 2;
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
}

function halve(cell: Cell, weights: Float64Array): void {
  let largest: Votes | null = null;
  let total = 0;
  for (const votes of cell.values()) {
    total += votes.total;
    if (largest === null || votes.total > largest.total) largest = votes;
  }
  if (largest === null || largest.total * 2 <= total) return;
  const others = total - largest.total;
  const raised = Math.min(MOST_RAISED, Math.sqrt(largest.total / others));
  const share = (others * raised) / largest.total;
  for (const votes of cell.values()) scale(votes, votes === largest ? share : raised, weights);
}

function scale(votes: Votes, factor: number, weights: Float64Array): void {
  votes.total *= factor;
  for (const row of votes.rows) weights[row] = (weights[row] ?? 0) * factor;
}
