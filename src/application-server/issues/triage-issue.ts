// A defect as the wire shows it.
import type { TriageIssue } from '../../contract/index.ts';
import type { DefectRecord } from '../../database-service/index.ts';

export function toTriageIssue(defect: DefectRecord): TriageIssue {
  return {
    id: defect.id,
    state: defect.state,
    rule_id: defect.ruleId,
    message: defect.message,
    severity: defect.severity,
    category: defect.category,
    confidence: defect.confidence,
    cwe: [...defect.cwe],
    fingerprint: defect.fingerprint,
    language: defect.language,
    repository: defect.repository,
    project: defect.project,
    path: defect.path,
    within: defect.within,
    first_seen: defect.firstSeenAt.toISOString(),
    last_seen: defect.lastSeenAt.toISOString(),
    fixed_at: defect.fixedAt?.toISOString() ?? null,
    occurrences: defect.occurrences,
    last_analysis_id: defect.lastAnalysisId,
  };
}
