// The port of scorers that stand in for the ranker: rows of numbers in, a confidence for each out.

export interface ScorerIdentity {
  readonly name: string;
  readonly version: string;
}

export interface Scorer {
  /** Asks who it is; throws when it cannot be used. */
  identify(signal: AbortSignal): Promise<ScorerIdentity>;
  /** A confidence for each row, 0 to 1. Throws when it fails. */
  score(rows: readonly (readonly number[])[], signal: AbortSignal): Promise<number[]>;
  close(): Promise<void>;
}

/** The confidences as they are used; throws when they are none. */
export function checkedConfidences(values: ArrayLike<unknown>, rows: number): number[] {
  const confidences = Array.from(values, Number);
  const fits = confidences.length === rows && confidences.every((value) => value >= 0 && value <= 1);
  if (!fits) throw new Error(`The scorer did not give ${rows} numbers from 0 to 1.`);
  return confidences.map((value) => Math.round(value * 10_000) / 10_000);
}
