// Which findings are shown by default: as few as may be without losing true ones, at little cost to what a confidence means.
import { type Calibration, calibrated, withoutMistakes } from './calibration.ts';

/** The default of `minimum_confidence`. */
const SHOWN = 0.3;
/** Above this nothing is raised. */
const TOP = 0.34;
const STEP = 0.01;
const LOWEST = 0.05;
/** Verdicts from which on they say what may be hidden: a team that began with a few false alarms has true findings, too. */
const TELLING = 30;
/** How far the confidences may be raised beyond what comes true, on average over all findings. */
const MOST_RAISED = 0.015;
/**
 * From so many verdicts on confidences are to come true. Before, they may be raised by more, the less is known: what is hidden on thin
 * evidence is lost, what is shown is looked at once.
 */
const PROMISED = 200;

/**
 * The probability from which findings are shown. Calibrated probabilities alone would hide most true findings of a team that calls
 * few true. `hidden` is the share of true findings that may fall below, in per cent; the held-out verdicts tell how many
 * would, their mistakes left out.
 */
export function shownFrom(
  calibration: Calibration,
  logOdds: Float64Array,
  weights: Float64Array,
  hidden: number,
): number {
  const probabilities = logOdds.map((value) => calibrated(calibration, value));
  const trues = logOdds.map((value, row) => (weights[row] ?? 0) * withoutMistakes(calibration, value));
  const [all, allTrue] = [sum(weights), sum(trues)];
  if (all < TELLING) return LOWEST;
  let from = SHOWN;
  for (let step = 1; from > LOWEST; step++) {
    const lost = sum(trues.filter((_, row) => (probabilities[row] ?? 0) < from));
    if (lost <= (allTrue * hidden) / 100) break;
    const next = SHOWN - step * STEP;
    const raised = probabilities.map((each, row) => (weights[row] ?? 0) * (shownProbability(next, each) - each));
    if (sum(raised) > MOST_RAISED * Math.max(all, PROMISED)) break;
    from = next;
  }
  return from;
}

/** Lifts what is to be shown over the default; keeps the order. */
export function shownProbability(from: number, probability: number): number {
  if (probability < from || probability >= TOP || from >= SHOWN) return probability;
  return SHOWN + ((probability - from) / (TOP - from)) * (TOP - SHOWN);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
