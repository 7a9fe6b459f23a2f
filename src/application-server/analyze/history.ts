// An answer into the history: the row, its issues, and the code sealed under the tenant's key.
import type { AnalyzeResponse } from '../../contract/index.ts';
import {
  type Dismissal,
  type SealedCode,
  type StoredCode,
  saveAnalysis,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { issueRow } from '../analyses/issue-row.ts';
import { storedAnalysis } from '../analyses/stored-analysis.ts';
import type { RankedOutcome } from '../ranking/ranked-issues.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { announceAnalysis } from '../webhooks/messages.ts';
import { recordOutcome } from './defect-record.ts';
import type { Presentation } from './presentation.ts';
import type { Submission } from './submission.ts';

/** The code as it is stored; asked for outside the transaction, since the tenant's key may have to be read first. */
export async function sealCode(dataKeys: DataKeys, tenantId: string, code: string): Promise<SealedCode> {
  const keys = await dataKeys.of(tenantId);
  return {
    address: keys.addressOf(code),
    ciphertext: keys.seal(Buffer.from(code, 'utf8'), `code:${tenantId}`),
  };
}

export interface NewAnswer {
  readonly submission: Submission;
  readonly requestId: string;
  readonly durationMs: number;
  readonly code: StoredCode | null;
  readonly answer: Omit<AnalyzeResponse, 'cached' | 'duration_ms'>;
  readonly outcome: RankedOutcome;
  readonly presentation: Presentation;
  /** dismissals that wait for a reviewer */
  readonly proposals: readonly Dismissal[];
}

export async function saveAnswer(tx: TenantTransaction, record: NewAnswer): Promise<void> {
  const { submission, requestId, durationMs, code, answer, presentation } = record;
  const { job } = submission;
  const issues = answer.issues.map((issue) =>
    issueRow(issue, presentation.governedSeverities.get(issue.id) ?? issue.severity),
  );
  const rows = new Map(issues.map((issue) => [issue.id, issue]));
  const defects = await recordOutcome(tx, { ...record, analysisId: answer.analysis_id, rows });
  await saveAnalysis(tx, {
    id: answer.analysis_id,
    repository: submission.repository,
    path: job.path,
    project: submission.project,
    language: answer.language.id,
    code,
    result: storedAnalysis(
      { ...answer, cached: false, duration_ms: durationMs },
      { ref: submission.ref, rules: { enabled: job.enabledRules, disabled: job.disabledRules } },
    ),
    issues,
    defects,
    modelVersion: answer.model.version,
    modelDigest: answer.model.digest,
    knowledge: answer.model.knowledge,
    durationMs,
    requestId,
  });
  await announceAnalysis(tx, {
    analysisId: answer.analysis_id,
    repository: submission.repository,
    project: submission.project,
    path: job.path,
    language: answer.language.id,
    issues: answer.issues,
    events: submission.notifications,
  });
}
