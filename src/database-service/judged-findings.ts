// Verdicts with the findings that they were given on: what training learns from.
import type { TenantTransaction } from './database.ts';

export interface JudgedFinding {
  readonly feedbackId: string;
  readonly verdict: string;
  readonly isProposed: boolean;
  readonly analysisId: string;
  readonly language: string;
  readonly codeAddress: Buffer | null;
  /** the answer of the analysis */
  readonly result: unknown;
  /** null for what was missed */
  readonly issueId: string | null;
  readonly missedLocation: unknown;
  readonly missedCwe: string | null;
}

/** In the order of their making, after this verdict. */
export async function listJudgedFindings(
  tx: TenantTransaction,
  after: string | null,
  limit: number,
): Promise<JudgedFinding[]> {
  let query = tx
    .selectFrom('feedback')
    .innerJoin('analyses', (join) =>
      join
        .onRef('analyses.tenant_id', '=', 'feedback.tenant_id')
        .onRef('analyses.analysis_id', '=', 'feedback.analysis_id'),
    )
    .select([
      'feedback.feedback_id as feedbackId',
      'feedback.verdict',
      'feedback.proposed as isProposed',
      'feedback.analysis_id as analysisId',
      'feedback.issue_id as issueId',
      'feedback.location as missedLocation',
      'feedback.cwe as missedCwe',
      'analyses.language',
      'analyses.code_address as codeAddress',
      'analyses.result',
    ])
    .orderBy('feedback.feedback_id')
    .limit(limit);
  if (after !== null) query = query.where('feedback.feedback_id', '>', after);
  return await query.execute();
}
