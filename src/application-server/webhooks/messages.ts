// What webhooks are told: ids, places and summaries. Never code, and no message of a finding, which may quote it.
import { type Issue, type Notification, type Scan, SEVERITIES } from '../../contract/index.ts';
import { enqueueWebhookMessage, type IssueRecord, type TenantTransaction } from '../../database-service/index.ts';

const MAX_ISSUES = 100;

interface CompletedAnalysis {
  readonly analysisId: string;
  readonly repository: string | null;
  readonly project: string | null;
  readonly path: string | null;
  readonly language: string;
  readonly issues: readonly Issue[];
  /** what the preferences let be told */
  readonly events: readonly Notification[];
}

/** In the transaction that stores the analysis. */
export async function announceAnalysis(tx: TenantTransaction, analysis: CompletedAnalysis): Promise<void> {
  const { issues, analysisId, events, ...rest } = analysis;
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of issues) counts[severity]++;
  const data = { analysis_id: analysisId, ...rest, issue_counts: counts };
  if (events.includes('analysis.completed')) await enqueueWebhookMessage(tx, { event: 'analysis.completed', data });
  const gravest = [...issues].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const [first] = gravest;
  if (first === undefined || !events.includes('issue.found')) return;
  const listed = gravest.slice(0, MAX_ISSUES).map((issue) => ({
    issue_id: issue.id,
    fingerprint: issue.fingerprint,
    rule_id: issue.rule_id,
    severity: issue.severity,
    category: issue.category,
    cwe: issue.cwe,
    path: issue.location.path,
    line: issue.location.start.line,
  }));
  await enqueueWebhookMessage(tx, {
    event: 'issue.found',
    data: { ...data, issues: listed },
    severity: first.severity,
  });
}

/** In the transaction of the verdict that dismissed it. */
export async function announceDismissal(tx: TenantTransaction, issue: IssueRecord, actor: string): Promise<void> {
  const { id, analysisId, fingerprint, ruleId, severity, category, path, repository, project } = issue;
  const place = { path, repository, project };
  const data = {
    analysis_id: analysisId,
    issue_id: id,
    fingerprint,
    rule_id: ruleId,
    severity,
    category,
    ...place,
    actor,
  };
  await enqueueWebhookMessage(tx, { event: 'issue.dismissed', data, severity });
}

/** In the transaction that ends the scan. */
export async function announceScan(tx: TenantTransaction, scan: Scan): Promise<void> {
  const { notices: _, ...data } = scan;
  await enqueueWebhookMessage(tx, { event: 'scan.finished', data });
}
