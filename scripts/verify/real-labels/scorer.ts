// What is used of the yardstick's scorer (`bench/yardsticks/issues/score.mjs`), so that labels are matched to findings by it alone.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../repository-root.ts';

interface CorpusUnit {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly language: string;
  /** of a case */
  readonly category?: string;
  readonly vulnerable?: boolean;
  /** of a file with labelled lines */
  readonly group?: string;
  readonly context?: readonly { readonly path: string; readonly file: string }[];
}

export interface Corpus {
  readonly corpus: string;
  readonly dir: string;
  readonly mode: 'case' | 'lines';
  /** of the repository that it was cut out of */
  readonly commit: string;
  readonly cases?: readonly CorpusUnit[];
  readonly files?: readonly CorpusUnit[];
  /** each file once */
  readonly units: readonly CorpusUnit[];
}

/** A finding as the scorer reads it. */
export interface ScoredFinding {
  readonly line: number;
  readonly endLine: number;
  readonly cwe: readonly number[];
  readonly category: string;
  readonly severity: string;
  readonly confidence: number;
  readonly rule: string;
}

export interface Scorer {
  readonly loadCorpus: (dir: string) => Corpus;
  readonly choose: (corpus: Corpus, options: object) => Corpus;
  readonly score: (
    corpus: Corpus,
    found: ReadonlyMap<string, readonly ScoredFinding[]>,
    options: { readonly minConfidence: number },
  ) => { readonly verdicts: Readonly<Record<string, boolean>> };
}

export async function loadScorer(): Promise<Scorer> {
  return await import(pathToFileURL(join(repositoryRoot, 'bench/yardsticks/issues/score.mjs')).href);
}
