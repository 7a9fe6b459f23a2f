// Logistic regression with Gaussian priors by group, fitted by coordinate steps over sparse rows: what the ranker learns with.

/** Rows by factor: `factors` are column numbers, row after row, with their values; `starts` has one more entry than rows. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly factors: Int32Array;
  readonly values: Float64Array;
  /** 1 or 0 */
  readonly outcomes: Float64Array;
  readonly weights: Float64Array;
  /** log-odds before anything is learned */
  readonly offsets: Float64Array;
}

export interface Columns {
  /** the group of each factor */
  readonly groups: Int32Array;
  readonly groupCount: number;
}

export interface PriorVariances {
  /** by group */
  readonly initial: Float64Array;
  /** by group: as many factors as the initial variance counts for when it is estimated from the data */
  readonly strengths: Float64Array;
}

export interface Coefficients {
  readonly means: Float64Array;
  /** of the posterior, each by itself */
  readonly variances: Float64Array;
  /** the estimated prior variance of each group */
  readonly priorVariances: Float64Array;
}

export interface FitEffort {
  /** estimates of the prior variances */
  readonly rounds: number;
  /** passes over all factors in each round, at most */
  readonly sweeps: number;
}

const SMALLEST_VARIANCE = 1e-4;
const LARGEST_VARIANCE = 25;
/** a step of log-odds beyond this is a sign of a flat likelihood, not of a large effect */
const LONGEST_STEP = 2;
const SETTLED = 1e-4;

/**
 * Fits by maximum a posteriori, and estimates the prior variance of each group from what its factors turned out to be
 * (empirical Bayes). Deterministic: no start values but zero, no randomness, one order.
 */
export function fitLogistic(
  rows: SparseRows,
  columns: Columns,
  prior: PriorVariances,
  effort: FitEffort,
): Coefficients {
  const count = columns.groups.length;
  const state: FitState = {
    rows,
    columns,
    byFactor: transpose(rows, count),
    means: new Float64Array(count),
    priorVariances: Float64Array.from(prior.initial),
    odds: Float64Array.from(rows.offsets),
    slopes: new Float64Array(rows.offsets.length),
    curvatures: new Float64Array(rows.offsets.length),
  };
  for (let round = 0; round < effort.rounds; round++) {
    for (let sweep = 0; sweep < effort.sweeps; sweep++) {
      if (sweepOnce(state) < SETTLED) break;
    }
    if (round < effort.rounds - 1) estimateVariances(state, prior);
  }
  const variances = Float64Array.from(state.means, (_, factor) => 1 / posteriorPrecision(state, factor));
  return { means: state.means, variances, priorVariances: state.priorVariances };
}

interface FitState {
  readonly rows: SparseRows;
  readonly columns: Columns;
  readonly byFactor: RowsOfFactors;
  readonly means: Float64Array;
  readonly priorVariances: Float64Array;
  /** log-odds of each row; with them the first and second derivative of its likelihood */
  readonly odds: Float64Array;
  readonly slopes: Float64Array;
  readonly curvatures: Float64Array;
}

/** One step for each factor; returns the largest. */
function sweepOnce(state: FitState): number {
  refreshDerivatives(state);
  const { byFactor, means, odds, slopes, curvatures } = state;
  let largest = 0;
  for (let factor = 0; factor < means.length; factor++) {
    const precision = priorPrecision(state, factor);
    let gradient = -precision * (means[factor] ?? 0);
    let curvature = precision;
    const start = byFactor.starts[factor] ?? 0;
    const end = byFactor.starts[factor + 1] ?? 0;
    for (let at = start; at < end; at++) {
      const row = byFactor.rows[at] ?? 0;
      const value = byFactor.values[at] ?? 0;
      gradient += value * (slopes[row] ?? 0);
      curvature += value * value * (curvatures[row] ?? 0);
    }
    const step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, gradient / curvature));
    if (Math.abs(step) < SETTLED / 10) continue;
    means[factor] = (means[factor] ?? 0) + step;
    largest = Math.max(largest, Math.abs(step));
    for (let at = start; at < end; at++) {
      const row = byFactor.rows[at] ?? 0;
      const moved = (byFactor.values[at] ?? 0) * step;
      odds[row] = (odds[row] ?? 0) + moved;
      // To first order, so that one exponential a row and pass is enough.
      slopes[row] = (slopes[row] ?? 0) - moved * (curvatures[row] ?? 0);
    }
  }
  return largest;
}

function refreshDerivatives({ rows, odds, slopes, curvatures }: FitState): void {
  for (let row = 0; row < odds.length; row++) {
    const probability = 1 / (1 + Math.exp(-(odds[row] ?? 0)));
    const weight = rows.weights[row] ?? 0;
    slopes[row] = weight * ((rows.outcomes[row] ?? 0) - probability);
    curvatures[row] = weight * Math.max(1e-3, probability * (1 - probability));
  }
}

function priorPrecision({ columns, priorVariances }: FitState, factor: number): number {
  return 1 / (priorVariances[columns.groups[factor] ?? 0] ?? 1);
}

function posteriorPrecision(state: FitState, factor: number): number {
  const { byFactor, curvatures } = state;
  let precision = priorPrecision(state, factor);
  const end = byFactor.starts[factor + 1] ?? 0;
  for (let at = byFactor.starts[factor] ?? 0; at < end; at++) {
    const value = byFactor.values[at] ?? 0;
    precision += value * value * (curvatures[byFactor.rows[at] ?? 0] ?? 0);
  }
  return precision;
}

function estimateVariances(state: FitState, prior: PriorVariances): void {
  const { columns, means, priorVariances } = state;
  const sums = new Float64Array(columns.groupCount);
  const sizes = new Float64Array(columns.groupCount);
  for (let factor = 0; factor < means.length; factor++) {
    const group = columns.groups[factor] ?? 0;
    sums[group] = (sums[group] ?? 0) + (means[factor] ?? 0) ** 2 + 1 / posteriorPrecision(state, factor);
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  for (let group = 0; group < columns.groupCount; group++) {
    const strength = prior.strengths[group] ?? 1;
    const pooled = (sums[group] ?? 0) + strength * (prior.initial[group] ?? 1);
    const variance = pooled / ((sizes[group] ?? 0) + strength);
    priorVariances[group] = Math.max(SMALLEST_VARIANCE, Math.min(LARGEST_VARIANCE, variance));
  }
}

interface RowsOfFactors {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

function transpose({ starts, factors, values }: SparseRows, count: number): RowsOfFactors {
  const ends = new Int32Array(count + 1);
  for (const factor of factors) ends[factor + 1] = (ends[factor + 1] ?? 0) + 1;
  for (let factor = 0; factor < count; factor++) ends[factor + 1] = (ends[factor + 1] ?? 0) + (ends[factor] ?? 0);
  const next = ends.slice(0, count);
  const rows = new Int32Array(factors.length);
  const turned = new Float64Array(factors.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const factor = factors[at] ?? 0;
      const place = next[factor] ?? 0;
      rows[place] = row;
      turned[place] = values[at] ?? 0;
      next[factor] = place + 1;
    }
  }
  return { starts: ends, rows, values: turned };
}
