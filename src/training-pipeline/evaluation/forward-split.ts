// What a model would have said at the time: it learns from the verdicts before a moment and is asked about those after it. A finding
// that was judged before the moment, in the same repository, is not asked about: its verdict is known.
import { seededRandom } from '../seeded-random.ts';
import type { ScoredVerdict } from './scores.ts';

export interface Judged {
  /** when the verdict was given, milliseconds */
  readonly at: number;
  /** of repository and fingerprint: equal ones are the same defect */
  readonly group: string;
  readonly useful: boolean;
}

/** Learns from what was judged; the answer scores what was not. */
export type Learner<Example extends Judged> = (seen: readonly Example[]) => (example: Example) => number;

/** The places in time, as shares of the verdicts, at which the model learns anew; what lies between two of them is asked about. */
export interface Moments {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** The last part of the verdicts, which training never sees. */
export const HELD_BACK: Moments = { from: 0.6, to: 1, steps: 4 };
/** What parameters are chosen by. */
export const FOR_CHOOSING: Moments = { from: 0.2, to: 0.6, steps: 3 };

export interface ScoredExample<Example extends Judged> extends ScoredVerdict {
  readonly example: Example;
}

/** `examples` in the order of their verdicts. */
export function scoreForward<Example extends Judged>(
  examples: readonly Example[],
  learner: Learner<Example>,
  { from, to, steps }: Moments,
): ScoredExample<Example>[] {
  const scored: ScoredExample<Example>[] = [];
  const at = (share: number) => Math.floor(share * examples.length);
  for (let step = 0; step < steps; step++) {
    const begin = at(from + ((to - from) * step) / steps);
    const end = at(from + ((to - from) * (step + 1)) / steps);
    const seen = examples.slice(0, begin);
    const known = new Set(seen.map(({ group }) => group));
    const asked = examples.slice(begin, end).filter(({ group }) => !known.has(group));
    if (asked.length === 0) continue;
    const score = learner(seen);
    for (const example of asked) scored.push({ confidence: score(example), useful: example.useful, example });
  }
  return scored;
}

/**
 * The same number of verdicts, but the model learns from a random part and is asked about the rest. Nobody meets such a task: that
 * it goes much better than `scoreForward` shows that something is known that could not have been known.
 */
export function scoreShuffled<Example extends Judged>(
  examples: readonly Example[],
  learner: Learner<Example>,
  seed: number,
): ScoredExample<Example>[] {
  const shuffled = [...examples];
  const random = seededRandom(seed);
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [shuffled[last], shuffled[other]];
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a];
  }
  const begin = Math.floor(HELD_BACK.from * shuffled.length);
  const score = learner(shuffled.slice(0, begin));
  return shuffled.slice(begin).map((example) => ({ confidence: score(example), useful: example.useful, example }));
}
