// POST /api/v1/feedback: a verdict on a finding. It takes effect on the next analysis.
import { type Feedback, FeedbackRequest, FeedbackResponse, type JudgingFeedback } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findAnalysis,
  findIssue,
  type IssueRecord,
  raiseKnowledgeVersion,
  type SavedFeedback,
  saveFeedback,
  setDefectState,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { redactSecrets } from '../../model-service/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { isVisible } from '../analyses/own-project.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Idempotency } from '../idempotency/idempotency.ts';
import type { OnlineTotals } from '../model-status/online-totals.ts';
import type { RolloutRecorder } from '../models/rollout-recorder.ts';
import { recordJudgement } from '../ranking/judgement-record.ts';
import { nameTokensOf } from '../ranking/name-tokens.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { announceDismissal } from '../webhooks/messages.ts';
import { recordSuggestionOutcome } from './suggestion-outcome.ts';
import { checkFeedback, describeEffects, dismissalChange, outcomeEffect, triageState } from './verdict.ts';

export interface VerdictDependencies {
  readonly database: Database;
  readonly knowledge: Knowledge;
  readonly dataKeys: DataKeys;
  readonly totals: OnlineTotals;
  readonly rollouts: RolloutRecorder;
  readonly metrics: Metrics;
  readonly isRule: (id: string) => boolean;
}

export interface FeedbackDependencies extends VerdictDependencies {
  readonly idempotency: Idempotency;
}

export function feedbackEndpoint(dependencies: FeedbackDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/feedback',
      operationId: 'giveFeedback',
      tag: 'feedback',
      summary: 'Give a verdict on a finding, say what became of a suggestion, or report what was missed.',
      description:
        'Takes effect on the next analysis. A later verdict of the same key on the same issue replaces the earlier. ' +
        'Dismissing a high or critical issue needs the reviewer role; below it, the dismissal is proposed. ' +
        'Of several fixes for a finding, the one that your team takes more often is suggested first.',
      access: 'feedback:create',
      projectKeys: true,
      body: FeedbackRequest,
      idempotent: true,
      answers: { 201: json('Stored, with what it changes.', FeedbackResponse) },
    },
    (request) =>
      dependencies.idempotency.once('feedback', request, async () => {
        const { analysis_id: analysisId, feedback } = request.body;
        checkFeedback(feedback);
        const { verdict } = feedback;
        const body =
          verdict === undefined
            ? await giveOutcome(dependencies, analysisId, feedback, request.caller)
            : await giveFeedback(dependencies, analysisId, { ...feedback, verdict }, request.caller);
        return { status: 201, body };
      }),
  );
}

/** Stores what became of a suggestion, and nothing that is said of its issue. */
async function giveOutcome(
  { database, knowledge, metrics }: VerdictDependencies,
  analysisId: string,
  { issue_id: issueId, suggestion_id: suggestionId, suggestion_outcome: outcome }: Feedback,
  caller: Caller,
): Promise<FeedbackResponse> {
  if (issueId === undefined || suggestionId === undefined || outcome === undefined)
    throw new AssayError('invalid_request');
  const { id, version } = await database.asTenant(caller.tenantId, async (tx) => {
    await requireVisible(tx, caller, analysisId);
    const issue = await findTarget(tx, analysisId, { issue_id: issueId });
    if (issue === null)
      throw new AssayError('not_found', { detail: 'There is no such issue in an analysis of that id.' });
    const version = await raiseKnowledgeVersion(tx);
    return { version, id: await recordSuggestionOutcome(tx, { caller, issue, suggestionId, outcome, version }) };
  });
  knowledge.learned(caller.tenantId, version);
  metrics.suggestionJudged(outcome);
  return { feedback_id: id, effects: [outcomeEffect(outcome)] };
}

