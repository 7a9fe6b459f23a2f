// Whether a finding is true by the annotations of a corpus: asked of the scorer, one finding at a time.
import type { Corpus, ScoredFinding, Scorer } from './scorer.ts';

export interface Label {
  readonly isTrue: boolean;
  /** the case that the finding is of, where the corpus has cases */
  readonly group: string;
}

/** Labels findings of one file of the corpus; null is a finding that no annotation speaks of. */
export function createLabelling(
  scorer: Scorer,
  corpus: Corpus,
  file: string,
): (finding: ScoredFinding) => Label | null {
  const units = (corpus.mode === 'case' ? corpus.cases : corpus.files)?.filter((unit) => unit.file === file) ?? [];
  const part: Corpus = { ...corpus, [corpus.mode === 'case' ? 'cases' : 'files']: units, units };
  return (finding) => {
    const { verdicts } = scorer.score(part, new Map([[file, [finding]]]), { minConfidence: 0 });
    const hits = Object.keys(verdicts).filter((key) => verdicts[key] === true);
    return corpus.mode === 'case' ? labelOfCase(units, hits) : labelOfLines(units, hits);
  };
}

type Units = NonNullable<Corpus['cases']>;

/** A finding that says what the case is about is as true as the case is vulnerable. */
function labelOfCase(units: Units, hits: readonly string[]): Label | null {
  const hit = units.find(({ id }) => hits.includes(id));
  return hit === undefined ? null : { isTrue: hit.vulnerable === true, group: hit.category ?? '' };
}

/** `id:line:bad:rule`, `id:line:ok:rule`, or `id:file:ok` for a file that is safe as a whole. */
function labelOfLines(units: Units, hits: readonly string[]): Label | null {
  if (hits.length === 0) return null;
  return { isTrue: hits.some((key) => key.split(':')[2] === 'bad'), group: units[0]?.group ?? '' };
}
