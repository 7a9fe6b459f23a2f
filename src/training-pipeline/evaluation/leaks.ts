// Label leaks: signs that a model was given what is only known once the verdict is.
import { areaUnderCurve, type ScoredVerdict } from './scores.ts';

export interface LeakEvidence {
  /** examples whose features were recorded after their verdict */
  readonly recordedLate: number;
  /** AUC on a random split and on a forward split of the same verdicts; null when one cannot be told */
  readonly shuffledAuc: number | null;
  readonly forwardAuc: number | null;
  /** AUC of the one feature that tells most by itself, with its name */
  readonly strongest: { readonly feature: string; readonly auc: number; readonly findings: number } | null;
}

/** Beyond this the random split is taken to know more than it could. Drift explains a few hundredths. */
const MOST_AUC_APART = 0.12;
/** No habit of people is as sure as this over as many findings; what follows from a verdict is. */
const TOO_GOOD_AUC = 0.985;
const ENOUGH_FINDINGS = 50;

export interface FeatureRow {
  readonly at: number;
  readonly featuresAt: number;
  readonly useful: boolean;
  /** names of what is present, as `token:3f…` */
  readonly present: readonly string[];
}

export function leakEvidence(
  rows: readonly FeatureRow[],
  splits: { readonly shuffled: readonly ScoredVerdict[]; readonly forward: readonly ScoredVerdict[] },
): LeakEvidence {
  return {
    recordedLate: rows.filter(({ at, featuresAt }) => featuresAt > at).length,
    shuffledAuc: areaUnderCurve(splits.shuffled),
    forwardAuc: areaUnderCurve(splits.forward),
    strongest: strongestFeature(rows),
  };
}

/** The reason not to trust the data, or null. */
export function leakIn(evidence: LeakEvidence): string | null {
  const { recordedLate, shuffledAuc, forwardAuc, strongest } = evidence;
  if (recordedLate > 0) {
    return `${recordedLate} findings have features that were recorded after their verdict.`;
  }
  if (strongest !== null && strongest.auc >= TOO_GOOD_AUC && strongest.findings >= ENOUGH_FINDINGS) {
    return `The feature ${strongest.feature} alone tells verdicts with an AUC of ${strongest.auc.toFixed(3)} on ${strongest.findings} findings: it must follow from them.`;
  }
  if (shuffledAuc !== null && forwardAuc !== null && shuffledAuc - forwardAuc > MOST_AUC_APART) {
    return `A random split reaches an AUC of ${shuffledAuc.toFixed(3)}, the verdicts that came later only ${forwardAuc.toFixed(3)}: something tells verdicts that is not known before them.`;
  }
  return null;
}

/** Of a feature that is there or not, the AUC follows from four counts. */
function strongestFeature(rows: readonly FeatureRow[]): LeakEvidence['strongest'] {
  const useful = rows.filter((row) => row.useful).length;
  const others = rows.length - useful;
  if (useful === 0 || others === 0) return null;
  const counts = new Map<string, { useful: number; others: number }>();
  for (const row of rows) {
    for (const name of new Set(row.present)) {
      const known = counts.get(name) ?? { useful: 0, others: 0 };
      if (row.useful) known.useful++;
      else known.others++;
      counts.set(name, known);
    }
  }
  let strongest: LeakEvidence['strongest'] = null;
  for (const [feature, count] of counts) {
    const [a, b] = [count.useful / useful, count.others / others];
    const auc = 0.5 + Math.abs(a - b) / 2;
    const findings = count.useful + count.others;
    if (strongest === null || auc > strongest.auc) strongest = { feature, auc, findings };
  }
  return strongest;
}
