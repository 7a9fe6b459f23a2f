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
import type { RankingFeatures } from '../../model-service/index.ts';
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

/** What is known of the finding that was judged. */
export interface RecordedJudgement {
  readonly features: RankingFeatures;
  /** of the bundle that gave the answer */
  readonly digest: string;
  /** among the findings of its answer, by confidence; 1 is the first */
  readonly place: number;
}

/** In the transaction that stores the verdict: what is learned and what is said stay one. */
export async function recordJudgement(
  tx: TenantTransaction,
  { token, keyVersion }: NameTokens,
  { caller, verdict, issue, saved }: GivenVerdict,
): Promise<RecordedJudgement | null> {
  if (verdict === 'missed') return null;
  const analysis = await findAnalysis(tx, issue.analysisId);
  const shown = analysis === null ? [] : readStoredAnalysis(analysis).answer.issues;
  const stored = shown.find(({ id }) => id === issue.id);
  if (!analysis || !stored) return null;
  const features = featuresOfStored(stored, analysis, token);
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
    features,
    keyVersion,
  });
  const place = 1 + shown.filter(({ confidence }) => confidence > stored.confidence).length;
  return { features, digest: analysis.modelDigest, place };
}

/** Whether a program says so, and not a person. */
export async function isService(tx: TenantTransaction, { permissions, userId }: Caller): Promise<boolean> {
  if (permissions.role === 'service') return true;
  return userId !== null && (await findUser(tx, userId))?.kind === 'service';
}
