// The form in which an answer is kept in the history, and how it is read again.
import type { DefectIdentity } from '../../analysis-engine/index.ts';
import type { AnalyzeResponse, Issue } from '../../contract/index.ts';
import type { AnalysisRecord } from '../../database-service/index.ts';

/** `result` of a stored analysis: the answer word for word, and the part of its context that has no column. */
export interface StoredAnalysis {
  readonly answer: AnalyzeResponse;
  readonly ref: string | null;
  /** what was selected; older versions did not keep it, and of sealed code it is not known */
  readonly rules?: RuleSelection;
}

export interface RuleSelection {
  /** null: all */
  readonly enabled: readonly string[] | null;
  readonly disabled: readonly string[];
}

export function storedAnalysis(answer: AnalyzeResponse, context: Omit<StoredAnalysis, 'answer'>): StoredAnalysis {
  return { answer, ...context };
}

/** Only this file writes `result`, so its shape is known. */
export function readStoredAnalysis(record: Pick<AnalysisRecord, 'result'>): StoredAnalysis {
  return record.result as StoredAnalysis;
}

/** What the issues that an analysis listed are known by. */
export function storedDefects(record: Pick<AnalysisRecord, 'result'>): DefectIdentity[] {
  // Answers of older versions did not name the function.
  const issues: readonly (Omit<Issue, 'within'> & Partial<Issue>)[] = readStoredAnalysis(record).answer.issues;
  return issues.map(({ fingerprint, within, location }) => ({
    fingerprint,
    within: within ?? '',
    path: location.path,
  }));
}
