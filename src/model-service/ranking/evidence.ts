// How likely the verdicts are under an idea of what a team goes by: the marginal likelihood of logistic regression, by Laplace's
// method over the verdicts and not the factors, of which there are more.
import { logistic } from './calibration.ts';
import type { Columns, SparseRows } from './logistic-regression.ts';

const NEWTON_STEPS = 20;
/** of log-odds; what is compared is the evidence, which is flat at its mode */
const SETTLED = 0.02;

/** log of the probability of all outcomes when effects are drawn with these variances, by group. Costs the cube of the rows. */
export function logEvidence(rows: SparseRows, columns: Columns, variances: Float64Array): number {
  const count = rows.outcomes.length;
  const kernel = kernelOf(rows, columns, variances);
  const latent = new Float64Array(count);
  let dual = new Float64Array(count);
  let value = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const next = newtonStep(rows, kernel, latent);
    const moved = next.latent.reduce((most, each, row) => Math.max(most, Math.abs(each - (latent[row] ?? 0))), 0);
    latent.set(next.latent);
    dual = next.dual;
    value = next.halfLogDeterminant;
    if (moved < SETTLED) break;
  }
  let sum = -value;
  for (let row = 0; row < count; row++) {
    const odds = (rows.offsets[row] ?? 0) + (latent[row] ?? 0);
    const signed = rows.outcomes[row] === 1 ? odds : -odds;
    sum -= (rows.weights[row] ?? 0) * softplus(-signed) + (dual[row] ?? 0) * (latent[row] ?? 0) * 0.5;
  }
  return sum;
}

const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

/** One step of Newton's method to the likeliest log-odds, and half of the log-determinant there (Rasmussen and Williams 2006, 3.4). */
function newtonStep(rows: SparseRows, kernel: Float64Array, latent: Float64Array) {
  const count = latent.length;
  const roots = new Float64Array(count);
  const target = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const weight = rows.weights[row] ?? 0;
    const probability = logistic((rows.offsets[row] ?? 0) + (latent[row] ?? 0));
    const curvature = weight * Math.max(1e-6, probability * (1 - probability));
    roots[row] = Math.sqrt(curvature);
    target[row] = curvature * (latent[row] ?? 0) + weight * ((rows.outcomes[row] ?? 0) - probability);
  }
  const factor = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      factor[i * count + j] = (roots[i] ?? 0) * (roots[j] ?? 0) * (kernel[i * count + j] ?? 0) + (i === j ? 1 : 0);
    }
  }
  let halfLogDeterminant = 0;
  cholesky(factor, count);
  for (let i = 0; i < count; i++) halfLogDeterminant += Math.log(factor[i * count + i] ?? 1);
  const solved = times(kernel, target).map((each, row) => each * (roots[row] ?? 0));
  solveLower(factor, solved);
  solveUpper(factor, solved);
  const dual = target.map((each, row) => each - (roots[row] ?? 0) * (solved[row] ?? 0));
  return { latent: times(kernel, dual), dual, halfLogDeterminant };
}

function kernelOf(rows: SparseRows, columns: Columns, variances: Float64Array): Float64Array {
  const count = rows.outcomes.length;
  const kernel = new Float64Array(count * count);
  const own = new Float64Array(columns.groups.length);
  for (let i = 0; i < count; i++) {
    const [start, end] = [rows.starts[i] ?? 0, rows.starts[i + 1] ?? 0];
    for (let at = start; at < end; at++) {
      const column = rows.factors[at] ?? 0;
      own[column] = (rows.values[at] ?? 0) * (variances[columns.groups[column] ?? 0] ?? 0);
    }
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let at = rows.starts[j] ?? 0; at < (rows.starts[j + 1] ?? 0); at++) {
        sum += (rows.values[at] ?? 0) * (own[rows.factors[at] ?? 0] ?? 0);
      }
      kernel[i * count + j] = sum;
      kernel[j * count + i] = sum;
    }
    for (let at = start; at < end; at++) own[rows.factors[at] ?? 0] = 0;
  }
  return kernel;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const count = vector.length;
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += (matrix[i * count + j] ?? 0) * (vector[j] ?? 0);
    result[i] = sum;
  }
  return result;
}

/** In place: the lower triangle becomes the factor. */
function cholesky(matrix: Float64Array, count: number): void {
  for (let j = 0; j < count; j++) {
    for (let i = j; i < count; i++) {
      let sum = matrix[i * count + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (matrix[i * count + k] ?? 0) * (matrix[j * count + k] ?? 0);
      matrix[i * count + j] = i === j ? Math.sqrt(sum) : sum / (matrix[j * count + j] ?? 1);
    }
  }
}

function solveLower(factor: Float64Array, vector: Float64Array): void {
  const count = vector.length;
  for (let i = 0; i < count; i++) {
    let sum = vector[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (factor[i * count + k] ?? 0) * (vector[k] ?? 0);
    vector[i] = sum / (factor[i * count + i] ?? 1);
  }
}

function solveUpper(factor: Float64Array, vector: Float64Array): void {
  const count = vector.length;
  for (let i = count - 1; i >= 0; i--) {
    let sum = vector[i] ?? 0;
    for (let k = i + 1; k < count; k++) sum -= (factor[k * count + i] ?? 0) * (vector[k] ?? 0);
    vector[i] = sum / (factor[i * count + i] ?? 1);
  }
}
