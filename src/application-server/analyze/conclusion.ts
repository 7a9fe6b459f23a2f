// From what the model service found to an answer that is stored: own rules before it; ranking, dismissals, baseline and history after.
import { v7 as uuidv7 } from 'uuid';
import { baseOfFingerprint, recognise } from '../../analysis-engine/index.ts';
import type { AnalyzeResponse, Notice } from '../../contract/index.ts';
import {
  dismissalScope,
  findAnalysis,
  listDismissals,
  type StoredCode,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { type AnalysisOutcome, joinedDocuments, type ScorerIdentity } from '../../model-service/index.ts';
import { storedDefects } from '../analyses/stored-analysis.ts';
import type { ModelInUse } from '../models/models-in-use.ts';
import type { OwnRules } from '../own-rules/own-rules.ts';
import { featuresOfIdentified } from '../ranking/issue-features.ts';
import { nameTokensOf } from '../ranking/name-tokens.ts';
import type { OutsideRanker } from '../ranking/outside-ranker.ts';
import { type RankedIssue, type RankedOutcome, rankIssues, withConfidences } from '../ranking/ranked-issues.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { saveAnswer } from './history.ts';
import { present } from './presentation.ts';
import type { Submission } from './submission.ts';

/** An answer without what tells how it was given. */
export type StoredAnswer = Omit<AnalyzeResponse, 'cached' | 'duration_ms'>;

export interface RankedAnalysis {
  readonly submission: Submission;
  readonly used: ModelInUse;
  readonly requestId: string;
  readonly durationMs: number;
  readonly code: StoredCode | null;
  readonly outcome: RankedOutcome;
  readonly knowledge: number;
  /** who gave the confidences; null: the ranker of the bundle */
  readonly ranker: ScorerIdentity | null;
}

/** In one transaction: what the answer says of dismissals is what is stored with it, committed before anyone hears it. */
export async function conclude(tx: TenantTransaction, analysis: RankedAnalysis): Promise<StoredAnswer> {
  const { submission, used, outcome, knowledge, ranker } = analysis;
  const { presentation, proposals, notices } = await applyKnowledge(tx, submission, outcome);
  const { bundle, variant } = used;
  const answer = {
    analysis_id: uuidv7(),
    language: outcome.language,
    issues: [...presentation.issues],
    suppressed_count: presentation.suppressedCount,
    model: { version: bundle.version, digest: bundle.digest, variant, knowledge, ...(ranker !== null && { ranker }) },
    notices: [...submission.notices, ...modelNotices(submission, used), ...outcome.notices, ...notices],
  } satisfies StoredAnswer;
  if (submission.store !== 'none') await saveAnswer(tx, { ...analysis, answer, presentation, proposals });
  return answer;
}

/** The rules that the tenant and the project have enforced, before those that came with the request. */
export async function withOwnRules(
  ownRules: OwnRules,
  submission: Submission,
  tenantId: string,
  knowledgeVersion: number,
): Promise<Submission> {
  const enforced = await ownRules.enforced(tenantId, submission.project, knowledgeVersion);
  if (enforced === null) return submission;
  const { documents, known: otherRules } = enforced;
  const { own } = submission.job;
  return { ...submission, job: { ...submission.job, own: joinedDocuments(documents, own), otherRules } };
}

interface RankDependencies {
  readonly rankers: TenantRankers;
  readonly dataKeys: DataKeys;
  readonly outside?: OutsideRanker | null;
}

/** With the confidences that the tenant's verdicts teach, the version that they rest on, and who gave them. */
export async function rank(
  { rankers, dataKeys, outside = null }: RankDependencies,
  { repository }: Pick<Submission, 'repository'>,
  { tenantId, used }: { readonly tenantId: string; readonly used: ModelInUse },
  outcome: AnalysisOutcome,
  knowledgeVersion: number,
): Promise<Pick<RankedAnalysis, 'outcome' | 'knowledge' | 'ranker'>> {
  const stranger = (await outside?.identity()) ?? null;
  if (outcome.issues.length === 0) {
    return { outcome: { ...outcome, issues: [] }, knowledge: knowledgeVersion, ranker: stranger };
  }
  const ranker = await rankers.of(tenantId, knowledgeVersion, used.bundle);
  const names = nameTokensOf(await dataKeys.of(tenantId));
  const place = { language: outcome.language.id, repository };
  // The version that the scores rest on, so that they can be made again.
  const knowledge = ranker.knowledgeVersion;
  if (outside !== null && stranger !== null) {
    const features = outcome.issues.map((issue) => featuresOfIdentified(issue, place, names.token));
    const confidences = await outside.confidencesOf(tenantId, features);
    if (confidences !== null) {
      const issues = withConfidences(outcome.issues, (issue, index) => confidences[index] ?? issue.confidence);
      return { outcome: { ...outcome, issues }, knowledge, ranker: stranger };
    }
  }
  const issues = rankIssues(outcome.issues, place, ranker, names);
  return { outcome: { ...outcome, issues }, knowledge, ranker: null };
}

/** Code in a language that was not chosen is answered with a notice. */
export function inChosenLanguages(
  outcome: AnalysisOutcome,
  { preferences }: Pick<Submission, 'preferences'>,
): AnalysisOutcome {
  const { id } = outcome.language;
  if (preferences.languages === null || preferences.languages.includes(id)) return outcome;
  const message = `The preferences leave ${id} out: chosen are ${preferences.languages.join(', ') || 'no languages'}.`;
  return { ...outcome, issues: [], notices: [{ code: 'language_not_chosen', message }] };
}

/** Finds what is dismissed and what the baseline had, each known defect once: a copy of it is new. */
async function applyKnowledge(tx: TenantTransaction, submission: Submission, outcome: RankedOutcome) {
  const { issues } = outcome;
  const found = issues.map(({ fingerprint, within, location }) => ({ fingerprint, within, path: location.path }));
  const bases = found.map(({ fingerprint }) => baseOfFingerprint(fingerprint));
  const dismissals = await listDismissals(tx, dismissalScope(submission), bases);
  const active = dismissals.filter((dismissal) => dismissal.state === 'active');
  const dismissed = new Map<RankedIssue, string | null>();
  for (const [index, dismissal] of recognise(found, active).entries()) {
    if (dismissal !== null) dismissed.set(issues[index], dismissal.reason);
  }
  const { baselineAnalysisId, preferences } = submission;
  const record = baselineAnalysisId === null ? null : await findAnalysis(tx, baselineAnalysisId);
  const baseline = recognise(found, record === null ? [] : storedDefects(record));
  const known = new Set(issues.filter((_, index) => baseline[index] !== null));
  const notices: Notice[] = [];
  if (baselineAnalysisId !== null && record === null) {
    notices.push({ code: 'unknown_baseline', message: 'There is no analysis of that id: every issue counts as new.' });
  }
  const proposals = dismissals.filter((dismissal) => dismissal.state === 'proposed');
  return {
    presentation: present(issues, { preferences, repository: submission.repository, dismissed, known }),
    proposals,
    notices,
  };
}

function modelNotices(submission: Submission, { bundle, variant }: ModelInUse): Notice[] {
  const wanted = submission.model;
  if (wanted === null || [bundle.version, bundle.digest, variant].includes(wanted)) return [];
  const message = 'The model that was asked for is not loaded; the champion answered.';
  return [{ code: 'model_not_available', message }];
}
