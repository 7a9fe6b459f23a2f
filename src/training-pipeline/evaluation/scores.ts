// What a list of confidences with the verdicts that followed is worth: log-loss, Brier score, AUC, calibration error, curves.

/** A confidence that was given before the verdict was known. */
export interface ScoredVerdict {
  readonly confidence: number;
  /** whether the finding was worth showing */
  readonly useful: boolean;
}

export interface ScoreFigures {
  readonly verdicts: number;
  readonly useful: number;
  readonly logLoss: number;
  readonly brier: number;
  /** null when all verdicts are alike */
  readonly auc: number | null;
  readonly ece: number;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly verdicts: number;
  readonly meanConfidence: number;
  readonly usefulShare: number;
}

/** Nobody is ever surer than this, so that one surprise does not cost without end. */
const SUREST = 1e-4;
const BINS = 10;

/** The cost of one confidence, in nats. */
export function logLossOf({ confidence, useful }: ScoredVerdict): number {
  const bounded = Math.min(1 - SUREST, Math.max(SUREST, confidence));
  return -Math.log(useful ? bounded : 1 - bounded);
}

export function scoreFigures(scored: readonly ScoredVerdict[]): ScoreFigures {
  const count = scored.length;
  const share = (total: number) => (count === 0 ? 0 : total / count);
  return {
    verdicts: count,
    useful: scored.filter(({ useful }) => useful).length,
    logLoss: share(sum(scored, logLossOf)),
    brier: share(sum(scored, ({ confidence, useful }) => (confidence - Number(useful)) ** 2)),
    auc: areaUnderCurve(scored),
    ece: calibrationError(scored),
  };
}

/** The chance that a useful finding has more confidence than one that is not; ties count half. */
export function areaUnderCurve(scored: readonly ScoredVerdict[]): number | null {
  const sorted = scored.toSorted((a, b) => a.confidence - b.confidence);
  let rankSum = 0;
  let useful = 0;
  for (let start = 0; start < sorted.length; ) {
    const value = sorted[start]?.confidence;
    let end = start;
    let usefulHere = 0;
    for (; end < sorted.length && sorted[end]?.confidence === value; end++) usefulHere += Number(sorted[end]?.useful);
    rankSum += usefulHere * ((start + 1 + end) / 2);
    useful += usefulHere;
    start = end;
  }
  const others = sorted.length - useful;
  if (useful === 0 || others === 0) return null;
  return (rankSum - (useful * (useful + 1)) / 2) / (useful * others);
}

/** How far confidences are from what came true, in ten bins of equal width, weighted by their verdicts. */
export function calibrationError(scored: readonly ScoredVerdict[]): number {
  let off = 0;
  for (const { verdicts, meanConfidence, usefulShare } of calibrationCurve(scored)) {
    off += verdicts * Math.abs(meanConfidence - usefulShare);
  }
  return scored.length === 0 ? 0 : off / scored.length;
}

/** The bins that hold any verdict. */
export function calibrationCurve(scored: readonly ScoredVerdict[]): CalibrationBin[] {
  const bins = Array.from({ length: BINS }, () => ({ verdicts: 0, confidence: 0, useful: 0 }));
  for (const { confidence, useful } of scored) {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(confidence * BINS)))];
    if (bin === undefined) continue;
    bin.verdicts++;
    bin.confidence += confidence;
    bin.useful += Number(useful);
  }
  return bins.flatMap(({ verdicts, confidence, useful }, index) =>
    verdicts === 0
      ? []
      : {
          from: index / BINS,
          to: (index + 1) / BINS,
          verdicts,
          meanConfidence: confidence / verdicts,
          usefulShare: useful / verdicts,
        },
  );
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
