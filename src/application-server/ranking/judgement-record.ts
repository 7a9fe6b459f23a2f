// A verdict into what ranking learns from.
import type { Verdict } from '../../contract/index.ts';
import {
  findAnalysis,
  findUser,
  type IssueRecord,
  type SavedFeedback,
  saveJudgement,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import type { Caller } from '../endpoint.ts';
import { featuresOfStored } from './issue-features.ts';
import type { NameTokens } from './name-tokens.ts';

export interface GivenVerdict {
  readonly caller: Caller;
  readonly verdict: Verdict;
  readonly issue: IssueRecord;
  readonly saved: SavedFeedback;
}

/** In the transaction that stores the verdict: what is learned and what is said stay one. */
export async function recordJudgement(
  tx: TenantTransaction,
  { token, keyVersion }: NameTokens,
  { caller, verdict, issue, saved }: GivenVerdict,
): Promise<void> {
  if (verdict === 'missed') return;
  const analysis = await findAnalysis(tx, issue.analysisId);
  const stored = analysis && readStoredAnalysis(analysis).answer.issues.find(({ id }) => id === issue.id);
  if (!analysis || !stored) return;
  await saveJudgement(tx, {
    version: saved.knowledgeVersion,
    feedbackId: saved.id,
    analysisId: issue.analysisId,
    issueId: issue.id,
    subject: issue.defectId ?? issue.id,
    actor: caller.actor,
    role: caller.permissions.role,
    isService: await isService(tx, caller),
    verdict,
    isProposed: saved.dismissal === 'proposed',
    features: featuresOfStored(stored, analysis, token),
    keyVersion,
  });
}

async function isService(tx: TenantTransaction, { permissions, userId }: Caller): Promise<boolean> {
  if (permissions.role === 'service') return true;
  return userId !== null && (await findUser(tx, userId))?.kind === 'service';
}
