// What a verdict does: whether it dismisses, and how that is told to the one who gave it.
import type { Feedback, JudgingFeedback, SuggestionOutcome, TriageState } from '../../contract/index.ts';
import {
  type DismissalChange,
  dismissalScope,
  type IssueRecord,
  type SavedFeedback,
} from '../../database-service/index.ts';
import { AssayError, type InputError } from '../../errors.ts';
import { isAllowed, type Permissions } from '../../security/index.ts';

/** The conditions between fields, which the schema cannot say. Throws AssayError `invalid_request`. */
export function checkFeedback(feedback: Feedback): void {
  const errors: InputError[] = [];
  const needs = (field: keyof Feedback, because: string) => {
    if (feedback[field] === undefined) errors.push({ path: `/feedback/${field}`, message: `is needed ${because}` });
  };
  if (feedback.verdict === undefined) {
    needs('suggestion_outcome', 'where there is no verdict');
    needs('issue_id', 'to say which issue the suggestion is of');
  } else if (feedback.verdict === 'missed') {
    needs('location', 'to say where something was missed');
    needs('cwe', 'to say what was missed');
    if (feedback.issue_id !== undefined) {
      errors.push({ path: '/feedback/issue_id', message: 'must be absent: a missed defect has no issue' });
    }
  } else {
    needs('issue_id', `for the verdict ${feedback.verdict}`);
  }
  if (feedback.suggestion_id !== undefined && feedback.verdict !== undefined)
    needs('suggestion_outcome', 'with suggestion_id');
  if (feedback.suggestion_outcome !== undefined) needs('suggestion_id', 'with suggestion_outcome');
  if (errors.length > 0) throw new AssayError('invalid_request', { errors });
}

/** What the verdict does to the dismissal of the issue's fingerprint, in the scope of its analysis. */
export function dismissalChange(
  verdict: JudgingFeedback['verdict'],
  issue: IssueRecord | null,
  permissions: Permissions,
): DismissalChange {
  if (issue === null || verdict === 'missed') return { kind: 'none' };
  const { fingerprint, within, path } = issue;
  const target = { scope: dismissalScope(issue), fingerprint, within, path };
  // Fixed code has the finding no more; if it comes back, it is to be seen.
  if (verdict === 'true_positive' || verdict === 'fixed') return { kind: 'lift', ...target };
  const grave = issue.governedSeverity === 'critical' || issue.governedSeverity === 'high';
  const mayDismiss = !grave || isAllowed(permissions, 'feedback:dismiss-high');
  return { kind: mayDismiss ? 'activate' : 'propose', ...target };
}

/** The state of the defect after a verdict on one of its issues. */
export function triageState(verdict: JudgingFeedback['verdict'], saved: SavedFeedback): TriageState {
  if (verdict === 'fixed') return 'fixed';
  if (verdict === 'true_positive' || verdict === 'missed') return 'open';
  return saved.dismissal === 'active' ? 'dismissed' : 'proposed';
}

/** The effects in words. */
export function describeEffects(feedback: JudgingFeedback, issue: IssueRecord | null, saved: SavedFeedback): string[] {
  const effects = [verdictEffect(feedback, issue, saved)];
  if (saved.replaced) effects.push('Your earlier verdict on this issue is replaced.');
  if (feedback.suggestion_outcome !== undefined) effects.push(outcomeEffect(feedback.suggestion_outcome));
  return effects;
}

/** What a suggestion's outcome changes, in words. */
export function outcomeEffect(outcome: SuggestionOutcome): string {
  return `The suggestion is recorded as ${outcome}: fixes that your team takes are suggested first.`;
}

function verdictEffect(feedback: JudgingFeedback, issue: IssueRecord | null, saved: SavedFeedback): string {
  if (issue === null) return 'Recorded as missed: it is kept as an example of what Assay should find.';
  const where = describeScope(issue);
  if (feedback.verdict === 'true_positive') return `Recorded as a true finding: it is shown from now on ${where}.`;
  if (feedback.verdict === 'fixed') return `Recorded as fixed: if it comes back ${where}, it is shown again.`;
  if (saved.dismissal === 'active') return `Dismissed: this finding stays away from now on ${where}.`;
  return (
    `Proposed: dismissing a ${issue.governedSeverity} issue needs the reviewer role, ` +
    `so it is still shown ${where} until a reviewer dismisses it.`
  );
}

function describeScope({ repository, project }: Pick<IssueRecord, 'repository' | 'project'>): string {
  if (repository !== null) return `in the repository “${repository}”`;
  if (project !== null) return `in the project “${project}”`;
  return 'wherever no repository and no project is named';
}