/** Stores a verdict with everything that it leads to; triage gives its decisions the same way. */
export async function giveFeedback(
  { database, dataKeys, knowledge, metrics, rollouts, totals, isRule }: VerdictDependencies,
  analysisId: string,
  feedback: JudgingFeedback,
  caller: Caller,
): Promise<FeedbackResponse> {
  const { tenantId, actor, permissions } = caller;
  const names = nameTokensOf(await dataKeys.of(tenantId));
  const before = await rollouts.before(tenantId);
  const { issue, saved, judged } = await database.asTenant(tenantId, async (tx) => {
    await requireVisible(tx, caller, analysisId);
    const issue = await findTarget(tx, analysisId, feedback);
    const saved = await saveFeedback(tx, {
      analysisId,
      issueId: issue?.id ?? null,
      actor,
      verdict: feedback.verdict,
      reason: redacted(feedback.reason),
      comment: redacted(feedback.comment),
      location: withRedactedPath(feedback.location),
      cwe: feedback.cwe ?? null,
      suggestionId: feedback.suggestion_id ?? null,
      suggestionOutcome: feedback.suggestion_outcome ?? null,
      dismissal: dismissalChange(feedback.verdict, issue, permissions),
    });
    if (issue !== null && saved.dismissal === 'active') await announceDismissal(tx, issue, caller.actor);
    await changeTriage(tx, caller, { feedback, issue, saved });
    const given = { caller, verdict: feedback.verdict, saved };
    const { suggestion_id: suggestionId, suggestion_outcome: outcome } = feedback;
    if (issue !== null && suggestionId !== undefined && outcome !== undefined) {
      const version = saved.knowledgeVersion;
      await recordSuggestionOutcome(tx, { caller, issue, suggestionId, outcome, version });
    }
    const judged = issue === null ? null : await recordJudgement(tx, names, { ...given, issue });
    return { issue, saved, judged };
  });
  knowledge.learned(tenantId, saved.knowledgeVersion);
  metrics.feedbackGiven(feedback.verdict);
  if (feedback.suggestion_outcome !== undefined) metrics.suggestionJudged(feedback.suggestion_outcome);
  totals.judged(tenantId, feedback.verdict);
  // A verdict that replaces an earlier one is no new evidence.
  if (judged !== null && !saved.replaced) {
    const useful = feedback.verdict === 'true_positive' || feedback.verdict === 'fixed';
    const rule = judged.features.rule;
    metrics.findingJudged({ rule: isRule(rule) ? rule : null, place: judged.place, useful });
    await rollouts.judged(tenantId, { ...judged, useful }, before);
  }
  return { feedback_id: saved.id, effects: describeEffects(feedback, issue, saved) };
}

/** What the verdict makes of the defect over all analyses; that a grave one is not shown any more is a matter of security. */
async function changeTriage(
  tx: TenantTransaction,
  { actor }: Caller,
  { feedback, issue, saved }: { feedback: JudgingFeedback; issue: IssueRecord | null; saved: SavedFeedback },
): Promise<void> {
  if (issue === null) return;
  const state = triageState(feedback.verdict, saved);
  if (issue.defectId !== null) await setDefectState(tx, issue.defectId, state);
  if (state !== 'dismissed') return;
  const details = { rule: issue.ruleId, severity: issue.governedSeverity, verdict: feedback.verdict };
  await appendAuditEvent(tx, { action: 'issue.dismissed', actor, target: issue.defectId ?? issue.id, details });
}

/** An analysis of another project is not there for a key that is restricted to one. */
async function requireVisible(tx: TenantTransaction, caller: Caller, analysisId: string): Promise<void> {
  if (!caller.project) return;
  const analysis = await findAnalysis(tx, analysisId);
  if (analysis !== null && isVisible(caller, analysis)) return;
  throw new AssayError('not_found', { detail: 'There is no such issue in an analysis of that id.' });
}

/** The issue that is judged, or null for `missed`. Unknown and foreign look alike: 404. */
async function findTarget(
  tx: TenantTransaction,
  analysisId: string,
  feedback: Pick<Feedback, 'issue_id'>,
): Promise<IssueRecord | null> {
  if (feedback.issue_id === undefined) {
    const analysis = await findAnalysis(tx, analysisId);
    if (analysis === null) throw new AssayError('not_found', { detail: 'There is no analysis of that id.' });
    return null;
  }
  const issue = await findIssue(tx, analysisId, feedback.issue_id);
  if (issue === null)
    throw new AssayError('not_found', { detail: 'There is no such issue in an analysis of that id.' });
  return issue;
}

/** People paste what they talk about. */
function redacted(text: string | undefined): string | null {
  return text === undefined ? null : redactSecrets(text);
}

function withRedactedPath(location: Feedback['location']): Feedback['location'] | null {
  return location === undefined ? null : { ...location, path: redactSecrets(location.path) };
}
