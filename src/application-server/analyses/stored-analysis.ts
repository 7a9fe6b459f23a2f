// The form in which an answer is kept in the history, and how it is read again.
import type { AnalyzeResponse } from '../../contract/index.ts';
import type { AnalysisRecord } from '../../database-service/index.ts';

/** `result` of a stored analysis: the answer word for word, and the part of its context that has no column. */
export interface StoredAnalysis {
  readonly answer: AnalyzeResponse;
  readonly ref: string | null;
}

export function storedAnalysis(answer: AnalyzeResponse, context: { readonly ref: string | null }): StoredAnalysis {
  return { answer, ref: context.ref };
}

/** Only this file writes `result`, so its shape is known. */
export function readStoredAnalysis(record: Pick<AnalysisRecord, 'result'>): StoredAnalysis {
  return record.result as StoredAnalysis;
}

/** The fingerprints of the issues that an analysis listed. */
export function storedFingerprints(record: Pick<AnalysisRecord, 'result'>): ReadonlySet<string> {
  return new Set(readStoredAnalysis(record).answer.issues.map((issue) => issue.fingerprint));
}
