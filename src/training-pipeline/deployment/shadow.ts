// What a challenger's confidences would have been worth: while it answers nobody, both models score the findings that are judged.
// A bet against "it loses no more than the champion", as in Waudby-Smith and Ramdas, "Estimating means of bounded random variables
// by betting" (2023): fair after every verdict, so it may be looked at after every verdict.
import { logLossOf, type ScoredVerdict } from '../evaluation/scores.ts';

export interface ShadowRecord {
  readonly verdicts: number;
  /** sums over the verdicts */
  readonly championLoss: number;
  readonly challengerLoss: number;
  /** logarithm of what each of `STAKES` has become */
  readonly fortunes: readonly number[];
  readonly highestLog: number;
}

/** Shares of the fortune that are bet on each verdict; the evidence is the mean of what they become. */
const STAKES = [0.1, 0.3, 0.6];
/** A difference of losses counts for no more than this on one verdict. */
const LARGEST_DIFFERENCE = 1.5;

export const NO_SHADOW: ShadowRecord = {
  verdicts: 0,
  championLoss: 0,
  challengerLoss: 0,
  fortunes: STAKES.map(() => 0),
  highestLog: 0,
};

/** Adds a verdict with the confidences that both models gave before it. */
export function withVerdict(
  record: ShadowRecord,
  scores: { readonly champion: number; readonly challenger: number },
  useful: boolean,
): ShadowRecord {
  const loss = (confidence: number) => logLossOf({ confidence, useful } satisfies ScoredVerdict);
  const [champion, challenger] = [loss(scores.champion), loss(scores.challenger)];
  const bounded = Math.max(-1, Math.min(1, (challenger - champion) / LARGEST_DIFFERENCE));
  const fortunes = STAKES.map((stake, index) => (record.fortunes[index] ?? 0) + Math.log1p(stake * bounded));
  return {
    verdicts: record.verdicts + 1,
    championLoss: record.championLoss + champion,
    challengerLoss: record.challengerLoss + challenger,
    fortunes,
    highestLog: Math.max(record.highestLog, logMean(fortunes)),
  };
}

function logMean(logs: readonly number[]): number {
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0) / logs.length);
}
