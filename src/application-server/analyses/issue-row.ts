// An issue of an answer as the history keeps it.
import type { Issue, Severity } from '../../contract/index.ts';
import type { NewIssue } from '../../database-service/index.ts';

/** `governedSeverity` decides who may dismiss it. */
export function issueRow(issue: Issue, governedSeverity: Severity = issue.severity): NewIssue {
  const { location } = issue;
  return {
    id: issue.id,
    fingerprint: issue.fingerprint,
    ruleId: issue.rule_id,
    severity: issue.severity,
    governedSeverity,
    category: issue.category,
    confidence: issue.confidence,
    cwe: issue.cwe,
    path: location.path,
    within: issue.within,
    startLine: location.start.line,
    endLine: location.end.line,
  };
}
