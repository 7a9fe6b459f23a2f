// How far a distribution has moved: the population stability index, the sum over kinds of (now − then) · ln(now ÷ then).
// 0.1 is a shift worth a look, 0.25 a large one.

type Counts = Readonly<Record<string, number>>;

/** Above it, something has drifted. */
export const DRIFTED = 0.25;

/** With fewer on either side it says nothing. */
const FEWEST = 100;
/** Kinds that are rarer than this, taken both together, are one: each of them would add noise and no knowledge. */
const RARE = 0.02;

/**
 * Null when there is too little to tell. What chance alone makes of two samples of these sizes, (kinds − 1)(1/n + 1/m) on
 * average, is taken off, so that few findings do not look like drift.
 */
export function stabilityIndex(then: Counts, now: Counts): number | null {
  const [before, after] = [totalOf(then), totalOf(now)];
  if (before < FEWEST || after < FEWEST) return null;
  const kinds = withoutRare(then, now);
  const share = (count: number, total: number) => (count + 0.5) / (total + kinds.length / 2);
  let index = 0;
  for (const [was, is] of kinds) {
    const [past, present] = [share(was, before), share(is, after)];
    index += (present - past) * Math.log(present / past);
  }
  return Math.max(0, index - (kinds.length - 1) * (1 / before + 1 / after));
}

export function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Pairs of counts; the rare kinds are the last. */
function withoutRare(then: Counts, now: Counts): (readonly [number, number])[] {
  const [before, after] = [totalOf(then), totalOf(now)];
  const kinds: (readonly [number, number])[] = [];
  let [rareThen, rareNow] = [0, 0];
  for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const [was, is] = [then[name] ?? 0, now[name] ?? 0];
    if (was / before + is / after >= 2 * RARE) {
      kinds.push([was, is]);
      continue;
    }
    rareThen += was;
    rareNow += is;
  }
  return rareThen + rareNow === 0 ? kinds : [...kinds, [rareThen, rareNow]];
}
