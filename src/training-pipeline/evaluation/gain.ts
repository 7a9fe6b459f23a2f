// Whether one model is better than another on the same verdicts: the difference of their losses with a bootstrap interval.
import { seededRandom } from '../seeded-random.ts';

/** The losses of both models on one verdict. Verdicts of one group hang together and are drawn together. */
export interface PairedLoss {
  readonly group: string;
  readonly champion: number;
  readonly challenger: number;
}

/** Positive: the challenger loses less. */
export interface Gain {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const REPLICAS = 1000;
/** of 95 % of the replicas */
const TAIL = 0.025;

/** The mean gain a verdict, with its interval over resampled groups. Zeros when there are no verdicts. */
export function gainOf(losses: readonly PairedLoss[], seed: number): Gain {
  const groups = new Map<string, { count: number; gain: number }>();
  for (const { group, champion, challenger } of losses) {
    const known = groups.get(group) ?? { count: 0, gain: 0 };
    known.count++;
    known.gain += champion - challenger;
    groups.set(group, known);
  }
  const all = [...groups.values()];
  if (all.length === 0) return { mean: 0, low: 0, high: 0 };
  const random = seededRandom(seed);
  const means = new Float64Array(REPLICAS);
  for (let replica = 0; replica < REPLICAS; replica++) {
    let count = 0;
    let gain = 0;
    for (let drawn = 0; drawn < all.length; drawn++) {
      const group = all[Math.floor(random() * all.length)];
      if (group === undefined) continue;
      count += group.count;
      gain += group.gain;
    }
    means[replica] = gain / count;
  }
  means.sort();
  const at = (share: number) => means[Math.min(REPLICAS - 1, Math.floor(share * REPLICAS))] ?? 0;
  const total = all.reduce((sum, { gain }) => sum + gain, 0);
  return { mean: total / losses.length, low: at(TAIL), high: at(1 - TAIL) };
}
