// From a stored verdict and its finding to a row that training may see: keyed tokens for names, no sentence, no code.
import type { Issue, Location, TrainingRow } from '../../contract/index.ts';
import type { JudgedFinding } from '../../database-service/index.ts';
import type { Pseudonymizer } from '../../security/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';

const LINES_AROUND = 2;
const MOST_STEPS = 50;

/** `code` is the analysed file, or null when it was not kept. */
export function trainingRow(finding: JudgedFinding, code: string | null, names: Pseudonymizer): TrainingRow {
  const issue = issueOf(finding);
  const location = issue?.location ?? missedLocation(finding);
  const around = {
    verdict: finding.verdict as TrainingRow['verdict'],
    proposed: finding.isProposed,
    language: finding.language,
  };
  const place = location === null ? { path: [], lines: 1, code: [] } : placeOf(location, code, names);
  if (issue === null)
    return { ...around, ...UNKNOWN, ...place, cwe: finding.missedCwe === null ? [] : [finding.missedCwe] };
  return {
    ...around,
    ...place,
    rule_id: issue.rule_id,
    severity: issue.severity,
    category: issue.category,
    confidence: issue.confidence,
    cwe: [...issue.cwe],
    fingerprint: names.token('fingerprint', issue.fingerprint),
    within: issue.within === '' ? null : names.token('function', issue.within),
    trace: issue.trace.slice(0, MOST_STEPS).map((step) => ({
      lines_before: issue.location.start.line - step.location.start.line,
      same_file: step.location.path === issue.location.path,
    })),
    features: [...(issue.sealed?.features ?? [])],
  };
}

const UNKNOWN = {
  rule_id: null,
  severity: null,
  category: null,
  confidence: null,
  fingerprint: null,
  within: null,
  trace: [],
  features: [],
} as const satisfies Partial<TrainingRow>;

function placeOf({ path, start, end }: Location, code: string | null, names: Pseudonymizer) {
  return {
    path: names.path(path),
    lines: Math.max(1, end.line - start.line + 1),
    code: code === null ? [] : names.code(code, start.line - LINES_AROUND, end.line + LINES_AROUND),
  };
}

function issueOf({ result, issueId }: JudgedFinding): Issue | null {
  if (issueId === null) return null;
  return readStoredAnalysis({ result }).answer.issues.find(({ id }) => id === issueId) ?? null;
}

/** Feedback was checked by its schema before it was stored. */
function missedLocation({ missedLocation: location }: JudgedFinding): Location | null {
  return location === null ? null : (location as Location);
}
