// Recognises known defects among those found now: dismissed ones, and those of a baseline. A fingerprint alone cannot say
// which of two equal defects is the known one, so each known defect is found again once, where it fits best.

/** Hexadecimal digits of a fingerprint: 128 bits. What may follow tells equal defects of one file apart. */
export const BASE_LENGTH = 32;

/** What a defect is known by. */
export interface DefectIdentity {
  readonly fingerprint: string;
  /** the function around it with its class, as the engine names it; empty outside of any */
  readonly within: string;
  readonly path: string;
}

/** The part of a fingerprint that equal defects share. */
export function baseOfFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, BASE_LENGTH);
}

type Fit = (found: DefectIdentity, known: DefectIdentity) => boolean;

/** From the best fit down: where it was; in a file that was renamed or moved; in a function that was renamed or wrapped. */
const FITS: readonly Fit[] = [
  (found, known) =>
    found.path === known.path && found.fingerprint === known.fingerprint && found.within === known.within,
  (found, known) => found.path === known.path && found.within === known.within,
  (found, known) => found.within === known.within,
  (found, known) => found.path === known.path,
];

/**
 * For each defect found the known one that it is, or null. A known defect is recognised at most once, so that a copy of
 * it is new; in another function of another file it is never recognised.
 */
export function recognise<Known extends DefectIdentity>(
  found: readonly DefectIdentity[],
  known: readonly Known[],
): (Known | null)[] {
  const recognised: (Known | null)[] = found.map(() => null);
  const byBase = new Map<string, Known[]>();
  for (const each of known) {
    const base = baseOfFingerprint(each.fingerprint);
    byBase.set(base, [...(byBase.get(base) ?? []), each]);
  }
  const taken = new Set<Known>();
  for (const fits of FITS) {
    for (const [index, defect] of found.entries()) {
      if (recognised[index] !== null) continue;
      const candidates = byBase.get(baseOfFingerprint(defect.fingerprint)) ?? [];
      const match = candidates.find((candidate) => !taken.has(candidate) && fits(defect, candidate));
      if (match === undefined) continue;
      taken.add(match);
      recognised[index] = match;
    }
  }
  return recognised;
}
