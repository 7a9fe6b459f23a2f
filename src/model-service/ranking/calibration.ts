// From log-odds to a probability that comes true as often as it says, learned from verdicts that were held out.

/** log-odds of the lowest probability, of one less the highest; log of the slope; shift */
export type Calibration = readonly [number, number, number, number];

export interface CalibrationPrior {
  readonly means: Calibration;
  readonly deviations: Calibration;
}

const BINS = 80;
const BIN_WIDTH = 0.25;
const STEPS = [0.8, 0.4, 0.2, 0.1, 0.05, 0.025];
const MOVES_PER_STEP = 6;

export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Rises with the log-odds: calibration reorders nothing. */
export function calibrated(calibration: Calibration, logOdds: number): number {
  const [low, high] = calibration;
  const lowest = logistic(low);
  return lowest + (1 - logistic(high) - lowest) * withoutMistakes(calibration, logOdds);
}

/** The same for a team that made no mistakes: what it truly thinks. */
export function withoutMistakes([, , slope, shift]: Calibration, logOdds: number): number {
  return logistic(Math.exp(slope) * logOdds + shift);
}

/** The likeliest calibration given predictions that were made without their outcomes. */
export function fitCalibration(
  logOdds: Float64Array,
  outcomes: Float64Array,
  weights: Float64Array,
  prior: CalibrationPrior,
): Calibration {
  const bins = binned(logOdds, outcomes, weights);
  let best = prior.means;
  let least = loss(best, bins, prior);
  for (const step of STEPS) {
    for (let move = 0; move < MOVES_PER_STEP; move++) {
      const before = least;
      for (const signed of [step, -step]) {
        for (const index of [0, 1, 2, 3]) {
          const tried = best.map((value, at) => (at === index ? value + signed : value)) as unknown as Calibration;
          const cost = loss(tried, bins, prior);
          if (cost >= least) continue;
          best = tried;
          least = cost;
        }
      }
      if (least === before) break;
    }
  }
  return best;
}

interface Bin {
  readonly logOdds: number;
  readonly count: number;
  readonly positives: number;
}

function binned(logOdds: Float64Array, outcomes: Float64Array, weights: Float64Array): Bin[] {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  const positives = new Float64Array(BINS);
  for (let row = 0; row < logOdds.length; row++) {
    const value = logOdds[row] ?? 0;
    const weight = weights[row] ?? 0;
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(value / BIN_WIDTH) + BINS / 2));
    sums[bin] = (sums[bin] ?? 0) + weight * value;
    counts[bin] = (counts[bin] ?? 0) + weight;
    positives[bin] = (positives[bin] ?? 0) + weight * (outcomes[row] ?? 0);
  }
  const bins: Bin[] = [];
  counts.forEach((count, bin) => {
    if (count > 0) bins.push({ logOdds: (sums[bin] ?? 0) / count, count, positives: positives[bin] ?? 0 });
  });
  return bins;
}

function loss(calibration: Calibration, bins: readonly Bin[], { means, deviations }: CalibrationPrior): number {
  let sum = 0;
  for (const index of [0, 1, 2, 3] as const) {
    sum += ((calibration[index] - means[index]) / deviations[index]) ** 2 / 2;
  }
  for (const { logOdds, count, positives } of bins) {
    const probability = calibrated(calibration, logOdds);
    sum -= positives * Math.log(probability) + (count - positives) * Math.log(1 - probability);
  }
  return sum;
}
